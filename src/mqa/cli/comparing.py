"""`mqa compare`: what another version of a definition changes, and who would enter and leave."""

from __future__ import annotations

import click

from mqa import workspaces
from mqa.cli import compared as shown
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json
from mqa.cli.progress import progress
from mqa.comparing import compared
from mqa.comparing.asked import carry_out
from mqa.comparing.words import document
from mqa.ledger import runs
from mqa.terms.durations import date_of
from mqa.workspaces import Opened

ELSEWHERE = 1


@click.command(name="compare")
@click.argument("was", metavar="[A]", default="")
@click.argument("now", metavar="[B]", default="")
@click.option("--against", metavar="A", default="", help="What A is compared with; “active”: what live runs use.")
@click.option("--as-of", "as_of", type=DAY, help="The day that is compared [default: that of the last run].")
@click.option("--from", "first", type=DAY, help="Compare who entered month by month, from this day on.")
@click.option("--to", "last", type=DAY, help="The last of these days.")
@click.option(
    "--most", type=click.IntRange(0, 10_000), default=20, show_default=True, help="How many accounts to show."
)
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown, for a comment on a proposed change.")
@click.option(
    "--asked",
    "number",
    type=click.IntRange(min=1),
    help="Judge what was asked for under this number on the page Definition or by the API; the server does so itself.",
)
@click.option("--exit-code", "with_code", is_flag=True, help="End with exit code 1 where anybody would enter or leave.")
@shared
def command(
    asked: Asked,
    was: str,
    now: str,
    against: str,
    as_of: int | None,
    first: int | None,
    last: int | None,
    most: int,
    number: int | None,
    *,
    as_markdown: bool,
    with_code: bool,
) -> int:
    """Say what definition B changes of A, and who would enter and leave; nothing is published.

    A and B are each active, draft (what the file says), the first digits of a version, or a file. Left out: active
    beside draft.
    """
    if number and (was or now or against or as_of or first or last):
        raise click.BadParameter("what is compared, and when, was said when it was asked for.", param_hint="--asked")
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    workspaces.open_stores(workspace)
    with progress(as_json=asked.as_json) as report:
        if number:
            found = carry_out(number, workspace, memory_limit=asked.memory, progress=report)
        else:
            both = [workspaces.agreement_named(workspace, asked.definition, word) for word in _words(was, now, against)]
            first_day, last_day = _days(workspace, both[0].definition.name, as_of, first=first, last=last)
            found = compared(
                workspace.warehouse,
                *both,
                first=first_day,
                last=last_day,
                most=most,
                memory_limit=asked.memory,
                progress=report,
            )
    if asked.as_json:
        print_json(document(found))
    elif as_markdown:
        click.echo(shown.markdown(found, most))
    else:
        shown.show(found, most)
    return ELSEWHERE if with_code and found.anybody else 0


def _words(was: str, now: str, against: str) -> tuple[str, str]:
    """What is compared with what: the word for before, and the word for after."""
    if against and now:
        raise click.BadParameter(
            "it says what one version is compared with; here are two already.", param_hint="--against"
        )
    if against:
        return against, was or "draft"
    return was or "active", now or "draft"


def _days(workspace: Opened, name: str, as_of: int | None, *, first: int | None, last: int | None) -> tuple[int, int]:
    """The first and the last day that are compared."""
    if first is None and last is None:
        run = runs.published(name) if as_of is None else None
        day = run.as_of if run else workspace.day_to_make(as_of)
        return day, day
    if as_of is not None:
        raise click.BadParameter("say either a day, or from when to when.", param_hint="--as-of")
    if first is None:
        raise click.BadParameter("say also from when: --from.", param_hint="--to")
    end = workspace.day_to_make(last)
    if end < first:
        raise click.BadParameter(f"it lies before --from {date_of(first).isoformat()}.", param_hint="--to")
    return first, end
