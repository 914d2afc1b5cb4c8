"""``python -m tests.bench``: our server beside others, in one run."""

import json
import platform
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from tests.bench.engines.engine import EngineError
from tests.bench.mix import load_mix
from tests.bench.progress import Steps
from tests.bench.report import as_json, print_size, print_verdict
from tests.bench.run import SUPPORTED, Plan, run_size, steps_of
from tests.bench.special import questions
from tipgraph.dataset.build import default_directory, ensure_build
from tipgraph.record import Record

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 160


@click.command()
@click.option("--triples", multiple=True, default=(100_000, 1_000_000), show_default=True, help="Sizes, about.")
@click.option("--ten-million", is_flag=True, help="Measure ten million triples too: takes half an hour and 20 GB.")
@click.option("--seed", default=1, show_default=True, help="Another seed generates another dataset.")
@click.option("--seconds", default=6.0, show_default=True, help="How long many clients ask.")
@click.option("--patience", default=30.0, show_default=True, help="Seconds to wait for an answer.")
@click.option(
    "--budget", default=1.0, show_default=True, help="Seconds for a query, cold and warm each, with one client."
)
@click.option(
    "--without", multiple=True, type=click.Choice([kind.name for kind in SUPPORTED[1:]]), help="Leave out an engine."
)
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "build" / "bench", help="A folder."
)
def main(triples: tuple[int, ...], ten_million: bool, output: Path, **options: Any) -> None:
    r"""Measure tipgraph's server beside rdflib-endpoint and Virtuoso, on generated data.

    \b
    Example:      python -m tests.bench --triples 100000 --without Virtuoso
    Exit status:  0 measured, whatever was reached; 1 engines disagree about an answer, or one did not start.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engines are ended too
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    record = Record.find(ROOT)
    mix = load_mix()
    plan = Plan(output, **options)
    wanted = [*triples, *([10_000_000] if ten_million else [])]
    sizes = []
    try:
        with Steps(steps_of(len(wanted), mix) + 1, Console(stderr=True)) as steps:
            for size in wanted:
                sizes.append(run_size(record, size, mix, plan, steps))
            with steps.step("the record's own questions"):
                asked = list(questions(record, ensure_build(record, default_directory(record)), patience=20))
    except EngineError as error:
        raise click.ClickException(str(error)) from error
    for found in sizes:
        print_size(console, found, mix)
    for line in asked:
        console.print(line, markup=False)
    print_verdict(console, sizes)
    place = output / "report.json"
    made = {"made": datetime.now(UTC).isoformat(timespec="seconds"), "python": platform.python_version()}
    place.write_text(json.dumps({**made, **as_json(sizes, asked)}, indent=1) + "\n", encoding="utf-8")
    console.print(f"All figures: {place}", markup=False)
    if any(found.disagreements for found in sizes):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
