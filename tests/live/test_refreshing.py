"""Judging again whom something concerns: lists, what follows, and what the next day goes on from."""

from __future__ import annotations

from typing import Any

import pytest

from mqa import runs
from mqa.answers import listing
from mqa.answers.account import account_page
from mqa.answers.accounts import accounts
from mqa.answers.evidence import evidence, found
from mqa.answers.reading import open_run
from mqa.carried import before
from mqa.delivery.following import follow, follow_again
from mqa.delivery.handing import hand_off
from mqa.ledger import refreshed, served
from mqa.ledger.models import RefreshedAccount, ServedAccount
from mqa.ledger.runs import REFRESHED, published
from mqa.live import refreshing
from mqa.live.refreshing import Live, Refreshed, to_refresh
from mqa.loads import load
from mqa.terms.durations import date_of
from mqa.workspaces import Opened
from tests.laws.test_runs_again import LATER, NOW, append, asking, changed, happen, made, mapped

ACCOUNTS = 8  # of the workspace
CALDERON = "calderon-example.com"
BUYERS = {
    "cfo": "Chief Financial Officer",
    "cio": "IT Manager",
    "planner": "Supply Chain Planner",
    "head": "Head of Supply Chain Planning",
}


def buy(workspace: Opened, *who: str) -> None:
    """Four people of Calderon, with the roles that matter, or some of them, ask for a demo today."""
    data, day = workspace.folder / "data", date_of(LATER)
    for name, title in BUYERS.items():
        if who and name not in who:
            continue
        append(data / "contacts.csv", f"C-{name},{name}@{CALDERON},{title},A-2,{day},false")
        append(data / "forms.csv", f"F-{name},{day}T10:00:00,demo,,{name}@{CALDERON}")
    load(workspace.folder, today=LATER)


def refresh(workspace: Opened, follow: Any = lambda _run, _accounts: None) -> Refreshed:
    (agreement,) = workspace.agreements
    run = to_refresh(agreement, LATER)
    assert run
    live = Live(workspace.warehouse, agreement, run)
    try:
        done = live.refresh(NOW, follow)
    finally:
        live.close()
    assert done
    return done


def listed(domain: str = CALDERON) -> ServedAccount:
    return ServedAccount.objects.filter(domain=domain).order_by("-run").first()  # type: ignore[return-value]


def test_an_account_is_listed_at_the_level_that_its_new_acts_give_it(workspace: Opened) -> None:
    assert listed().level == "Watch"
    buy(workspace)
    refresh(workspace)
    assert (listed().level, listed().stage) == ("Priority", "MQA")


def test_only_the_account_that_is_concerned_is_judged_again(workspace: Opened) -> None:
    buy(workspace)
    assert refresh(workspace).accounts == 1
    assert list(ServedAccount.objects.exclude(refreshed_at=None).values_list("domain", flat=True)) == [CALDERON]


def test_who_moved_is_followed_with_its_run(workspace: Opened) -> None:
    buy(workspace)
    followed: list[tuple[int, list[int]]] = []
    refresh(workspace, lambda run, accounts: followed.append((run.run_id, list(accounts))))
    assert followed == [(listed().run_id, [listed().account_id])]


def test_who_did_not_move_is_not_followed(workspace: Opened) -> None:
    happen(workspace, ("visit", f"someone@{CALDERON}", LATER, "product"))
    followed: list[Any] = []
    done = refresh(workspace, lambda *said: followed.append(said))
    assert (done.accounts, done.moved, followed) == (1, (), [])


def test_nothing_is_listed_where_following_it_fails(workspace: Opened) -> None:
    buy(workspace)

    def fail(*_: Any) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        refresh(workspace, fail)
    assert listed().level == "Watch"
    assert not RefreshedAccount.objects.exists()


def test_what_was_judged_again_is_not_judged_once_more(workspace: Opened) -> None:
    buy(workspace)
    refresh(workspace)
    assert refresh(workspace).accounts == 0


def test_the_same_engine_judges_others_the_next_time(workspace: Opened) -> None:
    (agreement,) = workspace.agreements
    run = to_refresh(agreement, LATER)
    assert run
    live = Live(workspace.warehouse, agreement, run)
    try:
        for domain in (CALDERON, "brightport-example.com", "kestrel-example.com"):
            happen(workspace, ("form", f"someone@{domain}", LATER))
            done = live.refresh(NOW, lambda _run, _accounts: None)
            assert done
            assert done.accounts == 1
            assert listed(domain).refreshed_at
    finally:
        live.close()
    assert ServedAccount.objects.filter(run=run.run_id).count() == ACCOUNTS


