from __future__ import annotations

import pytest

from mqa.sources.checking import remarks
from mqa.sources.workspace import workspace
from tests.definition.texts import SMALL, read

CRM = "CRM: { table: companies, files: a.csv, columns: { id: id }, facts: { employees: size, industry: branch } }"
WEB = (
    'W: { table: activities, files: w.csv, columns: { occurred_at: a, visitor: v, kind: { template: "web.{page}" } } }'
)
FORMS = "Forms: { table: activities, files: f.csv, columns: { occurred_at: at, email: e, kind: { value: form.demo } } }"
PRODUCT = (
    "App: { table: activities, files: p.csv, columns: { occurred_at: at, email: e, kind: { value: product.scan } } }"
)
ANY = "Any: { table: activities, files: x.csv, columns: { occurred_at: at, email: e, kind: what } }"
TOLD = "Told: { table: facts, files: x.csv, columns: { account: a, fact: which, value: what } }"


def remarked(*sources: str, definition: str = SMALL) -> list[str]:
    text = "workspace: { name: A, time_zone: UTC, definitions: [d.yaml] }\nsources:\n" + "".join(
        f"  {source}\n" for source in sources
    )
    agreed, problems = workspace(text, "mqa.yaml")
    assert agreed is not None, problems
    return [f"{one.place.line} {one.what} | {one.mend}" for one in remarks([read(definition)], agreed)]


def test_sources_that_give_all_that_is_asked_for_leave_nothing_to_remark_on():
    assert remarked(CRM, WEB, FORMS, PRODUCT) == []


def test_a_signal_that_no_source_is_mapped_to_is_remarked_on():
    assert remarked(CRM, WEB, FORMS) == [
        "18 No source gives acts that count for “Scan”. | "
        "Map a source of activities to “product.scan”, or remove the signal."
    ]


def test_a_fact_that_no_source_is_mapped_to_is_remarked_on():
    assert remarked(CRM.replace("industry: branch", "industrie: branch"), WEB, FORMS, PRODUCT) == [
        "6 No source tells the fact “industry”. | Did you mean “industrie”?"
    ]


@pytest.mark.parametrize("sources", [(CRM, ANY), (TOLD, WEB, FORMS, PRODUCT)], ids=["kinds", "facts"])
def test_of_what_a_column_fills_in_nothing_is_said(sources):
    assert remarked(*sources) == []


def test_addresses_without_a_list_of_networks_are_remarked_on():
    web = WEB.replace("visitor: v", "visitor: v, address: ip")
    networks = "Nets: { table: networks, files: n.csv, columns: { network: n, company: owner } }"
    assert remarked(CRM, web, FORMS, PRODUCT) == [
        "4 No source tells whose the addresses of “W” are. | "
        "Add a source with “table: networks”, or leave “address” out."
    ]
    assert remarked(CRM, web, FORMS, PRODUCT, networks) == []


MAP = "Pages: { table: content, files: c.csv, columns: { path: url, topic: about, buying_stage: stage } }"
BY_CONTENT = SMALL.replace('"web.*", points: 1', '"web.*", stage: by content, points: 1')
ON_TOPICS = SMALL.replace('"web.*", points: 1', '"web.*", where: { topic: dlp }, points: 1')


def test_a_stage_by_content_that_no_source_tells_is_remarked_on():
    assert BY_CONTENT != SMALL
    assert remarked(CRM, WEB, FORMS, PRODUCT, definition=BY_CONTENT) == [
        "16 No source tells the buying stage of what counts for “Page”. | "
        "Add a source with “table: content”, or write the stage here."
    ]
    assert remarked(CRM, WEB, FORMS, PRODUCT, MAP, definition=BY_CONTENT) == []


def test_a_topic_that_neither_acts_nor_a_map_tell_is_remarked_on():
    own = WEB.replace("visitor: v", "visitor: v, topic: t")
    assert remarked(CRM, WEB, FORMS, PRODUCT, definition=ON_TOPICS) == [
        "16 No source tells a topic of content, and “Page” asks for one. | "
        "Add a source with “table: content”, or map “topic” in a source of activities."
    ]
    assert remarked(CRM, own, FORMS, PRODUCT, definition=ON_TOPICS) == []
    assert remarked(CRM, WEB, FORMS, PRODUCT, MAP, definition=ON_TOPICS) == []


def test_a_map_of_content_that_nobody_asks_is_remarked_on():
    assert remarked(CRM, WEB, FORMS, PRODUCT, MAP) == [
        "7 No definition asks what “Pages” tells of content. | "
        "Ask for a topic, write “stage: by content” at a signal, or leave the source out."
    ]
