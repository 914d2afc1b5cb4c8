"""What the tests of Akoma Ntoso share: the schema as far as it is used, and ways to read a document."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tests.exporting import export
from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID

NAMES = (
    "cop4-revised-draft-resolution",
    "cu-2009-92",
    "wg4-2009-provisional-agenda",
    "wg4-2009-report",
    "wg4-2011-future-work",
)
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
HIERARCHY = "(section|paragraph|point|indent|hcontainer)"
LEVEL = f"(num )?(heading )?((intro )?({HIERARCHY} )*|content )"
OPEN = "meta (coverPage )?(preamble )?mainBody (conclusions )?"
FRBR = "FRBRthis (FRBRuri )+(FRBRalias )*(FRBRdate )+(FRBRauthor )+"
WORDS = "((authorialNote|noteRef|placeholder|remark|docTitle|docNumber) )*"
CONTENT = {
    "akomaNtoso": "(statement|debateReport|doc) ",
    **dict.fromkeys(("statement", "debateReport", "doc"), OPEN),
    "meta": "identification references ",
    "identification": "FRBRWork FRBRExpression FRBRManifestation ",
    "FRBRWork": FRBR + "FRBRcountry (FRBRsubtype )?(FRBRnumber )*(FRBRname )*",
    "FRBRExpression": FRBR + "(FRBRlanguage )+",
    "FRBRManifestation": FRBR + "(FRBRformat )?",
    "references": "(TLCOrganization )+",
    "coverPage": "(container )+",
    "container": "((block|p|toc) )+",
    "toc": "(tocItem )+",
    "tocItem": "(inline )?",
    "preamble": "((formula|recitals|container) )+",
    "formula": "(p (blockList )?)+",
    "recitals": "(recital )+",
    **dict.fromkeys(("recital", "item"), "(num )?((p|block|toc) )+(blockList )?"),
    "blockList": "(item )+",
    "mainBody": f"(({HIERARCHY}|p) )+",
    "conclusions": "((p|block|toc) )+",
    **dict.fromkeys(("section", "paragraph", "point", "indent", "hcontainer"), LEVEL),
    "content": "((p|block|toc|table) )+",
    "intro": "p ",
    "authorialNote": "p ",
    "table": "(tr )+",
    "tr": "((td|th) )+",
    **dict.fromkeys(("td", "th"), "p "),
    **dict.fromkeys(("p", "block", "heading"), WORDS),
    **dict.fromkeys(("docTitle", "docNumber"), "((authorialNote|noteRef|placeholder) )*"),
}
"""Which elements stand in which, and in what order: of the schema of Akoma Ntoso 3.0 what is used here."""
ATTRIBUTES = {
    attribute: names.split()
    for attribute, names in {
        "name": "statement debateReport doc block container formula hcontainer inline FRBRalias FRBRdate",
        "source": "identification references",
        "value": "FRBRthis FRBRuri FRBRalias FRBRcountry FRBRnumber FRBRname FRBRformat",
        "date": "FRBRdate",
        "href": "FRBRauthor TLCOrganization noteRef tocItem",
        "showAs": "TLCOrganization",
        "eId": "TLCOrganization toc container recitals recital item section paragraph point indent hcontainer",
        "level": "tocItem",
        "language": "FRBRlanguage",
    }.items()
}
"""The attributes that the schema requires, and of which elements."""
EID = re.compile(r"[A-Za-z]+(_[\w-]+)?(__[A-Za-z]+(_[\w-]+)?)*")

Element = Any


def parse(build: Build, name: str) -> Element:
    return etree.fromstring(export(build, f"akoma-ntoso/{name}"))


def name_of(element: Element) -> str:
    return str(etree.QName(element).localname)


def check(document: Element) -> None:
    """Hold a document against the schema, and against the naming convention."""
    for element in document.iter():
        name = name_of(element)
        children = "".join(f"{name_of(child)} " for child in element)
        assert re.fullmatch(CONTENT.get(name, ""), children), (name, children)
        assert {one for one, names in ATTRIBUTES.items() if name in names} <= set(element.keys()), name
    for attribute in ("eId", "GUID"):
        values = [element.get(attribute) for element in document.iter() if element.get(attribute)]
        assert len(values) == len(set(values))
        assert not any(re.search(r"\s", value) for value in values)
    identifiers = {element.get("eId") for element in document.iter()} - {None}
    assert all(EID.fullmatch(eid) for eid in identifiers)
    for element in document.iter():
        target = element.get("href", "")
        assert not target.startswith("#") or target[1:] in identifiers
    work, expression, manifestation = (
        document.find(f".//{AKN}{level}/{AKN}FRBRuri").get("value")
        for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation")
    )
    assert work.startswith("/akn/un/")
    assert re.fullmatch(re.escape(work) + r"/[a-z]{3}@[0-9-]*", expression)
    assert manifestation == f"{expression}.xml"


def own_words(element: Element) -> Iterator[str]:
    """Give the words of a part: without its number, its placeholders and footnotes, and what else stands in it."""
    yield element.text or ""
    for child in element:
        if name_of(child) not in ("num", "placeholder", "hcontainer") and child.get("GUID") is None:
            yield " "
            yield from own_words(child)
        yield child.tail or ""


def words(element: Element) -> str:
    return " ".join("".join(own_words(element)).split())


def part(document: Element, name: str, path: str) -> Element:
    return document.find(f".//*[@GUID='{ID}document/{name}/{path}']")
