"""Whatever is told of companies, people and acts in several countries: the order of loading does not matter."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loads.abroad import ACCOUNTS, PEOPLE, VISITS, abroad, write
from tests.loads.desk import TODAY, Desk
from tests.loads.mistaken import everything

few = settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COMPANIES = (
    "1,sie.com,,Sie,",
    "2,sie.com,,Sie,DE",
    "3,sie.com,,Sie,France",
    "4,acme.com,bought.com,Acme,",
    "5,acme.com,,Acme,DE",
    "6,acme.com,bought.com,Acme,FR",
    "7,bought.com,,Bought,",
    "8,bought.com,,Bought,DE",
    "9,zeta.com,sie.com,Zeta,",
)
DAYS = st.integers(1, 28).map("2026-06-{:02}".format)
DOMAINS = st.sampled_from(("sie.com", "bought.com", "acme.com"))
CODES = st.sampled_from(("", "", "DE", "FR", "ES"))
TOLD = {
    "accounts": st.tuples(st.sampled_from(COMPANIES), DAYS).map(",".join),
    "contacts": st.builds(
        "k{},{}@{},{},{},{}".format,
        st.integers(1, 3),
        st.sampled_from("ab"),
        DOMAINS,
        st.sampled_from(("", "", "2")),
        CODES,
        DAYS,
    ),
    "acts": st.one_of(
        st.builds("{},k,{}@{},,,,{}".format, DAYS, st.sampled_from("abc"), DOMAINS, CODES),
        st.builds("{},k,,k{},,,".format, DAYS, st.integers(1, 3)),
        st.builds("{},k,,,x{},{},{}".format, DAYS, st.integers(1, 2), DOMAINS, CODES),
    ),
}
HEADERS = {"accounts": ACCOUNTS, "contacts": PEOPLE, "acts": VISITS}
WORLDS = st.fixed_dictionaries({name: st.lists(row, min_size=4, max_size=8) for name, row in TOLD.items()})


def told(desk: Desk, world: dict[str, list[str]]) -> None:
    """Load these rows; acts have the ids of their places."""
    for name, rows in world.items():
        write(desk, name, *HEADERS[name], *rows)
    desk.load()


@few
@given(world=WORLDS, create=st.booleans(), order=st.randoms(use_true_random=False))
def test_it_does_not_matter_what_of_countries_is_loaded_first(tmp_path, world, create, order):
    world["acts"] = [f"a{nth},{row}" for nth, row in enumerate(world["acts"])]
    at_once, in_parts = (abroad(tmp_path / uuid4().hex, create=create) for _ in range(2))
    told(at_once, world)
    rows = [(name, row) for name, rows in world.items() for row in rows]
    order.shuffle(rows)
    for last in (len(rows) // 2, len(rows)):
        told(in_parts, {name: [row for at, row in rows[:last] if at == name] for name in world})
    compared = ("people", "activities") if create else everything(at_once, TODAY)  # an account once made stays
    for day in (TODAY - 25, TODAY - 15, TODAY - 5, TODAY):
        found, wanted = everything(in_parts, day), everything(at_once, day)
        assert {name: found[name] for name in compared} == {name: wanted[name] for name in compared}
