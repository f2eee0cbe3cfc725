"""However often and in whichever order is loaded, an act counts once."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loads.desk import ACTS, COMPANIES, CONTACTS, TODAY, Desk, standing

ADDRESSES = ("ann@a-x.com", "ann@b-x.com", "bo@gmail.com", "")
CONTACT_ROW = st.tuples(st.sampled_from("12"), st.sampled_from(ADDRESSES), st.sampled_from(("", "7", "8")))
COMPANY_ROW = st.tuples(st.sampled_from("78"), st.sampled_from(("a-x.com", "b-x.com", "c-x.com")), st.booleans())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(
        st.tuples(st.lists(COMPANY_ROW, max_size=2), st.lists(CONTACT_ROW, max_size=3)), min_size=1, max_size=3
    )
)
def test_no_load_changes_how_often_an_act_counts(
    tmp_path: Path, days: list[tuple[list[tuple[str, str, bool]], list[tuple[str, str, str]]]]
) -> None:
    desk = Desk(tmp_path / uuid4().hex)
    acts = ACTS.replace("email: email", "email: email, person: who, account: account")
    desk.workspace(COMPANIES, CONTACTS, acts)
    rows = ["1,ann@a-x.com,,", "2,,1,", "3,,2,", "4,bo@gmail.com,,7", "5,ann@b-x.com,,", "6,,,8"]
    desk.write("acts.csv", "\n".join(["id,email,who,account,at,kind", *(f"{row},2026-07-01,k" for row in rows)]) + "\n")
    for after, (companies, contacts) in enumerate(days):
        lines = [f"{i},{own},{'b-x.com' if more else ''},N{after}" for i, own, more in companies]
        desk.write("accounts.csv", "\n".join(["Id,Website,Also,Name", *lines]) + "\n")
        lines = [f"{i},{address},CFO,{account}," for i, address, account in contacts if i or address]
        desk.write("contacts.csv", "\n".join(["Id,Email,Title,Account,Bot", *lines]) + "\n")
        desk.load(TODAY + after)
        for known_at in range(9678, TODAY + after + 1):
            standing_acts = standing(desk, "activities", "activity_id", known_at)
            assert len(standing_acts) == len(rows) == len({act for _, act in standing_acts})
    assert sum(int(str(times)) for (times,) in desk.rows("activities", "times")) == len(rows)
