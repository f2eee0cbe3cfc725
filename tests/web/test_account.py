"""The page of one account: numbers that add up, every day, and what is said where there is nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mqa.answers import families, finding
from mqa.carried import Before, yesterday_of
from mqa.evidence import open_world
from mqa.judging import judge_days
from mqa.ledger import runs
from mqa.ledger.corrections import Noted
from mqa.ledger.models import RefreshedAccount, ServedAccount
from mqa.line import Accounts
from mqa.terms.corrections import Correction
from mqa.terms.durations import date_of
from mqa.terms.problems import Busy, Unavailable
from mqa.warehouse.opening import open_warehouse
from mqa.web import frame

TABS = ("conditions", "history", "intent", "product", "identity", "handoffs")


@pytest.fixture
def best(client) -> str:
    """The domain of the first account of the list."""
    client("viewer")
    return str(ServedAccount.objects.order_by("rank").first().domain)


def test_research_says_from_which_strength_a_topic_surges(client, best):
    page = client("viewer").get(f"/accounts/{best}?tab=intent").content.decode()
    assert "a topic surges from 70 of 100, within 21 days" in page


def test_it_says_where_the_account_stands_and_why(client, best):
    page = client("viewer").get(f"/accounts/{best}").content.decode()
    one = ServedAccount.objects.get(domain=best)
    assert one.level in page
    assert f"Why: engagement {one.engagement / 1e6:.1f}" in page
    assert "Committee" in page


def test_the_shares_of_a_score_add_up_to_it(client, best):
    found = client("viewer").get(f"/accounts/{best}.json").json()
    one = ServedAccount.objects.get(domain=best)
    assert sum(row["share_micro"] for row in found["rows"] if row["score"] == "engagement") == one.engagement
    assert sum(round(row["share"] * 10) for row in found["rows"] if row["score"] == "engagement") == round(
        one.engagement / 1e5
    )


def test_csv_holds_the_shares_with_names(client, best):
    rows = list(csv.DictReader(io.StringIO(client("viewer").get(f"/accounts/{best}.csv").content.decode())))
    assert {row["part"] for row in rows if row["score"] == "engagement"} == {"breadth", "depth", "recency"}


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_is_an_address(client, best, tab):
    page = client("viewer").get(f"/accounts/{best}?tab={tab}").content.decode()
    assert re.search(rf'aria-current="page">{tab.capitalize()}</a>', page)


def test_a_tab_nobody_knows_is_the_first(client, best):
    assert 'aria-current="page">Conditions</a>' in client("viewer").get(f"/accounts/{best}?tab=zzz").content.decode()


@pytest.mark.parametrize("offset", [0, 60])
def test_every_account_has_a_page(client, offset):
    viewer = client("viewer")
    for domain in ServedAccount.objects.order_by("rank").values_list("domain", flat=True)[offset : offset + 60 : 6]:
        assert viewer.get(f"/accounts/{domain}").status_code == 200, domain


def test_a_past_day_is_judged_now_and_says_so(client, best):
    page = client("viewer").get(f"/accounts/{best}?as_of=2026-06-01").content.decode()
    assert "This is 2026-06-01" in page
    assert "for this account alone" in page


def test_a_day_that_is_none_is_refused(client, best):
    response = client("viewer").get(f"/accounts/{best}?as_of=2026-02-31")
    assert response.status_code == 400
    assert "Write a day as 2026-07-31" in response.content.decode()


def test_an_account_that_is_not_there_leads_to_those_like_it(client):
    response = client("viewer").get("/accounts/nobody-at-all.example")
    assert response.status_code == 404
    assert 'href="/accounts?q=nobody-at-all.example"' in response.content.decode()
    assert client("viewer").get("/accounts/nobody-at-all.example.json").status_code == 404


def test_a_name_leads_to_the_domain(client, best):
    name = ServedAccount.objects.get(domain=best).name
    response = client("viewer").get(f"/accounts/{name}", {"tab": "history"})
    assert (response.status_code, response["Location"]) == (302, f"/accounts/{best}?tab=history")


@pytest.fixture
def nowhere(client, best, monkeypatch) -> Iterator[ServedAccount]:
    """The first account, as if no source said what its domain is."""
    del client
    served, real = ServedAccount.objects.filter(domain=best), finding.known
    one = served.first()
    served.update(domain="")
    monkeypatch.setattr(finding, "known", lambda *asked: (replace(real(*asked)[0], domain=""), ()))
    yield one
    ServedAccount.objects.filter(pk=one.pk).update(domain=best)


def test_an_account_without_a_domain_has_its_page_under_its_number(client, nowhere):
    viewer, address = client("viewer"), f"/accounts/{nowhere.account_id}"
    assert f'href="{address}"' in viewer.get("/accounts", {"q": nowhere.name}).content.decode()
    page = viewer.get(address)
    assert (page.status_code, f"<h1>{nowhere.name}</h1>" in page.content.decode()) == (200, True)


def test_a_family_is_said_with_links_to_the_others_and_stands_in_json(client, best, monkeypatch):
    branch = {"company": "acme.de", "name": "", "parent": best, "top": best, "unit": "", "rule": "parent"}
    told = [{**branch, "account_id": 1, "since": 0}]
    monkeypatch.setattr(families, "of_account", lambda *_, **__: told)
    page = client("viewer").get(f"/accounts/{best}").content.decode()
    assert f"The family of {best} is 2 companies, each scored by itself. The others:" in page
    assert '<a href="/accounts/acme.de">acme.de</a>' in page
    [kin] = client("viewer").get(f"/accounts/{best}.json").json()["family"]
    assert (kin["company"], kin["parent"], kin["since"]) == ("acme.de", best, "2000-01-01")


def test_a_run_that_is_older_than_a_day_is_said_to_be_on_an_accounts_page_too(client, best, monkeypatch):
    monkeypatch.setattr(frame, "OLD", timedelta(0))
    assert "The last run shows 2026-06-30." in client("viewer").get(f"/accounts/{best}").content.decode()


def test_a_program_may_not_ask_for_the_page_by_its_key(client, best):
    asked = client("anyone").get(f"/accounts/{best}.json", headers={"Authorization": "Bearer mqa_wrong"})
    assert (asked.status_code, asked.json()["problems"][0]["what"]) == (401, "You are not signed in.")


def test_a_warehouse_that_does_not_answer_is_said_to_not_and_the_frame_stays(client, best, monkeypatch):
    def missing(*_, **__):
        raise Unavailable("The warehouse did not answer. Try again.")

    monkeypatch.setattr("mqa.answers.ready.evidence", missing)
    answer = client("viewer").get(f"/accounts/{best}")
    assert answer.status_code == 503
    assert "The warehouse did not answer" in answer.content.decode()
    assert 'aria-label="Pages"' in answer.content.decode()


def busy(*_, **__):
    raise Busy("Other accounts are being judged just now.")


@pytest.mark.parametrize("form", ["", ".json"])
def test_who_asks_for_a_day_without_a_run_while_too_many_do_is_told_when_to_ask_again(client, best, monkeypatch, form):
    monkeypatch.setattr("mqa.answers.account._judged.answer", busy)
    asked = f"/accounts/{best}{form}?as_of=2026-05-30"
    answer = client("viewer").get(asked)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    said = answer.content.decode()
    assert "Other accounts are being judged just now." in said
    assert "Try again in 10 seconds." in said
    assert form or f'<a href="{asked}">Try again</a>' in said
    assert client("viewer").get(f"/accounts/{best}").status_code == 200


def test_a_level_that_cannot_be_looked_ahead_for_yet_says_so_in_its_place(client, best, monkeypatch):
    monkeypatch.setattr("mqa.answers.ending._folded.answer", busy)
    one = ServedAccount.objects.get(domain=best)
    answer = client("viewer").get(f"/accounts/{one.account_id}/ending")
    assert (answer.status_code, "not looked ahead for yet" in answer.content.decode()) == (200, True)


def test_a_day_without_a_run_is_judged_once_for_all_who_ask(client, best, monkeypatch):
    asked = f"/accounts/{best}?as_of=2026-05-29"
    first = client("viewer").get(asked).content.decode()
    monkeypatch.setattr("mqa.answers.account._judged_now", lambda *_, **__: pytest.fail("judged again"))
    monkeypatch.setattr("mqa.answers.account._judged._most", 0)
    assert "2026-05-29" in first
    assert client("viewer").get(f"{asked}&tab=identity").status_code == 200


def test_an_account_judged_again_since_its_run_is_known_by_its_number_and_not_searched_for(client, best, monkeypatch):
    one = ServedAccount.objects.get(domain=best)
    RefreshedAccount.objects.create(run_id=one.run_id, account_id=one.account_id, standings=[], streaks=[])
    monkeypatch.setattr(finding, "account", lambda *_, **__: pytest.fail("searched for"))
    try:
        page = client("viewer").get(f"/accounts/{best}")
    finally:
        RefreshedAccount.objects.all().delete()
    assert (page.status_code, f"<h1>{one.name}</h1>" in page.content.decode()) == (200, True)


def test_what_people_said_of_who_is_who_stands_there_with_number_author_and_note(client, best, monkeypatch):
    asked = f"/accounts/{best}?tab=identity"
    assert "Nobody corrected who it is" in client("viewer").get(asked).content.decode()
    said = Correction(41, "alias", "acme.example", best, 1, "ada@example.com", "bought in May")
    monkeypatch.setattr("mqa.ledger.corrections.noted", lambda: [Noted(said, datetime.now(UTC))])
    page = client("viewer").get(asked).content.decode()
    row = re.sub(r"<[^>]+>|\s+", " ", page[page.index(">41<") :])
    assert re.search(rf"acme\.example leads to {re.escape(best)} +ada@example\.com +bought in May", row)


def test_nobody_sees_it_without_signing_in(client, best):
    assert client("anyone").get(f"/accounts/{best}").status_code == 302


def test_it_never_shows_what_a_source_wrote_as_markup(client, best, monkeypatch):
    from mqa.answers import evidence

    real = evidence.person_names
    monkeypatch.setattr(
        "mqa.answers.account.person_names", lambda found: {key: f"<b>{name}" for key, name in real(found).items()}
    )
    assert "<b>" not in client("viewer").get(f"/accounts/{best}").content.decode()


def test_a_level_ends_on_the_day_that_a_fold_of_the_coming_days_finds(client, site):
    viewer = client("viewer")
    one = ServedAccount.objects.filter(level_rank__gt=0).order_by("rank").first()
    said = viewer.get(f"/accounts/{one.account_id}/ending").content.decode().strip()
    assert said == f"{one.level} ends on {date_of(left(site, one)).isoformat()}"


def left(site: Any, one: ServedAccount) -> int:
    """The day on which an account first leaves its level when day after day is folded and nothing more is learned."""
    workspace, only = site.opened(), Accounts(one.account_id, one.account_id)
    rules = workspace.agreements[0].definition
    run = runs.published(rules.name)
    days = [(day, run.known_at) for day in range(run.as_of + 1, run.as_of + 61)]
    with open_warehouse(workspace.warehouse, memory_limit="500MB", threads=1) as connection:
        open_world(connection, workspace.warehouse, rules, only)
        judge_days(connection, rules, days, yesterday_of(workspace.warehouse, Before(run), only))
        return connection.execute("select min(as_of) from transitions where level < was").fetchall()[0][0]


def test_without_a_level_there_is_none_to_end(client):
    one = ServedAccount.objects.filter(level_rank=0).first()
    assert client("viewer").get(f"/accounts/{one.account_id}/ending").status_code == 404


@pytest.fixture
def unqualified(client) -> ServedAccount:
    """The most engaged account that fits and does not qualify."""
    client("viewer")
    others = ServedAccount.objects.filter(state="graded").exclude(stage__in=("MQA", "PQA"))
    return others.exclude(level_rank__gt=2).order_by("-engagement").first()


def test_what_would_stands_beside_the_levels_of_an_account_that_does_not_qualify(client, monkeypatch):
    viewer = client("viewer")
    one = ServedAccount.objects.filter(level_rank__gt=0).exclude(stage__in=("MQA", "PQA")).first()
    page = f"/accounts/{one.domain}"
    assert f'hx-get="/accounts/{one.account_id}/would' in viewer.get(page).content.decode()

    monkeypatch.setattr("mqa.web.pages.account.QUALIFIED", {"account of interest", "none"})  # as if its level did
    assert "/would" not in viewer.get(page).content.decode()


def test_what_would_is_said_in_the_words_of_the_command_line(client, unqualified):
    said = client("viewer").get(f"/accounts/{unqualified.account_id}/would").content.decode()
    assert "Any one of these would be enough" in said or "Nothing that was tried is enough" in said
    assert re.search(r"\d+ changes tried: ", said)


def test_what_would_of_an_account_that_nobody_knows_is_not_found(client):
    assert client("viewer").get("/accounts/12345/would").status_code == 404


def test_where_many_wait_for_what_would_the_page_says_so_in_its_place(client, unqualified, monkeypatch):
    monkeypatch.setattr("mqa.answers.would._found.answer", busy)
    answer = client("viewer").get(f"/accounts/{unqualified.account_id}/would")
    assert (answer.status_code, "Not tried yet" in answer.content.decode()) == (200, True)
