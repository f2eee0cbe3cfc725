"""How surely a nameless visitor is at an account is kept from the day it is known, however the files come."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.terms.placing import SURE_RULES
from tests.loads.desk import ACME, COMPANIES, OTHER, Desk
from tests.loads.desk import ACTS as BY_ADDRESS
from tests.loads.test_stitching import standing_by

ACTS = """
  Website:
    table: activities
    files: acts*.csv
    columns: { id: id, occurred_at: at, known_on: at, kind: kind, visitor: v, domain: net, account: account }
"""


class Seen(NamedTuple):
    """A visit: on which day of June, of which visitor, from which network, of which account by its own words."""

    day: int
    visitor: str = "v"
    net: str = "acme.com"
    account: str = ""


def opened(folder: Path) -> Desk:
    desk = Desk(folder)
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n8,other.com,,Other\n")
    return desk


def wrote(desk: Desk, name: str, acts: list[Seen]) -> None:
    lines = [f"{''.join(map(str, one))},2026-06-{one.day:02},k,{','.join(one[1:])}\n" for one in acts]
    desk.write(name, "id,at,kind,v,net,account\n" + "".join(lines))


def placed(desk: Desk, day: int) -> set[tuple[object, ...]]:
    """Each visitor's account, and whether surely, by what was known on a day of June."""
    rows = desk.rows("people", "account_id, person_id, rule, known_on, times")
    found = [
        (account, person, rule in SURE_RULES, *rest) for account, person, rule, *rest in rows if int(str(person)) < 0
    ]
    return standing_by(found, day)


def bands(desk: Desk, day: int) -> list[tuple[object, object]]:
    """The accounts of the visitors by a day of June, and how surely they are there."""
    return sorted((account, sure) for account, _, sure in placed(desk, day))


def test_a_visitor_is_likely_of_the_company_of_their_network_and_surely_of_the_account_that_an_act_names(
    desk: Desk,
) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(2), Seen(5, account="7")])
    desk.load()
    assert [bands(desk, day) for day in (1, 2, 5)] == [[], [(ACME, False)], [(ACME, False), (ACME, True)]]


def test_a_visitor_without_a_network_is_surely_of_the_account_that_their_act_names(desk: Desk) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(2, net=""), Seen(3, net="", account="8")])
    desk.load()
    assert bands(desk, 30) == [(OTHER, True)]


def test_a_mailbox_that_many_read_is_surely_of_the_company_of_its_domain(desk: Desk) -> None:
    desk.workspace(COMPANIES, BY_ADDRESS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("acts.csv", "id,at,kind,email\na,2026-06-02,k,info@acme.com\n")
    desk.load()
    assert bands(desk, 30) == [(ACME, True)]


SEEN = st.lists(
    st.builds(
        Seen,
        st.integers(1, 6),
        st.sampled_from(("v", "w")),
        st.sampled_from(("", "acme.com", "other.com")),
        st.sampled_from(("", "", "7", "8")),
    ),
    min_size=1,
    max_size=6,
    unique=True,
)
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(acts=SEEN, at=st.integers(0, 6), turned=st.booleans())
def test_how_surely_visitors_are_there_is_the_same_whichever_file_comes_first(tmp_path, acts, at, turned):
    together = opened(tmp_path / uuid4().hex)
    wrote(together, "acts.csv", acts)
    together.load()
    apart = opened(tmp_path / uuid4().hex)
    parts = [acts[:at], acts[at:]]
    for nth, part in enumerate(reversed(parts) if turned else parts):
        wrote(apart, f"acts{nth}.csv", part)
        apart.load()
    assert [placed(apart, day) for day in range(1, 8)] == [placed(together, day) for day in range(1, 8)]
