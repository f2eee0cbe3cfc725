"""Where accounts are parted by country: of which country rows and people are, and where a domain leads in each."""

from __future__ import annotations

from mqa.terms.keys import number_of
from tests.sources.steps import made
from tests.tables import Rows, table

WORDS = table("""
    name     code
    de       DE
    germany  DE
    fr       FR
""")
GERMAN, FRENCH = number_of("country\x1eDE"), number_of("country\x1eFR")
LEADS = "domain account_id claimed rule since until"


def places(told: str) -> list[tuple[object, ...]]:
    """Where domains lead in each country: domain, account, since, until."""
    return [(*row[:2], *row[4:]) for row in made("country_periods", LEADS, domain_periods=table(told))]


def test_a_country_is_the_whole_companys_until_something_is_told_of_it():
    assert places("""
        domain       account_id   claimed      rule                   since  until
        acme.com     acme.com     acme.com     domain of the company  -100   1000
        acme.com:DE  -            -            ''                     -100   20
        acme.com:DE  acme.com:DE  acme.com:DE  domain of the company  20     1000
    """) == [
        ("acme.com", "acme.com", -100, 1000),
        ("acme.com:DE", "acme.com", -100, 20),
        ("acme.com:DE", "acme.com:DE", 20, 1000),
    ]


def test_where_nothing_is_told_of_the_whole_company_a_country_is_nobodys_before():
    assert places("""
        domain       account_id   claimed      rule                   since  until
        acme.com:DE  -            -            ''                     -100   20
        acme.com:DE  acme.com:DE  acme.com:DE  domain of the company  20     1000
    """) == [("acme.com:DE", "acme.com:DE", 20, 1000), ("acme.com:DE", None, -100, 20)]


def test_a_domain_of_another_company_leads_to_its_account_in_the_country_from_the_day_that_is_known():
    assert places("""
        domain       account_id   claimed      rule                           since  until
        acme.com     acme.com     acme.com     domain of the company          -100   1000
        bought.com   acme.com     acme.com     further domain of the company  10     1000
        acme.com:FR  -            -            ''                             -100   20
        acme.com:FR  acme.com:FR  acme.com:FR  domain of the company          20     1000
    """) == [
        ("acme.com", "acme.com", -100, 1000),
        ("acme.com:FR", "acme.com", -100, 20),
        ("acme.com:FR", "acme.com:FR", 20, 1000),
        ("bought.com", "acme.com", 10, 1000),
        ("bought.com:FR", "acme.com", 10, 20),
        ("bought.com:FR", "acme.com:FR", 20, 1000),
        ("bought.com:FR", None, -100, 10),
    ]


def test_what_acts_made_of_a_country_goes_where_its_domain_goes_and_what_is_told_of_it_stays():
    assert places("""
        domain         account_id     claimed        rule                           since  until
        acme.com       acme.com       acme.com       domain of the company          -100   1000
        bought.com     acme.com       acme.com       further domain of the company  -100   1000
        bought.com:DE  bought.com:DE  bought.com:DE  domain of the company          -100   1000
        bought.com:FR  bought.com:FR  bought.com:FR  created from e-mail domain     -100   1000
    """)[2:] == [("bought.com:DE", "bought.com:DE", -100, 1000), ("bought.com:FR", "acme.com", -100, 1000)]


def test_without_countries_a_domain_leads_where_it_led():
    told = """
        domain    account_id  claimed   rule                           since  until
        acme.com  acme.com    acme.com  domain of the company          -100   1000
        acme.de   -           -         ''                             -100   7
        acme.de   acme.com    acme.com  further domain of the company  7      1000
    """
    assert places(told) == [
        ("acme.com", "acme.com", -100, 1000),
        ("acme.de", "acme.com", 7, 1000),
        ("acme.de", None, -100, 7),
    ]


def test_a_country_is_asked_for_with_its_domain_and_with_the_company_that_has_that():
    aliases = table("""
        domain         domain_id   first_account
        acme.com       acme.com    acme.com
        acme.com:DE    acme.com    acme.com:DE
        bought.com     bought.com  acme.com
        bought.com:FR  bought.com  bought.com:FR
        other.com      other.com   other.com
    """)
    leads = table("account_id  domain  leads_to")

    def beside(asked: str) -> set[object]:
        found = made(
            "asked_beside", "domain_id", aliases=aliases, leads=leads, asked_domains=table(f"domain_id\n{asked}")
        )
        return {key for (key,) in found}

    assert beside("acme.com:DE") >= {"acme.com"}
    assert beside("bought.com:FR") >= {"bought.com", "acme.com"}
    assert "other.com" not in beside("acme.com")


def test_a_row_says_its_country_by_a_number_or_beside_the_name_of_a_company():
    names = table("""
        said          country
        acme gmbh     germany
        acme         ''
        acme holding  atlantis
    """)
    asked = table("""
        said
        acme gmbh
        acme
        acme holding
    """)
    given = {"country_words": WORDS, "company_names": names, "asked_ids": asked}
    assert made("said_countries", "country", **given) == [("DE",), ("DE",), ("FR",)]


