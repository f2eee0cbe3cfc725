"""A visitor without a name is whoever is named beside its id, from the day on which that becomes known."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.identity.visitors import MOST_PEOPLE
from mqa.terms.keys import number_of, person_number
from tests.loads.desk import ACME, ANN, COMPANIES, DATED_CONTACTS, OTHER, Desk
from tests.loads.mistaken import LATER, say, undo

ACTS = """
  Website:
    table: activities
    files: acts*.csv
    columns: { id: id, occurred_at: at, known_on: at, kind: kind, visitor: v, email: email, person: who, domain: net }
"""
ANN_BY_NAME, BO, CY = "ann@acme.com", "bo@other.com", "cy@acme.com"
BOB = person_number(BO, nameless=False)
FIRST = 9648  # 2026-06-01
NAMELESS = person_number("visitor:Website:v@", nameless=True)
AT_OTHER = person_number("visitor:Website:v@other.com", nameless=True)


class Seen(NamedTuple):
    """An act: on which day of June it was seen, of which visitor, who it says it was, from which network."""

    day: int
    visitor: str = "v"
    email: str = ""
    who: str = ""
    net: str = ""


def wrote(desk: Desk, name: str, acts: list[Seen]) -> None:
    lines = [f"{one.day}{''.join(one[1:])},2026-06-{one.day:02},k,{','.join(one[1:])}\n" for one in acts]
    desk.write(name, "id,at,kind,v,email,who,net\n" + "".join(lines))


def opened(folder: Path, *sources: str) -> Desk:
    desk = Desk(folder)
    desk.workspace(COMPANIES, *sources, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n8,other.com,,Other\n")
    return desk


def whose(desk: Desk, day: int) -> set[tuple[object, ...]]:
    """The account and the person of each act by what was known on a day of June."""
    return standing_by(desk.rows("activities", "activity_id, account_id, person_id, known_on, times"), day)


def standing_by(rows: list[tuple[object, ...]], day: int) -> set[tuple[object, ...]]:
    """What signed rows (…, known_on, times) add up to by what was known on a day of June."""
    sums: Counter[tuple[object, ...]] = Counter()
    for *row, known_on, times in rows:
        if int(str(known_on)) < FIRST + day:
            sums[tuple(row)] += int(str(times))
    return {row for row, times in sums.items() if times}


def of_first(desk: Desk, day: int) -> tuple[object, ...]:
    """Account and person of the act without a name of 2 June, by what was known on a day of June."""
    [found] = [row[1:] for row in whose(desk, day) if str(row[0]).startswith("Website:2v")]
    return found


def test_what_a_visitor_did_is_the_persons_from_the_day_they_are_named(desk: Desk) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(2), Seen(5, email=ANN_BY_NAME)])
    desk.load()
    assert [of_first(desk, day) for day in (2, 4, 5, 30)] == [(0, NAMELESS)] * 2 + [(ACME, ANN)] * 2


def test_what_a_visitor_does_later_without_a_name_is_the_persons_at_once(desk: Desk) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(5, email=ANN_BY_NAME)])
    desk.load()
    wrote(desk, "acts2.csv", [Seen(8)])
    desk.load()
    acts = "activity_id, account_id, person_id, known_on, times"
    assert ("Website:8v", ACME, ANN, FIRST + 7, 1) in desk.rows("activities", acts)
    assert len(desk.rows("activities", acts)) == 2


def test_the_person_takes_their_visits_along_from_the_account_of_the_network(desk: Desk) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(2, net="other.com"), Seen(5, email=ANN_BY_NAME)])
    desk.load()
    assert [of_first(desk, day) for day in (4, 5)] == [(OTHER, AT_OTHER), (ACME, ANN)]


def test_of_a_device_that_was_sold_each_has_what_was_seen_in_their_time(desk: Desk) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(2), Seen(5, email=ANN_BY_NAME), Seen(7), Seen(9, email=BO), Seen(11)])
    desk.load()
    found = {str(row[0]): row[1:] for row in whose(desk, 30)}
    assert (found["Website:2v"], found["Website:7v"], found["Website:11v"]) == ((ACME, ANN), (ACME, ANN), (OTHER, BOB))


def test_a_visitor_of_several_people_on_one_day_is_nobodys(desk: Desk) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(2), Seen(5, email=ANN_BY_NAME), Seen(5, email=BO), Seen(9, email=BO), Seen(11)])
    desk.load()
    assert [of_first(desk, day) for day in (5, 30)] == [(0, NAMELESS)] * 2


def test_a_visitor_of_many_people_is_nobodys_from_the_day_on_which_they_are_too_many(desk: Desk) -> None:
    desk = opened(desk.folder)
    some = [Seen(4 + nth, email=f"p{nth}@acme.com") for nth in range(MOST_PEOPLE + 1)]
    wrote(desk, "acts.csv", [Seen(2), *some, Seen(20)])
    desk.load()
    first = person_number("p0@acme.com", nameless=False)
    kiosk = 4 + MOST_PEOPLE
    assert [of_first(desk, day) for day in (4, kiosk - 1, kiosk)] == [(ACME, first), (ACME, first), (0, NAMELESS)]
    assert ("Website:20v", 0, NAMELESS) in whose(desk, 30)


def test_ids_of_visitors_are_their_sources_own(desk: Desk) -> None:
    elsewhere = ACTS.replace("Website", "App").replace("acts*.csv", "app.csv")
    desk = opened(desk.folder, elsewhere)
    wrote(desk, "app.csv", [Seen(2)])
    wrote(desk, "acts.csv", [Seen(5, email=ANN_BY_NAME)])
    desk.load()
    assert ("App:2v", 0, person_number("visitor:App:v@", nameless=True)) in whose(desk, 30)


def test_a_visitor_named_by_a_contacts_id_is_whoever_that_turns_out_to_be(desk: Desk) -> None:
    desk = opened(desk.folder, DATED_CONTACTS)
    desk.write("contacts.csv", "Id,Email,Title,Account,Changed\nc1,,CFO,,2026-06-01\nc1,ann@acme.com,CFO,,2026-06-10\n")
    wrote(desk, "acts.csv", [Seen(2), Seen(5, who="c1")])
    desk.load()
    contact = number_of("CRM contacts:c1")
    assert [of_first(desk, day) for day in (4, 5, 10)] == [(0, NAMELESS), (0, contact), (ACME, ANN)]


def test_what_a_visitor_did_stays_where_the_person_worked_when_they_were_named(desk: Desk) -> None:
    desk = opened(desk.folder, DATED_CONTACTS)
    jobs = "c1,eve@gmail.com,CFO,7,2026-06-01\nc1,eve@gmail.com,CFO,8,2026-06-10\n"
    desk.write("contacts.csv", "Id,Email,Title,Account,Changed\n" + jobs)
    wrote(desk, "acts.csv", [Seen(2), Seen(5, email="eve@gmail.com"), Seen(12)])
    desk.load()
    eve = person_number("eve@gmail.com", nameless=False)
    assert [of_first(desk, day) for day in (5, 30)] == [(ACME, eve)] * 2
    assert ("Website:12v", OTHER, eve) in whose(desk, 30)


def test_a_row_that_is_marked_as_nobodys_teaches_nothing(desk: Desk) -> None:
    desk = opened(desk.folder)
    desk.workspace(COMPANIES, ACTS + '    nobody: { kind: ["robot"] }\n')
    rows = "1,2026-06-02,k,v,,,\n2,2026-06-05,robot,v,ann@acme.com,,\n"
    desk.write("acts.csv", "id,at,kind,v,email,who,net\n" + rows)
    desk.load()
    assert ("Website:1", 0, NAMELESS) in whose(desk, 30)


def test_a_person_may_say_that_a_visitor_is_nobody_or_somebody_else(desk: Desk) -> None:
    desk = opened(desk.folder)
    wrote(desk, "acts.csv", [Seen(2, net="other.com"), Seen(5, email=ANN_BY_NAME), Seen(8)])
    desk.load()
    before = desk.rows("activities", "*")
    one = say(desk, "visitor", "Website:v", "")
    day = LATER - FIRST + 1
    assert {row[1:] for row in whose(desk, day)} == {(OTHER, AT_OTHER), (ACME, ANN), (0, NAMELESS)}
    other = say(desk, "visitor", "Website:v", BO, LATER + 1)
    assert {row[1:] for row in whose(desk, day + 1)} == {(OTHER, BOB), (ACME, ANN)}
    undo(desk, other.said.number, LATER + 2)
    undo(desk, one.said.number, LATER + 2)
    assert {row[1:] for row in whose(desk, day + 2)} == {(ACME, ANN)}
    assert set(before) <= set(desk.rows("activities", "*"))


ACTS_SEEN = st.lists(
    st.builds(
        Seen,
        st.integers(1, 6),
        st.sampled_from(["v", "v", "w"]),
        st.sampled_from(["", "", "", ANN_BY_NAME, BO, CY, "eve@gmail.com"]),
        st.sampled_from(["", "", "c1"]),
        st.sampled_from(["", "acme.com", "www.other.com"]),
    ),
    min_size=2,
    max_size=9,
    unique=True,
)
CONTACTS_TOLD = st.sampled_from(
    (
        "",
        "c1,ann@acme.com,CFO,,2026-06-03\n",
        "c1,,CFO,8,2026-06-02\nc1,eve@gmail.com,CFO,7,2026-06-05\n",
        "c1,,CFO,,2026-06-02\nc1,bo@other.com,CFO,,2026-06-04\n",
        "c2,eve@gmail.com,CFO,7,2026-06-02\nc2,eve@gmail.com,CFO,8,2026-06-04\n",
    )
)
DAYS = (1, 2, 3, 4, 5, 6, 30, 33, 34)
few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def world(folder: Path, contacts: str) -> Desk:
    desk = opened(folder, DATED_CONTACTS)
    desk.write("contacts.csv", "Id,Email,Title,Account,Changed\n" + contacts)
    return desk


def found(desk: Desk) -> list[tuple[set[tuple[object, ...]], ...]]:
    """What stands by each of some days: acts and memberships."""
    acts = desk.rows("activities", "activity_id, account_id, person_id, known_on, times")
    people = desk.rows("people", "account_id, person_key, known_on, times")
    return [(standing_by(acts, day), standing_by(people, day)) for day in DAYS]


@few
@given(acts=ACTS_SEEN, contacts=CONTACTS_TOLD, data=st.data())
def test_the_same_stands_whichever_file_comes_first_together_or_apart(tmp_path, acts, contacts, data):
    together = world(tmp_path / uuid4().hex, contacts)
    wrote(together, "acts.csv", acts)
    together.load()
    apart = world(tmp_path / uuid4().hex, contacts)
    for nth, part in enumerate(_parts(data, acts)):
        wrote(apart, f"acts{nth}.csv", part)
        apart.load(sources=data.draw(st.sampled_from((["Website"], ["Website"], None))))
    apart.load()
    assert found(apart) == found(together)


@few
@given(acts=ACTS_SEEN, contacts=CONTACTS_TOLD, until=st.integers(1, 6))
def test_what_a_day_knew_is_not_changed_by_what_became_known_later(tmp_path, acts, contacts, until):
    desk = world(tmp_path / uuid4().hex, contacts)
    wrote(desk, "acts0.csv", [one for one in acts if one.day <= until])
    desk.load()
    before = found(desk)[:until]
    wrote(desk, "acts1.csv", [one for one in acts if one.day > until])
    desk.load()
    assert found(desk)[:until] == before


WORDS = st.lists(st.sampled_from(("", ANN_BY_NAME, BO, CY)), min_size=1, max_size=2)


@few
@given(acts=ACTS_SEEN, contacts=CONTACTS_TOLD, words=WORDS, parts=st.data())
def test_what_is_said_of_a_visitor_holds_for_what_is_loaded_before_and_after(tmp_path, acts, contacts, words, parts):
    desks = []
    for after in (acts, parts.draw(st.lists(st.sampled_from(acts), unique=True))):
        desk = world(tmp_path / uuid4().hex, contacts)
        wrote(desk, "acts0.csv", after)
        desk.load()
        for word in words:
            say(desk, "visitor", "Website:v", word, LATER)
        wrote(desk, "acts1.csv", acts)
        desk.load()
        desks.append(desk)
    assert found(desks[0]) == found(desks[1])


@few
@given(acts=ACTS_SEEN, contacts=CONTACTS_TOLD, words=WORDS)
def test_what_is_said_of_a_visitor_and_undone_leaves_everything_as_it_was(tmp_path, acts, contacts, words):
    desk = world(tmp_path / uuid4().hex, contacts)
    wrote(desk, "acts.csv", acts)
    desk.load()
    before = found(desk)
    numbers = [say(desk, "visitor", "Website:v", word, LATER).said.number for word in words]
    for number in numbers:
        undo(desk, number, LATER + 1)
    after = found(desk)
    assert after[:7] == before[:7]
    assert after[-1] == before[-1]


def _parts(data: st.DataObject, acts: list[Seen]) -> list[list[Seen]]:
    """The acts in another order, cut into files."""
    mixed = data.draw(st.permutations(acts))
    cut = data.draw(st.integers(0, len(mixed)))
    return [mixed[:cut], mixed[cut:]]
