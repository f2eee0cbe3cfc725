"""The dashboard: a leader reads last quarter's conversion and opens the accounts behind one bar."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mqa.answers.dashboard import SECTIONS
from tests.web.lived import live_through

QUARTER = "2026-Q2"


@pytest.fixture(scope="module")
def lived(site: Any) -> None:
    live_through(site)


pytestmark = pytest.mark.usefixtures("lived")


def test_the_overview_answers_every_question(client):
    said = client("viewer").get(f"/dashboard?period={QUARTER}").content.decode()
    for question in ("How many accounts became qualified?", "What did sales say?", "How long did it take?"):
        assert question in said


def test_the_latest_quarter_is_shown_where_none_is_asked_for(client):
    told = client("viewer").get("/dashboard.json").json()
    assert told["period"]["from"] == "2026-04-01"
    assert [report["report"] for report in told["reports"]] == list(SECTIONS)


@pytest.mark.parametrize("report", SECTIONS)
def test_each_report_is_a_page_json_and_csv(client, report):
    leader = client("viewer")
    for form in ("", ".json", ".csv"):
        assert leader.get(f"/dashboard/{report}{form}?period={QUARTER}").status_code == 200


@pytest.mark.parametrize("report", SECTIONS)
def test_each_number_leads_to_a_list_of_that_length(client, report):
    leader = client("viewer")
    page = leader.get(f"/dashboard/{report}?period={QUARTER}").content.decode()
    cells = [part.split("</a>")[0] for part in page.split('<a href="/dashboard/')[1:]]
    for cell in cells:
        address, _, text = cell.partition('">')
        if "/accounts?" in address and text.isdigit():
            rows = leader.get(f"/dashboard/{address}".replace("&amp;", "&").replace("/accounts?", "/accounts.json?"))
            assert rows.json()["in_all"] == int(text), address


@pytest.mark.parametrize("asked", ["period=2026", "period=2026-Q9", "from=2026-07-01&to=x", "from=9&to=8"])
def test_what_is_no_period_is_told_on_the_page(client, asked):
    response = client("viewer").get(f"/dashboard?{asked}")
    assert response.status_code == 400
    assert "Write a month (2026-09)" in response.content.decode()
    assert client("viewer").get(f"/dashboard.json?{asked}").status_code == 400


def test_a_period_of_which_nothing_is_known_says_so(client):
    said = client("viewer").get("/dashboard?period=2020-Q1").content.decode()
    assert "There is no record yet of the first quarter of 2020" in said


def test_a_report_that_is_not_there_is_named(client):
    response = client("viewer").get("/dashboard/profit")
    assert response.status_code == 404
    assert "There is no report" in response.content.decode()


def test_a_filter_that_cannot_be_is_refused(client):
    assert client("viewer").get("/dashboard/conversion/accounts?stage=x").status_code == 400


def test_the_table_stands_without_scripts(client):
    said = client("viewer").get(f"/dashboard?period={QUARTER}").content.decode()
    assert '<caption class="hidden">How far did they come?' in said
    assert "style=" not in said


def test_before_the_first_run_it_says_how_to_make_one(empty):
    response = empty("viewer").get("/dashboard")
    assert response.status_code == 200
    assert "There is no run yet" in response.content.decode()


# In a browser ---------------------------------------------------------------------------------------------------------

MIDDLE_OF_BAR = """
    ({ report, series, at }) => {
        const place = document.querySelector(`#${report} [data-chart]`);
        const chart = echarts.getInstanceByDom(place);
        const bars = chart.getOption().series;
        const before = bars.slice(0, series).reduce((sum, one) => sum + one.data[at], 0);
        const [x, y] = chart.convertToPixel({ seriesIndex: series }, [before + bars[series].data[at] / 2, at]);
        const box = place.getBoundingClientRect();
        return { x: box.x + x, y: box.y + y, value: bars[series].data[at] };
    }
"""


def test_a_leader_reads_last_quarters_conversion_and_opens_the_accounts_behind_a_bar(page):
    leader = page("viewer")
    leader.goto("/dashboard")
    leader.get_by_label("Month or quarter").select_option(QUARTER)
    leader.wait_for_url(f"**period={QUARTER}**")
    sentence = leader.locator("#conversion .report-sentence").inner_text()
    assert "days of qualifying. Fewer than ten are too few for a share. The record begins on" in sentence
    leader.locator("#conversion [data-drawn]").scroll_into_view_if_needed()
    bar = leader.evaluate(MIDDLE_OF_BAR, {"report": "conversion", "series": 0, "at": 0})
    assert bar["value"] > 0
    leader.mouse.click(bar["x"], bar["y"])
    leader.wait_for_url("**/dashboard/conversion/accounts?**")
    asked = parse_qs(urlsplit(leader.url).query)
    assert (asked["stage"], asked["came"]) == (["SAA"], ["in time"])
    assert leader.get_by_role("heading", level=1).inner_text() == f"{bar['value']} accounts"
    assert leader.locator("tbody tr").count() == bar["value"]
    leader.get_by_role("link", name="Dashboard: How far did they come?").click()
    leader.wait_for_url("**/dashboard?**#conversion")


def test_every_chart_is_drawn_and_again_in_the_other_theme(page):
    leader = page("viewer")
    leader.goto(f"/dashboard?period={QUARTER}")
    leader.locator("[data-drawn] canvas").first.wait_for()
    assert leader.locator("[data-chart]:not([data-drawn])").count() == 0
    leader.get_by_role("button", name="Change to the dark theme").click()
    colour = leader.evaluate(
        "echarts.getInstanceByDom(document.querySelector('[data-chart]')).getOption().textStyle.color"
    )
    assert colour == "#ebecf1"


def test_brackets_lead_to_the_periods_beside(page):
    leader = page("viewer")
    leader.goto(f"/dashboard?period={QUARTER}")
    leader.keyboard.press("[")
    leader.wait_for_url("**period=2026-Q1")
    leader.keyboard.press("]")
    leader.wait_for_url(f"**period={QUARTER}")


def test_on_a_small_screen_questions_lead_down_the_page_and_numbers_are_folded(page):
    leader = page("viewer", width=360, height=780)
    leader.goto(f"/dashboard?period={QUARTER}")
    numbers = leader.locator("#volume").get_by_text("The numbers")
    assert not leader.locator("#volume table").is_visible()
    numbers.click()
    assert leader.locator("#volume table").is_visible()
    leader.get_by_role("navigation", name="Questions on this page").get_by_role("link", name="Why not?").click()
    leader.wait_for_url("**#reasons")
