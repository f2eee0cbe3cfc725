"""Whatever is told of parents, and whenever: nothing is lost, no past day changes, and order does not matter."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.loads.storing import TABLES
from mqa.terms.keys import number_of
from tests.loads.desk import TODAY, Desk
from tests.loads.kin import ROWS, kin
from tests.loads.mistaken import LATER, copy_of, everything, say, undo
from tests.loads.test_laws_of_correcting import sums

COMPANIES = (("7", "acme.com"), ("8", "acme.de"), ("9", "shop.fr"), ("10", "other.com"))
POLICIES = ("each", "roll up", "both")
few = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TOLD = st.lists(
    st.tuples(st.sampled_from(COMPANIES), st.sampled_from(("", "7", "8", "9", "10")), st.integers(1, 28)),
    min_size=3,
    max_size=7,
    unique_by=lambda one: (one[0], one[2]),
)


def kept(desk: Desk, known_at: int) -> list[tuple[int, ...]]:
    """The families as they were known on a day."""
    total: Counter[tuple[int, ...]] = Counter()
    for known_on, times, *row in desk.rows("families", "known_on, times, account_id, parent_id, top_id, unit_id, rule"):
        if int(str(known_on)) <= known_at:
            total[tuple(row)] += int(str(times))  # type: ignore[arg-type]
    return [row for row, times in total.items() if times]


def meant(desk: Desk, known_at: int) -> dict[str, Counter[tuple[object, ...]]]:
    """What stands on a day, whenever and however often it was told: a row says so again on each day of its own."""
    found = sums(desk, known_at)
    for name in ("accounts", "aliases"):
        columns = [column for column in TABLES[name].columns if column not in ("known_on", "times", "rule")]
        told_on = columns.index("told_on")
        found[name] = Counter({row[:told_on] + row[told_on + 1 :] for row in found[name]})
    return found


def write(desk: Desk, name: str, rows: list[str]) -> None:
    (desk.folder / name).write_text("\n".join(["Id,Website,Name,Parent,Changed", *rows, ""]), "utf-8")


@few
@given(told=TOLD, policy=st.sampled_from(POLICIES), order=st.randoms(use_true_random=False), first=st.integers(0, 7))
def test_it_does_not_matter_what_of_parents_is_loaded_first(tmp_path, told, policy, order, first):
    rows = [f"{record},{domain},,{parent},2026-06-{day:02}" for (record, domain), parent, day in told]
    known = [f"{record},{domain},,,2026-05-01" for record, domain in COMPANIES]
    at_once, in_parts = (kin(tmp_path / uuid4().hex, policy, (*known, *rows)) for _ in range(2))
    at_once.load()
    order.shuffle(rows)
    for part in (known + rows[:first], known + rows):
        write(in_parts, "accounts.csv", part)
        in_parts.load()
    for day in (TODAY - 20, TODAY - 10, TODAY):
        assert everything(in_parts, day) == everything(at_once, day)


@few
@given(told=TOLD)
def test_a_family_has_on_every_day_the_acts_of_its_companies_and_no_others(tmp_path, told):
    rows = [f"{record},{domain},,{parent},2026-06-{day:02}" for (record, domain), parent, day in told]
    desk = kin(tmp_path / uuid4().hex, "both", tuple(rows))
    desk.load()
    keys = {number_of(f"family:{domain}"): number_of(domain) for _, domain in COMPANIES}
    for day in range(TODAY - 31, TODAY + 1, 6):
        acts = sums(desk, day)["activities"]
        family_of = {account: top for account, _, top, unit, _ in kept(desk, day) if unit}
        family_of |= {top: top for top in family_of.values()}
        of_families = Counter((keys[row[0]], row[2]) for row in acts if row[0] in keys)
        assert of_families == Counter((family_of[row[0]], row[2]) for row in acts if row[0] in family_of)


@few
@given(policy=st.sampled_from(POLICIES), parent=st.sampled_from(("7", "8", "9")))
def test_a_parent_that_is_told_and_taken_back_leaves_everything_as_it_was(tmp_path, policy, parent):
    desk = kin(tmp_path / uuid4().hex, policy)
    desk.load()
    before = [meant(desk, day) for day in (TODAY - 10, TODAY)]
    write(desk, "accounts.csv", [*ROWS, f"10,other.com,Other,{parent},2026-07-02"])
    desk.load(TODAY)
    write(desk, "accounts.csv", [*ROWS, f"10,other.com,Other,{parent},2026-07-02", "10,other.com,Other,,2026-07-03"])
    desk.load(LATER)
    assert meant(desk, TODAY - 10) == before[0]
    assert meant(desk, LATER) == before[1]


@few
@given(policy=st.sampled_from(POLICIES), whom=st.sampled_from(("acme.com", "acme.de", "shop.fr")))
def test_a_word_on_a_family_and_its_undoing_leave_everything_as_it_was(tmp_path, policy, whom):
    desk = kin(tmp_path / uuid4().hex, policy)
    desk.load()
    desk = copy_of(desk.folder, tmp_path / uuid4().hex)
    before = sums(desk, TODAY)
    number = say(desk, "split", whom, whom).said.number
    assert sums(desk, TODAY) == before
    undo(desk, number)
    assert sums(desk, LATER + 1) == before
