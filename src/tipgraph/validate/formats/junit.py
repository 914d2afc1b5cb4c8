"""A report as JUnit XML, as CI servers read it: a suite for each layer, a case for each finding."""

from collections import defaultdict

from lxml import etree

from tipgraph.validate.report import Report, Result, Severity


def write(report: Report) -> str:
    """Write a report as JUnit XML; a layer that found nothing grave has a case that passes."""
    by_layer: dict[str, list[Result]] = defaultdict(list)
    for result in report.results:
        by_layer[result.layer or "tipgraph"].append(result)
    root = etree.Element("testsuites", name="tipgraph validate")
    for name in dict.fromkeys([*report.layers, *by_layer]):
        _suite(root, name, by_layer[name])
    for reason in report.skipped:
        suite = etree.SubElement(root, "testsuite", name="not checked", tests="1", failures="0", skipped="1")
        case = etree.SubElement(suite, "testcase", classname="tipgraph", name=_safe(reason))
        etree.SubElement(case, "skipped", message=_safe(reason))
    total = sum(int(suite.get("tests") or 0) for suite in root)
    root.set("tests", str(total))
    root.set("failures", str(report.count(Severity.VIOLATION)))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written.decode("utf-8")


def _suite(root: etree._Element, name: str, results: list[Result]) -> None:
    grave = [result for result in results if result.severity is Severity.VIOLATION]
    tests, failures = str(max(len(grave), 1)), str(len(grave))
    suite = etree.SubElement(root, "testsuite", name=name, tests=tests, failures=failures, skipped="0")
    if not grave:
        etree.SubElement(suite, "testcase", classname=f"tipgraph.{name}", name=f"{name} conforms")
    for result in grave:
        case = etree.SubElement(
            suite, "testcase", classname=f"tipgraph.{name}", name=_safe(f"{result.shape} {result.focus}")
        )
        if result.file:
            case.set("file", _safe(result.file))
            if result.line:
                case.set("line", str(result.line))
        failure = etree.SubElement(case, "failure", message=_safe(result.message), type=result.shape)
        failure.text = _safe(result.text)
    others = [result.text for result in results if result.severity is not Severity.VIOLATION]
    if others:
        etree.SubElement(suite, "system-out").text = _safe("\n".join(others))


def _safe(text: str) -> str:
    """Write what XML cannot hold as its code: a fault may be just such a character."""
    return "".join(
        c
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
        else f"\\u{ord(c):04X}"
        for c in text
    )
