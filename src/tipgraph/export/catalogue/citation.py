"""How the dataset is cited: for search engines (schema.org), registries of DOIs (DataCite), and readers (CFF)."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO, Final

from tipgraph.dataset.metadata import DATASET, LICENSE
from tipgraph.export.catalogue import dataset as about
from tipgraph.export.catalogue.dataset import day_of_source, describe, distributed
from tipgraph.export.registry import Export, Form, exports
from tipgraph.export.source import Selection, Source, address
from tipgraph.namespaces import BASE

_SPDX: Final = "CC-BY-4.0"


def schema_org(source: Source) -> dict[str, Any]:
    """Describe the dataset with the vocabulary of schema.org.

    Args:
        source: The build.

    Returns:
        A ``Dataset`` as JSON-LD, each file of each export that holds data as a ``DataDownload``.
    """
    said = describe(source)
    here = source.edition.iri if source.edition else DATASET
    creator = {"@type": "Organization", "@id": about.PUBLISHER, "name": about.PUBLISHER_NAME, "url": about.ABOUT}
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": here,
        "name": said.title,
        "description": said.description,
        "url": source.edition.iri if source.edition else BASE,
        "identifier": here,
        "keywords": list(about.KEYWORDS),
        "license": said.license,
        "usageInfo": about.ABOUT,
        "creator": creator,
        "publisher": creator,
        "version": said.version,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "size": f"{said.triples} statements on {said.entities} things",
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": "The catalogue of tipgraph",
            "url": address("catalogue/dcat"),
        },
        "distribution": [
            _download(source, export, form) for export in distributed(exports(source)) for form in export.forms
        ],
    }
    if source.edition:
        found["exampleOfWork"] = {"@type": "Dataset", "@id": DATASET, "name": said.title, "url": BASE}
    if said.first:
        found["temporalCoverage"] = f"{said.first}/{said.last}"
    if said.released:
        found["dateModified"] = said.released
    return found


def _download(source: Source, export: Export, form: Form) -> dict[str, str]:
    """Describe a file of an export; its size and hash where it lies written."""
    found: dict[str, str] = {
        "@type": "DataDownload",
        "name": f"{export.title}: {form.name}",
        "encodingFormat": form.media_type,
        "contentUrl": source.address(export.name, form.suffix),
    }
    if not export.is_quoted:
        found["license"] = LICENSE
    if written := source.written.get(f"{export.name}.{form.suffix}"):
        found |= {"contentSize": f"{written.size} B", "sha256": written.sha256}
    return found


def datacite(source: Source) -> dict[str, Any]:
    """Describe the dataset by the metadata schema of DataCite, version 4, in its JSON form.

    Args:
        source: The build.

    Returns:
        The attributes that a DOI is registered with; as long as it has none, its identifier is its permanent address.
    """
    said = describe(source)
    here = source.edition.iri if source.edition else DATASET
    dates = [{"date": said.released, "dateType": "Updated"}] if said.released else []
    dates += [{"date": f"{said.first}/{said.last}", "dateType": "Coverage"}] if said.first else []
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "identifiers": [{"identifier": here, "identifierType": "URL"}],
        "creators": [{"name": about.PUBLISHER_NAME, "nameType": "Organizational"}],
        "titles": [{"title": said.title, "lang": "en"}],
        "publisher": {"name": about.PUBLISHER_NAME},
        "publicationYear": day_of_source(source)[:4],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Linked data"},
        "subjects": [{"subject": keyword, "lang": "en"} for keyword in about.KEYWORDS],
        "dates": dates,
        "language": "en",
        "alternateIdentifiers": [{"alternateIdentifier": said.identity, "alternateIdentifierType": "SHA-256"}],
        "relatedIdentifiers": list(_related(source)),
        "sizes": [f"{said.triples} statements"],
        "formats": sorted({form.media_type for one in distributed(exports(source)) for form in one.forms}),
        "version": said.version,
        "rightsList": [
            {
                "rights": "Creative Commons Attribution 4.0 International",
                "rightsUri": said.license,
                "rightsIdentifier": _SPDX,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": "en",
            },
            {"rights": about.WORDS, "lang": "en"},
        ],
        "descriptions": [{"description": said.description, "descriptionType": "Abstract", "lang": "en"}],
        "url": here,
    }


def _related(source: Source) -> Iterator[dict[str, str]]:
    """Relate a release to the dataset that it is a version of, and to the release before."""
    if source.edition:
        related = {"IsVersionOf": DATASET, "IsNewVersionOf": source.edition.previous}
        for relation, iri in related.items():
            if iri:
                yield {"relatedIdentifier": iri, "relatedIdentifierType": "URL", "relationType": relation}


def cff(source: Source) -> str:
    """Write how the dataset is cited, in the Citation File Format 1.2.0.

    Args:
        source: The build.

    Returns:
        The file, which stays as it is while the data grow: it has no counts.
    """
    said = describe(source)
    lines = [
        "cff-version: 1.2.0",
        "message: Cite the document and the paragraph; to cite the record as a whole, cite it as below.",
        "type: dataset",
        f"title: {_quoted(said.title)}",
        f"abstract: {_quoted(said.description)}",
        "authors:",
        f"  - name: {_quoted(about.PUBLISHER_NAME)}",
        f"version: {_quoted(said.version)}",
        *([f"date-released: {said.released}"] if said.released else []),
        f"license: {_SPDX}",
        f"url: {_quoted(DATASET)}",
        "identifiers:",
        "  - type: url",
        f"    value: {_quoted(DATASET)}",
        "    description: The permanent address of the dataset.",
        "keywords:",
        *(f"  - {_quoted(keyword)}" for keyword in about.KEYWORDS),
    ]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """Write words as YAML has them in double quotes, which are those of JSON."""
    return json.dumps(words, ensure_ascii=False)


def _as_json(make: Callable[[Source], dict[str, Any]], source: Source) -> str:
    return json.dumps(make(source), ensure_ascii=False, indent=2) + "\n"


def _write(source: Source, out: BinaryIO, selection: Selection, *, make: Callable[[Source], str]) -> None:
    del selection  # a record is always whole
    out.write(make(source).encode("utf-8"))


def _form(name: str, suffix: str, media_type: str, make: Callable[[Source], str]) -> Form:
    return Form(name, suffix, media_type, partial(_write, make=make))


EXPORTS: Final = (
    Export(
        "catalogue/schema-org",
        "The record for search engines",
        "A Dataset of schema.org, with every file it can be had as; for search engines that know datasets.",
        (_form("jsonld", "jsonld", "application/ld+json", partial(_as_json, schema_org)),),
        holds_data=False,
    ),
    Export(
        "catalogue/datacite",
        "The record for DOIs",
        "The metadata of DataCite 4 as JSON; for repositories that register a DOI.",
        (_form("json", "json", "application/vnd.datacite.datacite+json", partial(_as_json, datacite)),),
        holds_data=False,
    ),
    Export(
        "catalogue/citation",
        "How to cite the dataset",
        "CITATION.cff, the Citation File Format 1.2.0; for reference managers and code hosts.",
        (_form("cff", "cff", "application/yaml", cff),),
        holds_data=False,
    ),
)
