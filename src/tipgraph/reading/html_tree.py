"""The tree of an HTML page: its characters, its elements, and which of them are the document and not the site around it."""

import re
from pathlib import Path
from typing import Any

from tipgraph.errors import FileError, TextError
from tipgraph.reading.plain import decode_marked

Element = Any  # lxml has no types of its own

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its character set; the HTML standard reads 1024 of them
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_KNOWN = re.compile(
    r"windows-125\d|cp125\d|iso-?8859-\d{1,2}|koi8-[ru]|gb2312|gbk|gb18030|big5|shift[_-]jis|euc-(?:jp|kr)|mac(?:intosh|-roman)"
)
_AS_WINDOWS = frozenset(
    {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii", "cp1252", "windows-1252"}
)
_CLOSED_ITSELF = re.compile(r"<([A-Za-z][\w:-]{0,40})((?:\s[^<>]*)?)/>")
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_LEFT_OUT = frozenset(
    {
        "script", "style", "noscript", "template", "button", "select", "iframe", "object", "svg", "math", "head", "title",
        "audio", "video", "canvas", "dialog", "del", "textarea", "map", "rp", "rt",
    }
)  # fmt: skip
_SITE_PARTS = frozenset({"nav", "aside", "menu"})
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alert"}
)
_SITE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|sidebar|skip-?(?:links?|nav|to)|toolbar|pager|pagination|"
    r"(?:social|share|sharing)-?(?:media|links?|icons?|buttons?|bar)|site-?header|footer|search-?(?:form|box|bar))(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer)\b"
)
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnotes", "doc-endnote"})
LARGEST_PAGE = 20_000_000
"""How many characters a page may have: 300 pages saved by a word processor have about 5 million, its marks included."""
_SHARE = 0.3
"""What part of a page's characters an element may hold and still be taken for a piece of the site because of its name."""
_SMALL = 300
"""So many characters may be taken for a piece of the site however short the document is."""


def decode_html(raw: bytes, path: Path) -> str:
    """Decode the bytes of a page by its byte order mark, the character set that it names, or as UTF-8.

    Args:
        raw: The bytes.
        path: What the file is called in an error.

    Returns:
        The characters, without a mark.

    Raises:
        tipgraph.errors.TextError: If they are not in the set named, or no such set is known; with line and column.
    """
    named = _CHARSET.search(raw[:_HEAD])
    charset = named[1].decode("ascii", "replace").lower() if named else "utf-8"
    if raw.startswith(_MARKS) or charset in ("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"):
        return decode_marked(raw, path)
    charset = "windows-1252" if charset in _AS_WINDOWS else charset
    way_out = "save the page as UTF-8"
    if not _KNOWN.fullmatch(charset):
        before = raw[: named.start(1)] if named else b""
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        raise TextError(path, line, column, f"the character set {charset!r} is not known", way_out)
    try:
        return raw.decode(charset)
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        reason = f"byte 0x{raw[error.start]:02X} is not {charset}, which the page names as its character set"
        raise TextError(path, line, column, reason, way_out) from None


def parse_html(text: str, path: Path) -> Element | None:
    """Parse a page; what is not well formed is mended as browsers do.

    Args:
        text: Its characters.
        path: What the file is called in an error.

    Returns:
        Its root; None where it has no element.

    Raises:
        tipgraph.errors.FileError: If it is too long, or its elements are nested too deeply for it to be read whole.
    """
    from lxml import etree  # noqa: PLC0415 - heavy, and only HTML needs it

    if len(text) > LARGEST_PAGE:
        reason = f"the page has more than {LARGEST_PAGE // 1_000_000} million characters"
        raise FileError(path, reason, "save its text as .txt, or in several files")
    if text.lstrip()[:5] == "<?xml":
        text = _CLOSED_ITSELF.sub(_open_and_close, text)
    text = _ENDS.sub("", text)  # what stands behind them belongs to the page as well
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise FileError(path, "its elements are nested too deeply", "save the page as text, .docx or PDF")
    return root


def _open_and_close(match: re.Match[str]) -> str:
    """Write an element that XML closes in its opening tag as HTML does; ``<title/>`` would swallow the page."""
    return match[0] if match[1].lower() in _VOID else f"<{match[1]}{match[2]}></{match[1]}>"


def name_of(element: Element) -> str:
    """Return the name of an element in small letters; empty for what is none."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def style_of(element: Element) -> str:
    """Return the style that an element itself gives, in small letters."""
    return str(element.get("style") or "").lower()


def main_content(root: Element) -> Element:
    """Return the element that holds the document: the only ``main`` or ``article``, or else the body."""
    body = next((element for element in root.iter() if name_of(element) == "body"), root)
    sizes = _sizes(body)
    for kind in ("main", "article"):
        found = [element for element in body.iter() if name_of(element) == kind or element.get("role") == kind]
        if len(found) == 1 and sizes[found[0]] > _SHARE * sizes[body]:
            return found[0]
    return body


def _sizes(root: Element) -> dict[Element, int]:
    """Return for an element and all below it how many characters of text each holds, white space not counted."""
    from lxml import etree  # noqa: PLC0415

    sizes: dict[Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        texts = (element.text, *(child.tail for child in element))
        if name_of(element) in _LEFT_OUT:
            texts = ()
        own = sum(len("".join(text.split())) for text in texts if text)
        sizes[element] = own + sum(sizes.get(child, 0) for child in element)
    return sizes


def leave_out(content: Element, note_targets: set[str]) -> None:
    """Take out of a document what is not its text: scripts, navigation, headers and footers of the site, what is hidden.

    Args:
        content: The element that holds the document; changed in place.
        note_targets: Identifiers that marks of notes point to: an element with one of them stays.
    """
    sizes = _sizes(content)
    most = max(_SHARE * sizes[content], _SMALL)
    for element in list(sizes):
        parent = element.getparent()
        if element is content or parent is None or _holds_note(element, note_targets):
            continue
        if _is_no_text(element) or (sizes[element] <= most and _is_site(element, content)):
            _remove(parent, element)


def _holds_note(element: Element, note_targets: set[str]) -> bool:
    return element.get("id") in note_targets or element.get("role") in _NOTE_ROLES


def _is_no_text(element: Element) -> bool:
    """Tell an element that holds no text of a page, or none that is shown."""
    hidden = element.get("hidden") is not None or bool(_HIDDEN.search(style_of(element)))
    return hidden or name_of(element) in _LEFT_OUT


def _is_site(element: Element, content: Element) -> bool:
    """Tell an element that belongs to the site and not to the document: by its name, its role or what it is called."""
    name = name_of(element)
    if name in _SITE_PARTS or element.get("role") in _ROLES:
        return True
    if name in ("header", "footer"):
        return name_of(content) == "body" and not any(
            name_of(up) in ("article", "main") for up in element.iterancestors()
        )
    if name not in ("div", "ul", "ol", "section", "table", "p"):
        return False
    return bool(_SITE.search(f"{element.get('id') or ''} {element.get('class') or ''}"))


def _remove(parent: Element, element: Element) -> None:
    """Remove an element and keep the text behind it."""
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
