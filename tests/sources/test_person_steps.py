"""People step by step: by which name somebody is known when, which account they are, and what of that is news."""

from __future__ import annotations

import pytest

from mqa.terms.keys import number_of
from tests.sources.steps import made
from tests.tables import Rows, beside, table

NAME = "origin person_id address since until"


def called(*records: str) -> list[tuple[object, ...]]:
    rows = "\n".join(records)
    asked = table(f"""
        origin  source  record  person_id  person_key  known_on  learned_on
        {rows}
    """)
    return made("name_periods", NAME, contacts_asked=asked)


def test_the_name_behind_an_id_holds_at_all_times():
    assert called("crm:c7  crm  c7  ann@acme.com  ann@acme.com  5  5") == [
        ("crm:c7", "ann@acme.com", "ann@acme.com", -100, 1000)
    ]


def test_an_id_that_stands_for_somebody_else_later_does_so_from_that_day_on():
    first, then = "crm:c7  crm  c7  ann@acme.com  ann@acme.com  5  5", "crm:c7  crm  c7  bo@acme.com  bo@acme.com  9  9"
    assert [row[2:] for row in called(first, then)] == [("ann@acme.com", -100, 9), ("bo@acme.com", 9, 1000)]


def test_an_id_without_a_name_has_no_address():
    assert called("crm:c7  crm  c7  crm:c7  crm:c7  5  5") == [("crm:c7", "crm:c7", None, -100, 1000)]


def test_an_id_of_several_sources_is_that_of_the_first_of_the_workspace():
    shop, crm = "c7  shop  c7  bo@acme.com  bo@acme.com  5  5", "c7  crm  c7  ann@acme.com  ann@acme.com  5  5"
    assert [row[2] for row in called(shop, crm)] == ["ann@acme.com"]


def parts(*periods: str) -> list[tuple[object, ...]]:
    rows = "\n".join(f"crm:c7  {row}" for row in periods)
    names = table(f"""
        origin  person_id  person_key  address  since  until
        {rows}
    """)
    return made("name_parts", "acts_from acts_until person_id since until", name_periods=names)


ANN, BO = "ann@acme.com  ann@acme.com  ann@acme.com", "bo@acme.com  bo@acme.com  bo@acme.com"
UNNAMED = "crm:c7  crm:c7  -"


def test_acts_are_whose_the_id_was_when_they_became_known_whomever_it_means_later():
    assert parts(f"{ANN}  -100  9", f"{BO}  9  1000") == [
        (-100, 9, "ann@acme.com", -100, 1000),
        (9, 1000, "bo@acme.com", -100, 1000),
    ]


def test_acts_of_an_id_that_had_no_name_are_whose_name_it_has_next():
    assert parts(f"{UNNAMED}  -100  5", f"{ANN}  5  9", f"{UNNAMED}  9  20", f"{BO}  20  1000") == [
        (-100, 9, "ann@acme.com", 5, 1000),
        (-100, 9, "crm:c7", -100, 5),
        (9, 1000, "bo@acme.com", 20, 1000),
        (9, 1000, "crm:c7", -100, 20),
    ]


@pytest.mark.parametrize(("first", "last", "found"), [("''", "bot", [("ann@acme.com",)]), ("bot", "''", [])])
def test_who_is_marked_as_nobody_by_the_latest_record_never_was_anybody(first: str, last: str, found: list[object]):
    asked = table(f"""
        person_id     rule     source  record_id  known_on  learned_on
        ann@acme.com  {first}  crm     c7         5         5
        ann@acme.com  {last}   crm     c7         9         9
    """)
    assert made("marked", "person_id", people_asked=asked) == found


VISITOR = number_of("visitor:crm:v")
NO_NAMES = table("origin  person_id  person_key  address  since  until")
NO_VISITORS = table("origin  acts_from  acts_until  person_key  address  since  until  stays_until")


def named(
    row: str, names: Rows = NO_NAMES, visitors: Rows = NO_VISITORS, of: str = "activities", also: str = ""
) -> list[tuple[object, ...]]:
    actors = table(f"""
        subject  email  person  visitor  network  said  known_on  rows
        {row}
    """)
    columns = f"person_key host nameless since until{also}"
    given = {"actors": actors, "name_periods": names, "visitor_periods": visitors}
    return made("named", columns, load={"of_table": of}, **given)


