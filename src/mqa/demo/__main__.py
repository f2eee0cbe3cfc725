"""`python -m mqa.demo FOLDER`: makes a company whose truth is known."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Literal

import click

from mqa.demo.size import LAST_DAY, Size
from mqa.demo.writing import Written, write_workspace
from mqa.terms.problems import MqaError


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--accounts", default=2_000, show_default=True, help="Companies in the world.")
@click.option("--days", default=365, show_default=True, help="Days that the data covers.")
@click.option("--seed", default=7, show_default=True, help="Another seed, another world.")
@click.option("--acts", type=int, help="About how many acts; default: what such a world does by nature.")
@click.option("--end", type=click.DateTime(["%Y-%m-%d"]), default=str(LAST_DAY), show_default=True)
@click.option("--format", "file_format", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--definition", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Not Halyard's.")
def main(
    folder: Path,
    accounts: int,
    days: int,
    seed: int,
    acts: int | None,
    end: datetime,
    file_format: Literal["parquet", "csv"],
    definition: Path | None,
) -> None:
    """Write the workspace of a made-up company into FOLDER: its definition, its data, and the truth beside it."""
    began = perf_counter()
    try:
        size = Size(accounts, days, seed, acts, end.date(), file_format)
        written = write_workspace(folder, size, definition=definition, tell=lambda text: click.echo(text, err=True))
    except MqaError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    click.echo(summary(written, folder, perf_counter() - began))


def summary(written: Written, folder: Path, seconds: float) -> str:
    """What was written, file by file, and how far its acts roll up."""
    lines = [f"{count:>14,}  {path}" for path, count in sorted(written.rows.items())]
    return "\n".join(
        [
            *lines,
            f"{written.acts:>14,}  acts in all, {written.acts_per_day:.1f} of them to one activity day",
            f"Written to {folder} in {seconds:.1f} s. The truth lies in {folder / 'truth'}.",
        ]
    )


if __name__ == "__main__":
    main()
