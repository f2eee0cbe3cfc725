"""Changes of fourteen accounts of the site between April and June, so that reports have something to tell."""

from __future__ import annotations

from mqa.ledger.models import Run, ServedAccount, Transition
from mqa.terms.durations import day_number
from tests.web.conftest import LAST_DAY, Site

PATHS = (("MQA",), ("MQA", "SAA"), ("MQA", "SAA", "SQA", "pipeline", "won"), ("MQA", "recycled"))


def live_through(site: Site) -> None:
    """Writes the changes down, once in a process: each account qualifies and goes one of four ways."""
    site.opened()
    if Transition.objects.filter(run__kind="replay").exists():
        return
    run = Run.objects.filter(superseded_at=None).latest("id")
    accounts = list(ServedAccount.objects.filter(run=run).order_by("rank")[20:34])
    for nth, account in enumerate(accounts):
        was, level, day = "prospect", "", day_number(LAST_DAY) - 85 + 6 * nth
        for step in PATHS[nth % len(PATHS)]:
            apart = Run.objects.create(
                definition=run.definition,
                version=run.version,
                kind="replay",
                as_of=day,
                known_at=day,
                fold_from=day,
                token=run.token,
            )
            Transition.objects.create(
                definition=run.definition,
                account_id=account.account_id,
                domain=account.domain,
                day=min(day, day_number(LAST_DAY)),
                from_stage=was,
                to_stage=step,
                from_level=level,
                to_level="Qualified",
                cause="scores",
                run=apart,
            )
            was, level, day = step, "Qualified", day + 5