def test_an_account_that_was_merged_into_another_leaves_the_list(workspace: Opened) -> None:
    happen(workspace, ("say", "merge", CALDERON, "brightport-example.com"))
    done = refresh(workspace)
    assert not ServedAccount.objects.filter(domain=CALDERON, run=done.run_id).exists()
    assert len(done.moved) >= 1


def test_the_next_day_goes_on_from_what_was_found_last(workspace: Opened) -> None:
    buy(workspace)
    refresh(workspace)
    number = listed().account_id
    made(workspace, LATER + 1)
    assert (listed().level, listed().since) == ("Priority", LATER)
    (agreement,) = workspace.agreements
    earlier = before(agreement.definition, agreement.version, LATER + 1)
    assert earlier
    assert earlier.run.tables[REFRESHED]
    assert not RefreshedAccount.objects.filter(account_id=number).exists()  # it is stored by now


def explained(workspace: Opened, day: int) -> list[tuple[int, int, int]]:
    """Calderon's changes of level, as the account is explained of a day with a run: day, from, to."""
    (agreement,) = workspace.agreements
    folder, rules = workspace.warehouse, agreement.definition
    who = found(folder, CALDERON, day, memory_limit="500MB")
    told = evidence(
        *(folder, rules, agreement.version, who),
        as_of=day,
        run=published(rules.name, day),
        most=1,
        memory_limit="500MB",
    )
    return [(row["as_of"], row["was"], row["level"]) for row in told.tables["transitions"]]


def test_the_days_after_tell_the_level_that_was_reached_since_the_run(workspace: Opened) -> None:
    buy(workspace)
    refresh(workspace)
    on_the_day = explained(workspace, LATER)
    made(workspace, LATER + 1)
    made(workspace, LATER + 2)
    assert explained(workspace, LATER + 1) == explained(workspace, LATER + 2) == on_the_day
    assert on_the_day[0][0] == LATER


def test_the_days_after_do_not_tell_a_level_that_its_day_took_back_since_the_run(workspace: Opened) -> None:
    """Two people of Calderon who made it Priority turn out to be of another company."""
    buy(workspace, "cfo", "cio")
    made(workspace, LATER)
    by_run = explained(workspace, LATER)
    for name in ("cfo", "cio"):
        happen(workspace, ("say", "assign", f"{name}@{CALDERON}", "brightport-example.com"))
    refresh(workspace)
    made(workspace, LATER + 1)
    assert by_run[0][0] == LATER
    assert explained(workspace, LATER + 1) == by_run[1:]


def test_the_rows_that_are_kept_are_those_of_the_tables_that_go_on(workspace: Opened) -> None:
    buy(workspace)
    run_id = refresh(workspace).run_id
    kept = refreshed.kept(run_id)
    assert kept[REFRESHED] == [(listed().account_id,)]
    [standing] = kept[f"{REFRESHED}_standings"]
    assert standing[:2] == [LATER, listed().account_id]


def test_its_place_is_that_among_the_accounts_of_the_run(workspace: Opened) -> None:
    """Brightport stands at the same level with less engagement."""
    buy(workspace)
    refresh(workspace)
    assert (listed().rank, listed("brightport-example.com").rank) == (1, 1)
    assert listed().engagement > listed("brightport-example.com").engagement


def test_a_run_of_another_day_is_not_refreshed(workspace: Opened) -> None:
    (agreement,) = workspace.agreements
    assert to_refresh(agreement, LATER + 1) is None


def test_a_run_by_another_version_is_not_refreshed(workspace: Opened) -> None:
    (agreement,) = changed(workspace, 7).agreements
    assert to_refresh(agreement, LATER) is None


def test_a_run_is_not_refreshed_where_one_made_now_would_go_on_from_another(workspace: Opened) -> None:
    (agreement,) = workspace.agreements
    made(workspace, LATER - 1)
    runs.run(workspace.warehouse, agreement, LATER - 1)
    assert to_refresh(agreement, LATER) is None


def test_a_run_without_a_list_is_not_refreshed(workspace: Opened) -> None:
    (agreement,) = workspace.agreements
    run = published(agreement.definition.name)
    assert run
    ServedAccount.objects.filter(run=run.run_id).delete()
    assert to_refresh(agreement, LATER) is None
    assert not served.is_served(run.run_id)


MAP = ("/pricing,,pricing,decision", ",Anything new,pricing,decision", "*,,,awareness")


def guide(workspace: Opened) -> None:
    """Somebody of Calderon, who was never there, reads a guide that nobody read before."""
    row = f"F-new,{date_of(LATER)}T10:00:00,guide,Anything new,new@{CALDERON}"
    append(workspace.folder / "data/forms.csv", row)
    load(workspace.folder, today=LATER)


