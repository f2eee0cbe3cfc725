"""Accounts that are parted by country, on the pages and for programs."""

from __future__ import annotations

from pathlib import Path

from tests.cli.workspace import DAY, done

GERMAN = "calderon-example.com:DE"


def test_an_account_in_a_country_has_its_page_its_document_and_its_rows(empty, tmp_path: Path) -> None:
    folder = tmp_path / "harrow"
    settings = folder / "mqa.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("identity:\n", "identity:\n  accounts: by country\n"), "utf-8"
    )
    done(folder, "load")
    done(folder, "run", "--as-of", DAY)
    browser = empty("viewer")
    listed = browser.get("/accounts").content.decode()
    assert 'href="/accounts/calderon-example.com%3ADE"' in listed
    page = browser.get("/accounts/calderon-example.com%3ADE").content.decode()
    assert "Calderon Freight" in page
    assert GERMAN in page
    assert browser.get(f"/api/v1/accounts/{GERMAN}").json()["account"]["domain"] == GERMAN
