"""``tipgraph register``."""

import click

from tipgraph.cli import pass_record
from tipgraph.record import Record


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail where an IRI is missing or gone.")
@pass_record
def register(record: Record, only_check: bool) -> None:
    """Add to the register every IRI that the record publishes for the first time.

    The register is the list of every IRI ever published: nothing is taken out of it. An IRI in it that the record no
    longer describes must come back, or be deprecated with a successor.

    \b
    Example:      tipgraph register --check
    Exit status:  0 done, 1 an IRI is gone (or, with --check, missing), 2 a file that cannot be read or written.
    """  # noqa: D301 - click wants the character, not its name
    from tipgraph.validate.material import gather  # noqa: PLC0415 - heavy, and not for --help
    from tipgraph.validate.register import add_to_register, check_register  # noqa: PLC0415 - the same

    material, faults = gather(record)
    if faults:
        click.echo("\n".join(fault.text for fault in faults))
        raise SystemExit(2)
    if not only_check:
        for iri in add_to_register(record, material):
            click.echo(f"added {iri}")
    results = check_register(record, material)
    for result in results:
        click.echo(result.text)
    raise SystemExit(1 if results else 0)
