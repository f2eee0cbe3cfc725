"""What a definition asks of sales that the workspace does not say."""

from __future__ import annotations

import pytest

from mqa.handoff.checking import remarks
from mqa.handoff.settings import settings
from tests.definitions import definition

ROUTES = 'All: { where: {}, to: "round robin: developers", respond_within: 24 hours }'


def said_of(workspace: str, **sections: str) -> list[str]:
    read, problems = settings(workspace, "mqa.yaml", "UTC", lists={})
    assert problems == ()
    found = remarks([definition(**sections)], read)
    return [f"{remark.what} {remark.mend}" for remark in found]


def test_a_route_to_a_known_team_an_owner_or_a_person_is_fine() -> None:
    for to in ("owner", "round robin: developers", "pair: developers", "ada@x.example"):
        route = f'All: {{ where: {{}}, to: "{to}", respond_within: 24 hours }}'
        assert said_of("sales: { teams: { developers: [ada@x.example] } }", routes=route) == []


def test_a_route_to_a_team_that_mqa_yaml_does_not_have_is_a_remark_with_the_likeliest() -> None:
    assert said_of("sales: { teams: { development: [ada@x.example] } }", routes=ROUTES) == [
        "The route “All” leads to the team “developers”, which mqa.yaml does not have. Did you mean “development”?"
    ]


def test_where_no_team_is_alike_the_remark_says_how_to_write_one() -> None:
    assert said_of("", routes=ROUTES) == [
        "The route “All” leads to the team “developers”, which mqa.yaml does not have. "
        "Write in mqa.yaml “sales: { teams: { developers: [ada@example.com] } }”."
    ]


@pytest.mark.parametrize(
    ("to", "mend"),
    [
        ("somebody", "Write owner, “pair: TEAM”, “round robin: TEAM”, or an e-mail address."),
        ("ownr", "Did you mean “owner”?"),
    ],
)
def test_a_route_that_leads_nowhere_is_a_problem(to: str, mend: str) -> None:
    read, _ = settings("", "mqa.yaml", "UTC", lists={})
    routes = f"All: {{ where: {{}}, to: {to}, respond_within: 24 hours }}"
    (found,) = remarks([definition(routes=routes)], read)
    assert (found.what, found.mend, found.weight) == (
        f"The route “All” leads to “{to}”, which is nobody.",
        mend,
        "problem",
    )


def test_an_escalation_to_a_team_that_is_not_there_is_a_remark() -> None:
    asked = {"sla": "escalate_to: sales manager"}
    [remark] = said_of("", **asked)
    assert remark.startswith("An overdue handoff is told to “sales manager”, which is no team of mqa.yaml")
    assert said_of("sales: { teams: { sales manager: [ada@x.example] } }", **asked) == []


def test_a_delivery_for_a_level_or_an_action_that_is_not_there_is_a_remark() -> None:
    channel = "deliveries: { A: { kind: file, folder: out, levels: [Wach], actions: [nurtur] } }"
    assert [one for one in said_of(channel) if "none of" in one] == [
        "“Wach” is none of the levels of a definition. Did you mean “Watch”?",
        "“nurtur” is none of the actions of a definition. Did you mean “nurture”?",
    ]


def test_a_level_whose_action_no_delivery_is_told_of_is_a_remark() -> None:
    [remark, *_] = said_of("deliveries: { A: { kind: file, folder: out, for: [escalated] } }")
    assert remark == (
        "No delivery is told of the action “nurture” of “Watch”. "
        "Add “level entered” to the “for” of a delivery in mqa.yaml."
    )
    assert said_of("deliveries: { A: { kind: file, folder: out, for: [level entered] } }") == []
