"""``tipgraph serve``."""

import logging
import sys
from collections.abc import Callable
from dataclasses import Field, fields, replace
from typing import Any

import click

from tipgraph.record import Record
from tipgraph.web.settings import FILE, Settings, flag


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Add a flag for each setting."""
    for one in reversed(fields(Settings)):
        command = _option(one)(command)
    return command


def _option(one: "Field[Any]") -> Callable[[Callable[..., None]], Callable[..., None]]:
    words = one.metadata["help"]
    if isinstance(one.default, bool):
        return click.option(f"{flag(one.name)}/{flag('no_' + one.name)}", one.name, default=None, help=f"{words}.")
    kinds = {int: "NUMBER", float: "SECONDS", str: "TEXT"}
    default = f" [default: {one.default}]" if one.default not in (None, "") else ""
    return click.option(
        flag(one.name), one.name, metavar=kinds.get(type(one.default), "DIR"), help=f"{words}{default}."
    )


@click.command()
@click.option("--config", metavar="FILE", help=f"a file of settings, in TOML [default: {FILE}].")
@_options
@click.pass_context
def serve(ctx: click.Context, /, **flags: object) -> None:
    r"""Answer SPARQL queries at /sparql and show the record on plain pages.

    A build that is missing, not whole, or older than the record's files is made first. When another build takes its
    place, it is served from then on, and no request is dropped. Every flag can be set in the environment too
    (TIPGRAPH_TIMEOUT=20), or in a file (timeout = 20); docs/serving.md has them all.

    \b
    Signals:      TERM and INT stop when the requests under way are answered; HUP looks for a new build.
    Example:      tipgraph serve --port 8080
    Exit status:  0 stopped, 2 a setting is wrong, the port is in use, or the record cannot be built.
    """
    from tipgraph.web.serve import bind, shown  # noqa: PLC0415 - not for --help
    from tipgraph.web.supervisor import Supervisor  # noqa: PLC0415

    flags["record"] = flags["record"] or ctx.find_root().params.get("folder")
    settings = Settings.load(flags)
    record = Record.find(settings.record)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    with bind(settings.host, settings.port) as taken:
        taken.listen(1024)
        where = shown(taken)
        settings = replace(settings, record=record.root.resolve())
        Supervisor(settings, taken, lambda: _say(f"Serving {record.root} at {where}")).run()


def _say(words: str) -> None:
    """Say that the server is ready, and what its pages lack."""
    from tipgraph.web import ui  # noqa: PLC0415 - as above

    click.echo(words)
    if not ui.version():
        click.echo(f"Note: {ui.PLAIN}", err=True)
