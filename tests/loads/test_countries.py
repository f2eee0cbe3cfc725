"""Accounts that are parted by country: whose people, acts, visits and facts are, by what was known when."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.answers import meant
from mqa.answers.why import why
from mqa.terms.keys import number_of
from mqa.terms.problems import Refused
from tests.loads.abroad import (
    ACCOUNTS,
    COMPANIES,
    CONTACTS,
    FRENCH,
    GERMAN,
    PEOPLE,
    VISITS,
    WHOLE,
    abroad,
    part,
    where,
    write,
)
from tests.loads.desk import TODAY, Desk, standing
from tests.loads.mistaken import LATER, everything, say, undo

TWO = (GERMAN, FRENCH)
ANN, BO, CY, EVE = (
    f"{who},2026-06-01,k,{who}@sie.com,,,,{country}"
    for who, country in zip(("ann", "bo", "cy", "eve"), ("DE", "France", "", "es"), strict=True)
)


def acts(desk: Desk, known_at: int = TODAY) -> dict[object, object]:
    """The account of each act, by its id at the website."""
    return {
        str(act).removeprefix("Website:"): key
        for act, key in where(desk, "activities", "activity_id", known_at).items()
    }


def rules(desk: Desk) -> dict[object, object]:
    return dict(desk.rows("people", "person_key, rule"))  # type: ignore[arg-type]


def test_a_company_of_two_countries_is_two_accounts_each_with_its_own_people(tmp_path: Path) -> None:
    desk = abroad(tmp_path, TWO, acts=(ANN, BO))
    desk.load()
    assert where(desk, "accounts", "domain", TODAY) == {key: key for key in ("sie.com:DE", "sie.com:FR")}
    assert acts(desk) == {"ann": "sie.com:DE", "bo": "sie.com:FR"}
    assert where(desk, "people", "person_key", TODAY) == {"ann@sie.com": "sie.com:DE", "bo@sie.com": "sie.com:FR"}


def test_who_is_of_no_country_or_of_an_unknown_one_is_never_guessed_into_an_account(tmp_path: Path) -> None:
    desk = abroad(tmp_path, TWO, acts=(CY, EVE))
    desk.load()
    assert acts(desk) == {"cy": "nobody", "eve": "nobody"}
    assert rules(desk) == {"cy@sie.com": "no country", "eve@sie.com": "unknown country"}


def test_a_country_of_which_nothing_is_told_is_the_whole_companys(tmp_path: Path) -> None:
    desk = abroad(tmp_path, (*TWO, WHOLE), acts=(CY, EVE))
    desk.load()
    assert acts(desk) == {"cy": "sie.com", "eve": "sie.com"}
    assert rules(desk) == {"cy@sie.com": "e-mail domain", "eve@sie.com": "whole company"}


def test_where_accounts_are_created_each_country_becomes_one(tmp_path: Path) -> None:
    desk = abroad(tmp_path, (WHOLE,), acts=(ANN, CY), create=True)
    desk.load()
    assert acts(desk) == {"ann": "sie.com:DE", "cy": "sie.com"}
    assert rules(desk)["ann@sie.com"] == "created from e-mail domain"


def test_an_act_that_tells_no_country_is_of_the_one_that_the_contact_is_of(tmp_path: Path) -> None:
    people = ("k1,kim@sie.com,,de,2026-05-05",)
    visits = ("mail,2026-06-01,k,kim@sie.com,,,,", "id,2026-06-01,k,,k1,,,", "own,2026-06-01,k,kim@sie.com,,,,FR")
    desk = abroad(tmp_path, TWO, people, visits)
    desk.load()
    assert acts(desk) == {"mail": "sie.com:DE", "id": "sie.com:DE", "own": "sie.com:FR"}


def test_a_contact_who_moves_to_another_country_does_from_then_on_what_they_do_there(tmp_path: Path) -> None:
    people = ("k1,kim@sie.com,,DE,2026-05-05", "k1,kim@sie.com,,FR,2026-06-10")
    desk = abroad(tmp_path, TWO, people, ("old,2026-06-01,k,kim@sie.com,,,,", "new,2026-06-20,k,kim@sie.com,,,,"))
    desk.load()
    assert acts(desk, TODAY - 30) == {"old": "sie.com:DE"}
    assert acts(desk)["new"] == "sie.com:FR"
    assert where(desk, "people", "person_key", TODAY)["kim@sie.com"] == "sie.com:FR"


def test_the_account_that_a_contact_names_is_theirs_whatever_their_country(tmp_path: Path) -> None:
    desk = abroad(tmp_path, TWO, ("k1,kim@sie.com,2,FR,2026-05-05",), ("a,2026-06-01,k,kim@sie.com,,,,",))
    desk.load()
    assert acts(desk) == {"a": "sie.com:DE"}


def test_a_nameless_visit_is_of_the_country_that_it_tells(tmp_path: Path) -> None:
    visits = ("d,2026-06-01,k,,,c1,www.sie.com,DE", "f,2026-06-01,k,,,c1,sie.com,FR", "n,2026-06-01,k,,,c2,sie.com,")
    desk = abroad(tmp_path, TWO, acts=visits)
    desk.load()
    assert acts(desk) == {"d": "sie.com:DE", "f": "sie.com:FR", "n": "nobody"}


def test_a_country_that_is_told_of_later_takes_its_people_from_that_day(tmp_path: Path) -> None:
    desk = abroad(tmp_path, (WHOLE,), acts=(ANN, BO, CY))
    desk.load()
    assert set(acts(desk).values()) == {"sie.com"}
    write(desk, "accounts", *ACCOUNTS, WHOLE, FRENCH.replace("2026-05-01", "2026-06-20"))
    desk.load()
    assert acts(desk, TODAY - 13) == {"ann": "sie.com", "bo": "sie.com", "cy": "sie.com"}
    assert acts(desk) == {"ann": "sie.com", "bo": "sie.com:FR", "cy": "sie.com"}


def test_whose_country_is_told_of_later_moves_on_the_day_it_is_known(tmp_path: Path) -> None:
    desk = abroad(tmp_path, (*TWO, WHOLE), acts=(CY,))
    desk.load()
    write(desk, "contacts", *PEOPLE, "k7,cy@sie.com,,FR,2026-07-03")
    desk.load(LATER)
    assert acts(desk, LATER) == {"cy": "sie.com:FR"}


def test_a_text_that_is_no_country_is_listed_and_the_row_is_of_none(tmp_path: Path) -> None:
    desk = abroad(tmp_path, ("5,sie.com,,Sie,Atlantis,2026-05-01",), acts=("a,2026-06-01,k,ann@sie.com,,,,EMEA",))
    desk.load()
    assert acts(desk) == {"a": "sie.com"}
    assert desk.rows("rejects", "source, column_name, value, reason") == [
        ("CRM accounts", "Country", "Atlantis", "is no country that we know"),
        ("Website", "country", "EMEA", "is no country that we know"),
    ]
    assert desk.rows("facts", "value") == [("atlantis",)]


def test_facts_and_research_are_of_the_country_that_they_tell(tmp_path: Path) -> None:
    desk = abroad(tmp_path, (*TWO, WHOLE))
    write(desk, "facts", "d,c,v,on", *(f"sie.com,{c},v{c},2026-06-02" for c in ("DE", "FR", "ES", "")))
    write(desk, "research", "d,c,topic,week,strength", "sie.com,FR,dora,2026-06-08,80", "sie.com,,dora,2026-06-08,90")
    desk.load()
    facts = where(desk, "facts", "value", TODAY)
    assert (facts["vDE".lower()], facts["vfr"], facts["ves"], facts["v"]) == (
        "sie.com:DE",
        "sie.com:FR",
        "sie.com",
        "sie.com",
    )
    assert where(desk, "intent", "strength_milli", TODAY) == {80000: "sie.com:FR", 90000: "sie.com"}


BOUGHT = ("4,acme.com,bought.com,Acme,,2026-05-01", "5,acme.com,,Acme,DE,2026-05-01")


def test_a_domain_of_a_company_holds_for_all_countries_of_it(tmp_path: Path) -> None:
    visits = ("a,2026-06-01,k,ann@bought.com,,,,DE", "b,2026-06-01,k,bo@bought.com,,,,FR")
    desk = abroad(tmp_path, BOUGHT, acts=visits)
    desk.load()
    assert acts(desk) == {"a": "acme.com:DE", "b": "acme.com"}
    write(desk, "accounts", *ACCOUNTS, *BOUGHT, "6,acme.com,,Acme,France,2026-07-03")
    desk.load(LATER)
    assert acts(desk, LATER) == {"a": "acme.com:DE", "b": "acme.com:FR"}


def test_a_persons_word_on_a_domain_holds_for_the_countries_of_which_nothing_is_told(tmp_path: Path) -> None:
    told = (*BOUGHT, "8,bought.com,,Bought,FR,2026-05-01", "9,other.com,,Other,,2026-05-01")
    told = tuple(row.replace("bought.com,Acme", ",Acme") for row in told)
    visits = ("a,2026-06-01,k,ann@bought.com,,,,DE", "b,2026-06-01,k,bo@bought.com,,,,FR")
    desk = abroad(tmp_path, told, acts=visits, create=True)
    desk.load()
    assert acts(desk) == {"a": "bought.com:DE", "b": "bought.com:FR"}
    say(desk, "alias", "bought.com", "acme.com")
    assert acts(desk, LATER) == {"a": "acme.com:DE", "b": "bought.com:FR"}
    say(desk, "merge", "bought.com:FR", "acme.com:DE")
    assert acts(desk, LATER) == {"a": "acme.com:DE", "b": "acme.com:DE"}
    undo(desk, 2)
    undo(desk, 1)
    assert acts(desk, LATER + 1) == {"a": "bought.com:DE", "b": "bought.com:FR"}


def test_the_countries_of_a_company_are_its_family_where_its_own_domain_is_named_as_the_parents(tmp_path: Path) -> None:
    desk = abroad(tmp_path, TWO, acts=(ANN, BO))
    text = (desk.folder / "mqa.yaml").read_text("utf-8")
    text = text.replace("accounts: by country", "accounts: by country, families: roll up")
    (desk.folder / "mqa.yaml").write_text(text.replace("name: Name,", "name: Name, parent_domain: Website,"), "utf-8")
    desk.load()
    assert acts(desk) == {"ann": "sie.com", "bo": "sie.com"}


def test_it_does_not_matter_which_file_is_loaded_first(tmp_path: Path) -> None:
    files = {
        "acts": (*VISITS, ANN, BO, CY, EVE, "kim,2026-06-03,k,kim@sie.com,,,,", "k1,2026-06-15,k,,k1,,,"),
        "contacts": (*PEOPLE, "k1,kim@sie.com,,DE,2026-06-12", "k2,cy@sie.com,,FR,2026-05-20"),
        "accounts": (*ACCOUNTS, WHOLE.replace("05-01", "06-05"), FRENCH.replace("05-01", "06-10"), GERMAN),
    }
    at_once, in_parts = abroad(tmp_path / "at once"), abroad(tmp_path / "in parts")
    for name, rows in files.items():
        write(at_once, name, *rows)
        write(in_parts, name, *rows)
        in_parts.load()
    at_once.load()
    for day in (TODAY - 30, TODAY - 25, TODAY - 18, TODAY):
        assert everything(in_parts, day) == everything(at_once, day)


def test_whoever_was_met_by_an_act_of_another_country_first_moves_to_their_own_all_the_same(tmp_path: Path) -> None:
    visits = ("es,2026-06-01,k,kim@sie.com,,,,ES", "no,2026-06-02,k,kim@sie.com,,,,")
    desk = abroad(tmp_path, TWO, (), visits[:1])
    desk.load()
    for name, *rows in (("acts", *VISITS, *visits), ("contacts", *PEOPLE, "k1,kim@sie.com,,DE,2026-06-20")):
        write(desk, name, *rows)
        desk.load()
    members = standing(desk, "people", "person_key", TODAY - 20)
    assert members == {(0, "kim@sie.com"), (number_of("sie.com:DE"), "kim@sie.com")}


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    desk = abroad(tmp_path, (*TWO, WHOLE), ("k1,kim@sie.com,,de,2026-05-05",), (ANN, BO, CY))
    desk.load()
    before = desk.everything()
    assert all(source.files == 0 for source in desk.load().sources)
    assert desk.everything() == before


def test_by_domain_a_country_changes_nothing(tmp_path: Path) -> None:
    told = []
    for name, accounts in (("said", "by domain"), ("unsaid", "")):
        desk = abroad(tmp_path / name, TWO, ("k1,kim@sie.com,,de,2026-05-05",), (ANN, BO, CY, EVE))
        part(desk, accounts or "by domain")
        if not accounts:
            text = (desk.folder / "mqa.yaml").read_text("utf-8")
            (desk.folder / "mqa.yaml").write_text(text.replace(", accounts: by domain", ""), "utf-8")
        desk.load()
        told.append(desk.everything())
    assert told[0] == told[1]
    assert set(acts(desk).values()) == {"sie.com"}
    assert {said for (said,) in desk.rows("people", "said")} == {0}


@pytest.mark.parametrize(("first", "then"), [("by domain", "by country"), ("by country", "by domain")])
def test_what_is_loaded_is_not_parted_otherwise_afterwards(tmp_path: Path, first: str, then: str) -> None:
    desk = abroad(tmp_path, TWO)
    part(desk, first)
    desk.load()
    part(desk, then)
    [problem] = desk.refused()
    assert f"loaded with “accounts: {first}”" in problem
    with pytest.raises(Refused, match="other accounts"):
        say(desk, "never", "sie.com")
    part(desk, first)
    desk.load()


SIGN_UPS = """
  Sign-ups:
    table: people
    files: people.csv
    columns: { email: Email, company: Company, country: Country, known_on: { value: "2026-06-01" } }