def test_a_refresh_goes_by_the_map_of_content_as_a_run_does(workspace: Opened) -> None:
    workspace = asking(workspace)
    mapped(workspace, *MAP, since=LATER - 200)
    made(workspace, LATER - 1)
    made(workspace, LATER)
    guide(workspace)
    (agreement,) = workspace.agreements
    live = Live(workspace.warehouse, agreement, to_refresh(agreement, LATER))  # type: ignore[arg-type]
    live.refresh(NOW, lambda _run, _accounts: None)
    live.close()
    refreshed_row = {key: value for key, value in vars(listed()).items() if key not in UNLIKE}
    made(workspace, LATER)
    assert refreshed_row == {key: value for key, value in vars(listed()).items() if key not in UNLIKE}


UNLIKE = {"id", "run_id", "refreshed_at", "_state", "rank"}


def test_a_run_whose_map_of_content_says_more_by_now_is_not_refreshed(workspace: Opened) -> None:
    workspace = asking(workspace)
    mapped(workspace, *MAP, since=LATER - 200)
    made(workspace, LATER - 1)
    made(workspace, LATER)
    (agreement,) = workspace.agreements
    assert to_refresh(agreement, LATER)
    mapped(workspace, "/pricing,,,awareness", since=LATER)
    assert to_refresh(agreement, LATER) is None


def test_a_run_that_no_longer_holds_is_left_alone(workspace: Opened) -> None:
    (agreement,) = workspace.agreements
    run = to_refresh(agreement, LATER)
    assert run
    live = Live(workspace.warehouse, agreement, run)
    try:
        made(workspace, LATER)
        buy(workspace)
        assert live.refresh(NOW, lambda _run, _accounts: None) is None
    finally:
        live.close()


def test_of_too_many_accounts_a_run_is_made(workspace: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "MOST", 0)
    buy(workspace)
    (agreement,) = workspace.agreements
    run = to_refresh(agreement, LATER)
    assert run
    live = Live(workspace.warehouse, agreement, run)
    try:
        assert live.refresh(NOW, lambda _run, _accounts: None) is None
    finally:
        live.close()


def test_what_was_found_last_stands_where_its_day_is_made_again(workspace: Opened) -> None:
    buy(workspace)
    refresh(workspace)
    made(workspace, LATER, again=True)  # of what the run of the day saw
    made(workspace, LATER + 1)
    assert (listed().level, listed().since) == ("Priority", LATER)


def test_the_scores_of_its_history_end_with_those_that_it_was_judged_by_last(workspace: Opened) -> None:
    (agreement,) = workspace.agreements

    def points() -> list[tuple[int, int]]:
        page = account_page(workspace, agreement, CALDERON, more="history")
        return [(row["as_of"], row["engagement"]) for row in page.points]

    made(workspace, LATER - 1)
    made(workspace, LATER)
    by_runs = points()
    buy(workspace)
    refresh(workspace)
    assert points() == [by_runs[0], (LATER, listed().engagement)]
    assert listed().engagement > by_runs[-1][1]


@pytest.mark.parametrize("only", [{}, {"level": "watch"}, {"stage": "mqa"}, {"limit": 2}])
def test_a_run_that_nobody_refreshed_is_listed_alike_by_its_tables_and_by_its_serving_copy(
    workspace: Opened, only: Any
) -> None:
    (agreement,) = workspace.agreements
    run = published(agreement.definition.name)
    assert run
    with open_run(workspace.warehouse, run, memory_limit="500MB", world=("accounts",)) as connection:
        by_tables = listing.ranked(connection, run, agreement.definition, **only)
    assert by_tables.in_all
    assert listing.as_listed(run, agreement.definition, **only) == by_tables


def test_a_day_that_is_made_again_takes_back_nothing_of_what_was_found_since(workspace: Opened) -> None:
    (agreement,) = workspace.agreements
    follow(workspace, agreement, NOW)
    buy(workspace)
    refresh(workspace, lambda run, accounts: follow_again(workspace, agreement, run, accounts, NOW))
    handed = hand_off(workspace, agreement, NOW).opened
    found = {key: value for key, value in vars(listed()).items() if key not in {"id", "run_id", "_state"}}
    made(workspace, LATER, again=True)
    followed = follow(workspace, agreement, NOW)
    assert (len(handed), followed.transitions, followed.withdrawn) == (1, 0, ())
    assert hand_off(workspace, agreement, NOW).opened == ()
    assert found == {key: value for key, value in vars(listed()).items() if key in found}


def test_counts_of_the_list_follow_a_refresh(workspace: Opened) -> None:
    at_priority = {"level": ("Priority",)}

    def found() -> tuple[int, int]:
        page = accounts(listed().run_id, filters=at_priority)
        return page.in_all, len(page.rows)

    before = found()
    buy(workspace)
    refresh(workspace)
    assert found() == (before[0] + 1, before[1] + 1)