KNOWN_BY_ID = table("""
    origin  person_id     person_key    address       since  until
    crm:c7  ann@acme.com  ann@acme.com  ann@acme.com  -100   1000
""")
BY_ID = "1  -  c7  -  -  0  5  1"


def test_an_address_names_somebody():
    assert named("1  ann@acme.com  c9  v  -  0  5  1") == [("ann@acme.com", "acme.com", False, -100, 1000)]


def test_an_act_with_the_id_of_a_contact_is_of_who_that_is():
    assert named(BY_ID, KNOWN_BY_ID) == [("ann@acme.com", "acme.com", False, -100, 1000)]


def test_only_an_act_without_an_address_is_of_the_id_that_it_names():
    assert [row[-1] for row in named(BY_ID, also=" contact_id")] == [number_of("crm:c7")]
    assert [row[-1] for row in named(BY_ID, of="people", also=" contact_id")] == [None]
    assert [row[-1] for row in named("1  -  -  v  -  0  5  1", also=" contact_id")] == [None]
    assert [row[-1] for row in named("1  ann@acme.com  c7  -  -  0  5  1", also=" contact_id")] == [None]


def test_the_row_of_a_contact_looks_its_own_id_up_nowhere():
    assert named(BY_ID, KNOWN_BY_ID, of="people") == [("crm:c7", None, False, -100, 1000)]


def test_a_visitor_is_nameless_at_its_network_until_they_are_named():
    visitors = table(
        """
        origin         acts_from  acts_until  person_key    address       since  until  stays_until
        visitor:crm:v  -100       1000        -             -             -100   9      9
        visitor:crm:v  -100       1000        ann@acme.com  ann@acme.com  9      1000   1000
    """.replace("visitor:crm:v", str(VISITOR))
    )
    assert named("1  -  -  v  net.com  0  5  1", visitors=visitors) == [
        ("ann@acme.com", "acme.com", False, 9, 1000),
        (None, "net.com", True, -100, 9),
    ]


ABROAD = """
    subject  said  person_key    own_id  host      since  until  country  place
    1        {0}   ann@acme.com  -       acme.com  -100   1000   -        -
"""


def abroad(said: str = "nothing", person: str = "") -> list[tuple[object, ...]]:
    places = table("""
        domain       account_id
        acme.com:DE  acme.com:DE
        acme.com     acme.com
    """)
    hosts = table("""
        host      domain
        acme.com  acme.com
    """)
    said_countries = table("""
        said     country
        germany  DE
        france   FR
    """)
    person_countries = table(f"person_id  country  since  until\n{person}")
    given = {"alias_periods": places, "hosts": hosts, "said_countries": said_countries}
    columns = "country place since until"
    return made("named_abroad", columns, named=table(ABROAD.format(said)), person_countries=person_countries, **given)


def test_somebody_is_at_the_account_of_the_country_that_the_row_names_where_there_is_one():
    assert abroad("germany") == [("DE", "acme.com:DE", -100, 1000)]
    assert abroad("france") == [("FR", "acme.com", -100, 1000)]


def test_who_tells_no_country_is_at_the_whole_company():
    assert abroad() == [(None, "acme.com", -100, 1000)]


def test_where_the_row_names_no_country_the_record_of_the_person_does_from_its_day_on():
    record = "ann@acme.com  -  -100  9\nann@acme.com  DE  9  1000"
    assert abroad(person=record) == [("DE", "acme.com:DE", 9, 1000), (None, "acme.com", -100, 9)]


def test_a_taught_person_is_told_anew_by_the_name_they_have():
    acts = table("""
        person_id     said  acts_from  known_on
        crm:c7        0     -100       5
        ann@acme.com  0     -100       6
    """)
    members = table("person_id  said  acts_from  known_on")
    people = table("""
        person_id     person_key
        crm:c7        crm:c7
        ann@acme.com  ann@acme.com
    """)
    given = {"acts_told": acts, "people_told": members, "people": people}
    given["visitor_periods"] = NO_VISITORS
    given["name_parts"] = beside(KNOWN_BY_ID, table("acts_from\n-100"))
    assert made("named_again", "own_id person_key host known_on", **given) == [
        ("ann@acme.com", "ann@acme.com", "acme.com", 6),
        ("crm:c7", "ann@acme.com", "acme.com", 5),
    ]


NO_LEADS = table("account_id  domain  leads_to")