"""


def test_a_stated_name_means_the_account_in_the_country_that_is_stated_beside_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.workspace(COMPANIES, SIGN_UPS)
    part(desk)
    names = [row.replace("Sie,", "Siemens Energy,") for row in TWO]
    write(desk, "accounts", *ACCOUNTS, *names)
    write(
        desk,
        "people",
        "Email,Company,Country",
        "ann@gmail.com,Siemens Energy,Deutschland",
        "bo@gmail.com,Siemens Energy,FR",
        "cy@gmail.com,Siemens Energy,",
    )
    desk.load()
    assert where(desk, "people", "person_key", TODAY) == {
        "ann@gmail.com": "sie.com:DE",
        "bo@gmail.com": "sie.com:FR",
        "cy@gmail.com": "nobody",
    }
    assert rules(desk)["cy@gmail.com"] == "ambiguous company name"


NETWORKS = """
  Networks:
    table: networks
    files: networks.csv
    columns: { network: n, domain: d, country: c }
  Visits:
    table: activities
    files: visits.csv
    columns: { id: id, occurred_at: at, known_on: at, kind: kind, address: ip }
"""


def test_a_visit_without_a_name_is_of_the_country_of_its_network(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.workspace(COMPANIES, NETWORKS)
    part(desk)
    write(desk, "accounts", *ACCOUNTS, *TWO)
    write(desk, "networks", "n,d,c", "198.51.100.0/25,sie.com,Germany", "198.51.100.128/25,sie.com,FR")
    write(desk, "visits", "id,at,kind,ip", "d,2026-06-01,k,198.51.100.7", "f,2026-06-01,k,198.51.100.200")
    desk.load()
    found = where(desk, "activities", "activity_id", TODAY)
    assert found == {"Visits:d": "sie.com:DE", "Visits:f": "sie.com:FR"}


def test_an_act_of_an_account_that_nobody_knows_is_so_also_where_the_country_of_who_acted_is_known(tmp_path: Path):
    visits = NETWORKS[NETWORKS.index("  Visits:") :].replace("address: ip", "person: who, account: account")
    desk = Desk(tmp_path)
    desk.workspace(COMPANIES, CONTACTS, visits)
    part(desk)
    write(desk, "accounts", *ACCOUNTS, *TWO)
    write(desk, "contacts", *PEOPLE, "k9,,,FR,2026-05-05")
    write(desk, "visits", "id,at,kind,who,account", "1,2026-06-01,k,k9,99", "2,2026-06-01,k,k9,")
    report = desk.load()
    assert report.sources[2].without_account == {"unknown account": 1, "no address": 1}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("ann@sie.com", "is of sie.com:DE: e-mail domain; that they are of DE, rows of Website say."),
        ("kim@sie.com", "that they are of FR, the record CRM contacts:k1 says."),
        ("cy@sie.com", "is of nobody: no country, accounts of the domain are of countries, and nothing says"),
        ("sie.com:de", "sie.com:DE (Sie) is made of 1 record, 1 domain and 1 person"),
    ],
)
def test_why_tells_which_country_and_whence(tmp_path: Path, asked: str, sentence: str) -> None:
    desk = abroad(tmp_path, TWO, ("k1,kim@sie.com,,FR,2026-05-05",), (ANN, CY))
    desk.load()
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        assert sentence in why(connection, asked).sentence


def test_a_domain_of_several_countries_is_asked_back(tmp_path: Path) -> None:
    desk = abroad(tmp_path, TWO)
    desk.load()
    with (
        meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection,
        pytest.raises(Refused, match="may be any of several accounts"),
    ):
        why(connection, "sie.com")
    assert number_of("sie.com:DE") in {number for (number,) in desk.rows("accounts", "account_id")}
