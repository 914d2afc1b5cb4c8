"""``python -m tests.mutate [NUMBER] [SEED]``: as ``make mutate`` does."""

import os
import sys

from rich.console import Console
from rich.progress import track

from tests.mutate.run import run, summary, told
from tipgraph.record import Record
from tipgraph.validate import check

ENOUGH = 0.95


def main() -> int:
    number, seed = (int(word) for word in (*sys.argv[1:3], *("200", "1")[len(sys.argv) - 1 :]))
    record = Record.find()
    unbroken = check(record, skip=["consistency"])
    if not unbroken.conforms:
        print(unbroken.summary)
        return 1
    console = Console(stderr=True)
    steps = run(record, number, seed, os.cpu_count() or 1)
    outcomes = []
    for one in track(steps, "Mutations", number, console=console, disable=not console.is_terminal):
        print(told(one), flush=True)
        outcomes.append(one)
    print(summary(outcomes))
    return 0 if sum(bool(one.layer) for one in outcomes) >= ENOUGH * len(outcomes) else 1


if __name__ == "__main__":
    raise SystemExit(main())
