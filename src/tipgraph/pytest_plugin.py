"""A plugin of pytest for people who keep data beside the record: files as tests, and a fixture.

``tipgraph_files`` in the configuration of pytest, or ``--tipgraph`` on its command line, names Turtle files, each of which
becomes a test. They are checked together, so that one may name what another describes.
"""

import glob
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tipgraph.validate import Report, Result

_SEVERITIES = ("violation", "warning", "info")
_FILES = pytest.StashKey[Sequence[Path]]()
_FOUND = pytest.StashKey["Report"]()


class ConformanceError(AssertionError):
    """Data do not conform; the message is the text of the report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("tipgraph", "Turtle files checked as part of the record of tipgraph")
    words = "Check the Turtle files of this path or pattern too; may be given again."
    group.addoption("--tipgraph", action="append", default=[], metavar="FILES", help=words)
    parser.addini("tipgraph_files", "Turtle files to check: paths or patterns, a line each.", "linelist", default=[])
    parser.addini("tipgraph_fail_on", f"How grave what fails is: {', '.join(_SEVERITIES)}.", default="violation")


def pytest_configure(config: pytest.Config) -> None:
    """Find the files; those of the configuration are tests of every run that is not about something else."""
    listed = _matching(config.getini("tipgraph_files"), config.rootpath)
    named = _matching(config.getoption("--tipgraph"), config.invocation_params.dir)
    config.stash[_FILES] = list(dict.fromkeys([*listed, *named]))
    grave = config.getini("tipgraph_fail_on")
    if grave not in _SEVERITIES:
        raise pytest.UsageError(f"tipgraph_fail_on: there is no severity {grave!r}: use {', '.join(_SEVERITIES)}")
    wanted = [] if config.args_source is pytest.Config.ArgsSource.ARGS else listed
    config.args += [str(path) for path in dict.fromkeys([*wanted, *named]) if str(path) not in config.args]


def _matching(patterns: Iterable[str], folder: Path) -> list[Path]:
    found = []
    for pattern in patterns:
        names = sorted(glob.glob(pattern, root_dir=folder, recursive=True))  # noqa: PTH207 - an absolute one is one too
        if not names:
            raise pytest.UsageError(f"tipgraph: no file is named by {pattern!r} in {folder}")
        found += [(folder / name).resolve() for name in names]
    return found


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "TurtleFile | None":
    """Make a test of a file that is named."""
    if file_path.resolve() in parent.config.stash[_FILES]:
        return TurtleFile.from_parent(parent, path=file_path)
    return None


class TurtleFile(pytest.File):
    """A Turtle file; it holds one test."""

    def collect(self) -> Iterable["Conforms"]:
        """Give the test."""
        yield Conforms.from_parent(self, name="conforms")


class Conforms(pytest.Item):
    """The test of a file: nothing grave was found that stands in it."""

    def runtest(self) -> None:
        """Check all files, unless another test has, and look for what concerns this one."""
        from tipgraph.validate import Report, Severity  # noqa: PLC0415 - heavy, and not for every run of pytest

        stash = self.config.stash
        files = stash[_FILES]
        if _FOUND not in stash:
            stash[_FOUND] = _check(files)
        whole = stash[_FOUND]
        own = [result for result in whole.results if _concerns(result, self.path, files)]
        report = Report.of(own, whole.triples, whole.skipped, whole.layers)
        if report.worst_is(Severity(self.config.getini("tipgraph_fail_on"))):
            raise ConformanceError(report.text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *arguments: Any, **options: Any) -> Any:
        """Show what was found and no trace: a person mends the file, not the program."""
        from tipgraph.errors import TipgraphError  # noqa: PLC0415 - see above

        if isinstance(excinfo.value, ConformanceError | TipgraphError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *arguments, **options)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Call the test by the file."""
        return self.path, None, str(_from_here(self.path))


def _concerns(result: "Result", path: Path, files: Sequence[Path]) -> bool:
    """Tell whether a result stands in a file; one that stands in none of them concerns each."""
    stands = Path(result.file or "").resolve()
    return stands == path.resolve() or stands not in files


def _check(files: Iterable[Path], **layers: Any) -> "Report":
    from tipgraph.record import Record  # noqa: PLC0415 - not for every run of pytest
    from tipgraph.validate import check  # noqa: PLC0415 - the same

    return check(Record.find(), [_from_here(file) for file in files], **layers)


def _from_here(path: Path) -> Path:
    """Write a path as a report should: from the current folder, where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@pytest.fixture(scope="session")
def tipgraph_validate() -> Callable[..., "Report"]:
    """Check Turtle files as part of the record: ``tipgraph_validate("data/more.ttl", fail_on="warning")``.

    The function takes paths, ``fail_on``, and the names of layers as ``only`` and ``skip``. It returns the report, or
    raises an AssertionError with its text.
    """

    def validate(
        *files: str | os.PathLike[str], fail_on: str = "violation", only: Iterable[str] = (), skip: Iterable[str] = ()
    ) -> "Report":
        __tracebackhide__ = True
        from tipgraph.validate import Severity  # noqa: PLC0415 - see above

        if not files:
            raise pytest.UsageError("tipgraph_validate: no file is named: the pattern that should find them finds none")
        report = _check(map(Path, files), only=only, skip=skip)
        if report.worst_is(Severity(fail_on)):
            raise ConformanceError(report.text)
        return report

    return validate
