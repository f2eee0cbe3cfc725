"""Whatever is told and told again, with days of its own: what stands on a day depends on no order of loading."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.terms.keys import person_number
from tests.loads.desk import ACME, DATED_CONTACTS, TODAY, Desk, standing
from tests.loads.mistaken import KEYS, everything

few = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COMPANIES = """
  CRM accounts:
    table: companies
    files: accounts*.csv
    columns: { id: Id, domain: Website, domains: { column: Also, split: ";" }, name: Name, known_on: Changed }
    facts: { industry: Industry, technology: { column: Tools, split: ";" } }
"""
FACTS = """
  Listing:
    table: facts
    files: facts*.csv
    columns: { domain: d, fact: { value: Listed }, value: v, observed_on: seen, known_on: on }
"""
ACTS = """
  Website:
    table: activities
    files: acts*.csv
    columns: { id: id, occurred_at: at, known_on: at, kind: kind, email: email, person: who }
"""
SOURCES = (COMPANIES, DATED_CONTACTS.replace("contacts.csv", "contacts*.csv"), ACTS, FACTS)
HEADERS = {
    "accounts": "Id,Website,Also,Name,Industry,Tools,Changed",
    "contacts": "Id,Email,Title,Account,Changed",
    "acts": "id,at,kind,email,who",
    "facts": "d,v,seen,on",
}
DAYS = st.integers(1, 6).map("2026-06-0{}".format)
OWNERS = st.sampled_from(("1,acme.com,acme.de", "1,acme.com,", "1,other.com,acme.de", "2,other.com,", "2,acme.com,"))
ADDRESSES = st.sampled_from(("ann@acme.com", "bo@acme.de", "eve@gmail.com"))
TOLD = {
    "accounts": st.builds(
        "{},{},{},{},{}".format, OWNERS, st.sampled_from("AB"), st.sampled_from("ab"), st.sampled_from("xy"), DAYS
    ),
    "contacts": st.builds(
        "c{},{},{},{},{}".format,
        st.integers(1, 2),
        ADDRESSES,
        st.sampled_from(("CFO", "CEO")),
        st.sampled_from("12"),
        DAYS,
    ),
    "acts": st.one_of(
        st.builds("{},k,{},".format, DAYS, ADDRESSES), st.builds("{},k,,c{}".format, DAYS, st.integers(1, 2))
    ),
    "facts": st.builds("acme.com,{},{},{}".format, st.sampled_from("ab"), DAYS, DAYS),
}
WORLDS = st.fixed_dictionaries({name: st.lists(row, min_size=3, max_size=7) for name, row in TOLD.items()})


def loaded(desk: Desk, rows: list[tuple[str, str]], part: str) -> None:
    """Load these rows, of each table in a file of its own."""
    for name, header in HEADERS.items():
        ours = [row for at, row in rows if at == name]
        desk.write(f"{name}-{part}.csv", "\n".join([header, *ours]) + "\n")
    desk.load()


def last_told(desk: Desk, known_at: int) -> dict[str, dict[tuple[object, ...], tuple[object, ...]]]:
    """The name, the title and the facts that were told last by a day, of whom they were told."""
    found: dict[str, dict[tuple[object, ...], tuple[object, ...]]] = {}
    for table, key, told in (
        ("accounts", "account_id, source", "told_on, name"),
        ("people", "account_id, person_id, source", "told_on, title"),
        ("facts", "account_id, fact, source", "observed_on, value"),
    ):
        width = len(key.split(", "))
        sums: dict[tuple[object, ...], int] = {}
        for known_on, times, *row in desk.rows(table, f"known_on, times, {key}, {told}"):
            if int(str(known_on)) <= known_at:
                sums[tuple(row)] = sums.get(tuple(row), 0) + int(str(times))
        standing = [row for row in sorted(sums) if sums[row] > 0 and row[-1]]  # type: ignore[type-var]
        found[table] = {row[:width]: row[width:] for row in standing}
    return found


def least_told(desk: Desk) -> int:
    """How often an act counts for one person at one account on the day on which it does so least."""
    sums: Counter[tuple[object, ...]] = Counter()
    least = 0
    for _, times, *act in sorted(desk.rows("activities", "known_on, -times, account_id, person_id, activity_id")):  # type: ignore[type-var]
        sums[tuple(act)] -= int(str(times))
        least = min(least, sums[tuple(act)])
    return least


@few
@given(world=WORLDS, order=st.randoms(use_true_random=False))
def test_it_does_not_matter_which_of_the_days_of_a_row_is_loaded_first(tmp_path, world, order):
    acts = [f"a{nth},{row}" for nth, row in enumerate(world["acts"])]
    rows = [(name, row) for name, told in (world | {"acts": acts}).items() for row in told]
    at_once, in_parts = (Desk(tmp_path / uuid4().hex) for _ in range(2))
    for desk in (at_once, in_parts):
        desk.workspace(*SOURCES, create=False)
    loaded(at_once, rows, "all")
    order.shuffle(rows)
    for nth in range(3):
        loaded(in_parts, rows[nth::3], str(nth))
    assert least_told(in_parts) == 0  # so what is sure of a day is never more than all of the day (person_signals)
    for day in (*range(TODAY - 31, TODAY - 24), TODAY):
        assert last_told(in_parts, day) == last_told(at_once, day)
        found, wanted = everything(in_parts, day), everything(at_once, day)
        compared = KEYS.keys() - {"accounts"}  # an account once made stays
        assert {name: found[name] for name in compared} == {name: wanted[name] for name in compared}


def test_a_row_that_says_what_stands_already_holds_from_its_day_whatever_comes_late(tmp_path):
    desk = Desk(tmp_path)
    desk.workspace(*SOURCES)
    told = {
        "a": ("1,acme.com,acme.de,Acme,a,x", "c1,eve@gmail.com,CFO,1", "acme.com,a"),
        "b": ("1,other.com,acme.de,Other,b,x", "c1,eve@gmail.com,CEO,2", "acme.com,b"),
    }
    loaded(desk, [("accounts", "2,third.com,,Third,c,z,2026-06-01"), ("acts", "1,2026-06-05,k,bo@acme.de,")], "first")
    for day, says in (("01", "a"), ("03", "a"), ("02", "b")):
        company, contact, fact = (f"{row},2026-06-{day}" for row in told[says])
        rows = [("accounts", company), ("contacts", contact), ("facts", f"{fact},2026-06-{day}")]
        loaded(desk, rows, day)
    last = last_told(desk, TODAY)
    assert standing(desk, "activities", "activity_id", TODAY) == {(ACME, "Website:1")}
    assert standing(desk, "people", "person_key", TODAY) == {(ACME, "bo@acme.de"), (ACME, "eve@gmail.com")}
    assert last["people"] == {(ACME, person_number("eve@gmail.com", nameless=False), "CRM contacts"): (9650, "CFO")}
    assert last["accounts"][ACME, "CRM accounts"] == (9650, "Acme")
    assert last["facts"][ACME, "industry", "CRM accounts"] == (9650, "a")
    assert last["facts"][ACME, "listed", "Listing"] == (9650, "a")
