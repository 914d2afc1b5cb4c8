"""``tipgraph serve``."""

import dataclasses
import signal
from types import FrameType

import click

from tipgraph.cli import pass_record
from tipgraph.record import Record


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Interface to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 for any free one.")
@pass_record
def serve(record: Record, host: str, port: int) -> None:
    r"""Answer SPARQL queries at /sparql and show the record on plain pages.

    A build that is missing, not whole, or older than the record's files is made first. Limits are set in the
    environment: TIPGRAPH_TIMEOUT (seconds), TIPGRAPH_MEMORY and TIPGRAPH_RESULT (megabytes), TIPGRAPH_WORKERS,
    TIPGRAPH_QUEUE, TIPGRAPH_REQUEST (kilobytes).

    \b
    Example:      tipgraph serve --port 8080
    Exit status:  0 stopped, 2 a setting is wrong, the port is in use, or the record cannot be built.
    """
    from tipgraph.web.app import create_app  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.web.serve import bind, run  # noqa: PLC0415
    from tipgraph.web.services import services  # noqa: PLC0415
    from tipgraph.web.settings import Settings  # noqa: PLC0415

    settings = dataclasses.replace(Settings.from_environment(), record=record.root)
    signal.signal(signal.SIGTERM, _stop)
    with bind(host, port) as taken:
        app = create_app(settings)
        try:
            taken.listen()
            shown, actual = taken.getsockname()[:2]
            click.echo(f"Serving {record.root} at http://{f'[{shown}]' if ':' in shown else shown}:{actual}/")
            run(app, taken)
        finally:
            services(app).pool.close()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End as if by Ctrl-C, so that the workers are ended too."""
    raise KeyboardInterrupt