SAID = table(f"""
    said       country
    {GERMAN}   DE
    {FRENCH}   FR
    acme gmbh  DE
""")


def test_a_person_is_of_the_country_that_their_record_states_and_was_of_the_first_one_before():
    records = table(f"""
        person_id     said       known_on  learned_on
        ann@acme.com  {FRENCH}   5         5
        ann@acme.com  crm:7      9         9
        ann@acme.com  acme gmbh  20        20
        bo@acme.com   crm:7      5         5
    """)
    found = made("person_countries", "person_id country since until", people_asked=records, said_countries=SAID)
    assert found == [("ann@acme.com", "DE", 20, 1000), ("ann@acme.com", "FR", -100, 20)]


def test_a_record_that_states_a_country_says_nothing_of_the_account():
    records = table(f"""
        person_id     said      known_on  learned_on
        ann@acme.com  crm:7     5         5
        ann@acme.com  {GERMAN}  9         9
    """)
    ids = table("""
        said   account_id  since  until
        crm:7  acme.com    -100   1000
    """)
    names = table("said  account_id  rule  since  until")
    given = {"company_periods": ids, "company_name_periods": names, "country_words": WORDS}
    found = made("stated_periods", "account_id since until", people_asked=records, **given)
    assert found == [("acme.com", 5, 1000), (None, -100, 5)]


def test_an_actor_says_its_country_where_it_says_no_account():
    actors = (
        "a@acme.com|||||||germany",
        "b@acme.com|||crm:7||||germany",
        "c@acme.com||||||acme gmbh|germany",
        "d@acme.com|||||||atlantis",
        "e@acme.com|||||nobody||germany",
    )
    rows = tuple((row, 0, 1, actor.replace("|", "\x1f")) for row, actor in enumerate(actors))
    staged = Rows(("row", "fate", "known_on", "actor"), rows)
    found = made("actors", "email said", staged=staged, duplicates=table("row\n99"), country_words=WORDS)
    assert found == [
        ("a@acme.com", GERMAN),
        ("b@acme.com", number_of("crm:7")),
        ("c@acme.com", number_of("company\x1eacme gmbh")),
        ("d@acme.com", "nobody"),
        ("e@acme.com", -1),
    ]


HOSTS = table("""
    host      domain    domain_id  rule
    acme.com  acme.com  acme.com   ''
    acme.de   acme.de   acme.de    ''
""")


def test_a_row_about_a_country_means_its_account_or_the_whole_company():
    aliases = table("""
        domain       account_id   since  until
        acme.com     acme.com     -100   1000
        acme.com:DE  acme.com:DE  -100   1000
        acme.com:FR  acme.com     -100   1000
    """)
    staged = table("""
        row  fate  account  host      company  known_on  country
        1    0     -        acme.com  -        1         germany
        2    0     -        acme.com  -        1         fr
        3    0     -        acme.com  -        1         -
        4    0     -        acme.de   -        1         germany
    """)
    given = {"company_periods": table("said  account_id  since  until"), "country_words": WORDS}
    given["company_name_periods"] = table("said  account_id  rule  since  until")
    periods = table("account_id  leads_to  since  until")
    found = made(
        "placed", "row first_account", staged=staged, hosts=HOSTS, alias_periods=aliases, all_places=periods, **given
    )
    assert found == [(1, "acme.com:DE"), (2, "acme.com"), (3, "acme.com"), (4, None)]


def test_an_account_in_a_country_stands_for_no_other_because_it_was_the_whole_companys():
    aliases = table("""
        domain         account_id     since  until
        acme.com:DE    acme.com       -100   20
        acme.com:DE    acme.com:DE    20     1000
        bought.com:DE  bought.com:DE  -100   20
        bought.com:DE  acme.com:DE    20     1000
    """)
    given = {"alias_periods": aliases, "leads": table("account_id  domain  leads_to  since  until")}
    found = made(
        "account_periods", "account_id leads_to since until", domains_asked=table("domain  first_account"), **given
    )
    assert found == [
        ("bought.com:DE", "acme.com:DE", 20, 1000),
        ("bought.com:DE", "bought.com:DE", -100, 20),
    ]


def test_a_visit_from_a_network_is_of_the_networks_country_unless_it_says_another():
    actors = ("|||||||", "|||||||fr")
    rows = tuple((row, "near", None, actor.replace("|", "\x1f")) for row, actor in enumerate(actors))
    staged = Rows(("row", "address", "company", "actor"), rows)
    owners = table("""
        network_id  network           account  company  country
        1           network:acme.com  ''       ''       de
    """)
    addresses = table("""
        written  address  refused
        near     12       ''
    """)
    located = table("""
        address  network_id
        12       1
    """)
    given = {"addresses_written": addresses, "located": located, "network_owners": owners}
    found = made("staged_located", "actor", staged=staged, **given)
    assert [str(actor).split("\x1f")[4::3] for (actor,) in found] == [
        ["network:acme.com", "de"],
        ["network:acme.com", "fr"],
    ]
