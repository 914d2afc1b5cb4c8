"""Settings from flags, the environment and a file, in this order; and the one table that tells of them."""

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT
from tipgraph.commands.serve import serve
from tipgraph.errors import FileError, UsageError
from tipgraph.web.settings import Settings, flag, variable

NONE: Mapping[str, str] = {}


def table() -> list[tuple[str, ...]]:
    """The rows of the table of settings, without their marks of code."""
    text = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"^\| name \| flag \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [tuple(cell.strip().strip("`") for cell in line.strip("|").split(" | ")) for line in found.splitlines()]


def rows() -> list[tuple[str, ...]]:
    """The rows that the table should have."""
    found = []
    for one in fields(Settings):
        default = "" if one.default in (None, "") else str(one.default).lower()
        found.append((one.name, flag(one.name), variable(one.name), default, one.metadata["help"]))
    return found


def test_the_table_has_every_setting() -> None:
    wanted = "\n".join(f"| `{a}` | `{b}` | `{c}` | {f'`{d}`' if d else ''} | {e} |" for a, b, c, d, e in rows())
    assert table() == rows(), f"the table should be:\n{wanted}"


def test_every_setting_is_a_flag() -> None:
    flags = {option.opts[0]: option for option in serve.params if isinstance(option, click.Option)}
    assert set(flags) == {flag(one.name) for one in fields(Settings)} | {"--config"}
    for one in fields(Settings):
        assert one.metadata["help"] in (flags[flag(one.name)].help or "")


@pytest.mark.parametrize("one", fields(Settings), ids=lambda one: one.name)
def test_every_setting_can_be_given_in_each_way(one: object, tmp_path: Path) -> None:
    name, default = one.name, one.default  # type: ignore[attr-defined]
    shown, value = _other(name, default)
    file = tmp_path / "settings.toml"
    file.write_text(f"{name} = {shown if isinstance(value, int | float) else repr(shown)}\n", encoding="utf-8")
    expected = Settings(**{name: value})
    assert Settings.load({name: shown}, NONE) == expected
    assert Settings.load({}, {variable(name): shown}) == expected
    assert Settings.load({"config": str(file)}, NONE) == expected
    assert Settings.load({}, {"TIPGRAPH_CONFIG": str(file)}) == expected


def _other(name: str, default: object) -> tuple[str, object]:
    """A value that is not the default, as it is written and as it is read."""
    if name == "contact":
        return "record@example.org", "record@example.org"
    if name == "base":
        return "https://example.org/x/", "https://example.org/x/"
    if name == "proxy":
        return "2001:DB8::1", "2001:db8::1"
    if isinstance(default, bool):
        return ("false", False) if default else ("true", True)
    if isinstance(default, int | float):
        return str(default + 1), default + 1
    return ("/elsewhere", Path("/elsewhere")) if default is None else ("words", "words")


def test_a_flag_goes_before_a_variable_and_that_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("workers = 3\nslow = 3\nqueue = 3\n", encoding="utf-8")
    environment = {"TIPGRAPH_CONFIG": str(file), "TIPGRAPH_WORKERS": "4", "TIPGRAPH_SLOW": "4"}
    found = Settings.load({"workers": "5", "slow": None}, environment)
    assert (found.workers, found.slow, found.queue) == (5, 4, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "wrokers = 3\n",
            "sets 'wrokers', which is no setting: give one of record, build, exports, releases, as_built, host, port,",
        ),
        ("workers = 0\n", "workers in FILE is '0': give a whole number above 0, or leave it unset"),
        ("log_queries = 3\n", "log_queries in FILE is '3': give true or false, or leave it unset"),
        ("base = 'data.example.org'\n", "base in FILE is 'data.example.org': give an address such as https://"),
    ],
)
def test_what_is_wrong_in_a_file(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        Settings.load({"config": str(file)}, NONE)
    assert message in str(caught.value).replace(str(file), "FILE")


def test_a_file_that_is_not_there_or_is_not_toml(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"cannot be read \(No such file or directory\): name another file of settings"):
        Settings.load({"config": str(tmp_path / "none.toml")}, NONE)
    (tmp_path / "wrong.toml").write_text("workers: 3\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"this is not TOML \(.*line 1.*\): write lines such as: timeout = 20"):
        Settings.load({"config": str(tmp_path / "wrong.toml")}, NONE)


@pytest.mark.parametrize(
    "address",
    ["example.org", "/data", "ftp://example.org/", "https://", "https://example.org/?x", "https://example.org/#x"],
)
def test_a_public_address_that_is_none(address: str) -> None:
    with pytest.raises(UsageError, match=r"--base is '.*': give an address such as https://data\.example\.org/"):
        Settings.load({"base": address}, NONE)


@pytest.mark.parametrize("address", ["*", "localhost", "proxy.example.org", "10.0.0.0/8", "127.0.0.1:80", "1.2.3"])
def test_a_proxy_that_is_no_ip_address(address: str) -> None:
    with pytest.raises(
        UsageError, match=r"--proxy is '.*': give the IP address from which the proxy connects, such as"
    ):
        Settings.load({"proxy": address}, NONE)


@pytest.mark.parametrize(
    ("address", "prefix"),
    [("", ""), ("https://example.org", ""), ("https://example.org/", ""), ("http://example.org/a/b/", "/a/b")],
)
def test_the_path_before_all_paths(address: str, prefix: str) -> None:
    assert Settings(base=address).prefix == prefix


def test_the_documentation_names_no_flag_and_no_variable_that_is_none() -> None:
    text = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    known = {variable(one.name) for one in fields(Settings)} | {"TIPGRAPH_CONFIG"}
    assert set(re.findall(r"TIPGRAPH_[A-Z_]+", text)) <= known
    flags = {flag(one.name) for one in fields(Settings)} | {"--config", "--output"}
    commands = [line for line in text.splitlines() if "tipgraph serve" in line or "tipgraph build" in line]
    assert len(commands) > 5
    for line in commands:
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", line.partition("tipgraph ")[2])) <= flags, line