def settled(known_on: int = 5, since: int = -100, rule: str = "e-mail domain", account: str = "acme.com") -> Rows:
    who = table(f"""
        subject  account_id  person_id     person_key    visitor_id  visitor_key  sure   said  domain    domain_id
        1        {account}   ann@acme.com  ann@acme.com  0           -            false  0     acme.com  acme.com
    """)
    when = table(f"""
        rule    known_on    since    until
        {rule}  {known_on}  {since}  1000
    """)
    return beside(who, when)


def account(known_on: int) -> Rows:
    return table(f"""
        account_id  domain    known_on    times
        acme.com    acme.com  {known_on}  1
    """)


def test_an_account_is_known_from_the_first_act_on_where_that_is_earlier():
    columns = "account_id domain rule known_on"
    first = [("acme.com", "acme.com", "e-mail domain", 5)]
    assert made("actor_accounts", columns, settled=settled(), leads=NO_LEADS) == first
    assert made("actor_accounts", columns, settled=settled(), leads=NO_LEADS, accounts=account(9)) == first
    assert made("actor_accounts", columns, settled=settled(), leads=NO_LEADS, accounts=account(5)) == []


def test_an_account_of_which_people_alone_speak_is_not_called_by_the_domain_that_they_led_there():
    columns = "account_id domain"
    led = settled(account="new.com")
    said = table("""
        account_id  domain   leads_to
        new.com     new.com  new.com
    """)
    assert made("actor_accounts", columns, settled=led, leads=said) == []
    assert made("actor_accounts", columns, settled=led, leads=NO_LEADS) == [("new.com", "")]


def test_only_a_domain_that_became_an_account_by_an_act_leads_to_it():
    columns = "domain account_id rule known_on"
    created = "created from e-mail domain"
    assert made("actor_aliases", columns, resolved=settled(rule=created)) == [("acme.com", "acme.com", created, 5)]
    assert made("actor_aliases", columns, resolved=settled()) == []


def test_a_membership_that_an_act_shows_is_news_unless_it_was_known_as_early():
    def people(known_on: int, said: int = 0, first: str = "ann@acme.com") -> Rows:
        return table(f"""
            account_id  person_id     first_person  said    rule           known_on    times
            acme.com    ann@acme.com  {first}       {said}  e-mail domain  {known_on}  1
        """)

    columns = "account_id person_id rule known_on"
    first = [("acme.com", "ann@acme.com", "e-mail domain", 5)]
    assert made("actor_people", columns, settled=settled()) == first
    assert made("actor_people", columns, settled=settled(), people=people(9)) == first
    assert made("actor_people", columns, settled=settled(), people=people(5)) == []
    assert made("actor_people", columns, settled=settled(), people=people(5, said=7)) == first
    assert made("actor_people", columns, settled=settled(), people=people(5, first="crm:c7")) == first


CONTACT = table("""
    row  fate  id  actor  title  role  known_on  dated
    1    0     c7  a      CFO    ''    5         false
""")
ACTORS = table("""
    subject  actor
    1        a
""")


def test_what_a_record_says_of_a_person_is_news_unless_the_last_word_was_the_same():
    def people(title: str) -> Rows:
        return table(f"""
            account_id  person_id     title    role  source  known_on  told_on  times
            acme.com    ann@acme.com  {title}  ''    crm     3         3        1
        """)

    columns, given = "account_id person_id title known_on", {"staged": CONTACT, "actors": ACTORS, "settled": settled()}
    news = [("acme.com", "ann@acme.com", "CFO", 5)]
    assert made("contact_people", columns, **given) == news
    assert made("contact_people", columns, people=people("Controller"), **given) == news
    assert made("contact_people", columns, people=people("CFO"), **given) == []


def test_a_person_who_is_elsewhere_later_is_there_by_the_days_of_the_record():
    assert made("contact_people", "account_id", staged=CONTACT, actors=ACTORS, settled=settled(since=6)) == []


def test_whom_an_id_stands_for_is_news_once():
    def records(said: str) -> Rows:
        return table(f"""
            kind    source  record  record_id  person_id     said    rule  known_on
            person  crm     c7      crm:c7     ann@acme.com  {said}  ''    3
        """)

    columns, given = "record kind person_id rule known_on", {"staged": CONTACT, "actors": ACTORS, "resolved": settled()}
    news = [("c7", "person", "ann@acme.com", "", 5)]
    assert made("contact_records", columns, **given) == news
    assert made("contact_records", columns, records=records("A-1"), **given) == news
    assert made("contact_records", columns, records=records("0"), **given) == []
