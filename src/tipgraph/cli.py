"""The command line: a group that imports a command's module only when that command is used."""

import errno
import importlib
import sys
import traceback
from pathlib import Path
from typing import Any, Final

import click

from tipgraph import __version__
from tipgraph.errors import TipgraphError, UsageError
from tipgraph.record import Record

COMMANDS: Final[dict[str, str]] = {
    "ingest": "Turn new documents into texts, facts and points to review.",
    "review": "List and decide what is marked for review.",
    "extract": "Turn the source texts into data/extracted.",
    "validate": "Check the record: shapes, anchors, rules, consistency.",
    "build": "Load, merge and infer; write an immutable build.",
    "query": "Ask the record in SPARQL, or by the name of a question.",
    "serve": "Answer SPARQL queries and show the record over HTTP.",
    "export": "Write the dataset in the forms that others take.",
    "release": "Turn a build into a dated release that stays as it is.",
    "diff": "Tell what changed between two builds or releases.",
    "document": "Write the documentation of the ontology.",
    "register": "Compare the register of IRIs with the record.",
}
"""Every command, in the order of work, with its line in ``tipgraph --help``; ``commands/<name>.py`` holds it."""

COULD_NOT_RUN: Final = 2
"""Exit status of a wrong option, an unreadable file, and anything else that kept a command from its work."""


class LazyGroup(click.Group):
    """A group that knows its commands by name, imports them on use, and turns errors into one line for a person."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return its function of the same name."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        wanted = f"tipgraph.commands.{name}"
        try:
            module = importlib.import_module(wanted)
        except ModuleNotFoundError as error:
            if error.name != wanted:
                raise
            raise UsageError(f"this installation lacks the command '{cmd_name}': install tipgraph again") from error
        return _keep_lines(getattr(module, name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and name the nearest ones where there is none of that name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib  # noqa: PLC0415 - only for a mistyped command

            near = difflib.get_close_matches(args[0], COMMANDS, n=2, cutoff=0.5) or list(COMMANDS)
            raise UsageError(f"there is no command '{args[0]}'; did you mean {' or '.join(near)}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error becomes one line on standard error and an exit status, never a trace."""
        try:
            return super().invoke(ctx)
        except TipgraphError as error:
            if ctx.params.get("debug"):
                traceback.print_exc(file=sys.stderr)
            click.echo(f"Error: {error}", err=True)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # whoever read our output has left; click ends quietly
            _report_fault(error, trace=bool(ctx.params.get("debug")))
        return ctx.exit(COULD_NOT_RUN)


def _keep_lines(command: click.Command) -> click.Command:
    r"""Let a paragraph that begins with ``\b`` keep its lines in the help, though docstrings write it in two signs."""
    command.help = (command.help or "").replace(r"\b", "\b")
    return command


def _report_fault(error: Exception, *, trace: bool) -> None:
    """Tell of an error that nobody foresaw."""
    if trace:
        traceback.print_exception(error, file=sys.stderr)
    click.echo(
        f"Error: {type(error).__name__}: {error}\n"
        "This is a fault of tipgraph, not yours. Please report it, as CONTRIBUTING.md says, with the command you gave"
        + ("." if trace else " and what 'tipgraph --debug ...' prints for it."),
        err=True,
    )


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tipgraph")
@click.option(
    "--record",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The record to work on [default: TIPGRAPH_RECORD, else the one this program came with].",
)
@click.option("--debug", is_flag=True, help="Show where an error comes from.")
@click.pass_context
def cli(ctx: click.Context, folder: Path | None, debug: bool) -> None:
    r"""The linked-data record of the Working Group on Trafficking in Persons.

    Every fact leads back to the words that state it.

    \b
    Example:      tipgraph query --name victim-compensation
    Exit status:  0 done, 1 something does not conform, 2 could not run.
    """
    ctx.obj = Record.find(folder)


_keep_lines(cli)

pass_record = click.make_pass_decorator(Record)
"""Decorator of commands: the :class:`~tipgraph.record.Record` that ``--record`` names is their first argument."""


def main() -> None:
    """Run the command line; the entry point of the package."""
    cli(prog_name="tipgraph")


if __name__ == "__main__":
    main()
