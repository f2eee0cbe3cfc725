"""Companies step by step: who one is, what of that is news, and what their ids and names mean."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import Rows, table

HOSTS = table("""
    host       domain     rule              domain_id
    acme.com   acme.com   ''                acme.com
    acme.de    acme.de    ''                acme.de
    big.com    big.com    ''                big.com
    gmail.com  gmail.com  freemail          -
    ours.com   ours.com   never an account  ours.com
""")
KEY = "id key account_id rule"


def company(host: str = "acme.com", hosts: str = "[]", identity: str = "A-1", country: str = "-") -> Rows:
    return table(f"""
        row  fate  id          name  owner  host    hosts    known_on  domains_known_on  country    dated
        1    0     {identity}  Acme  ''     {host}  {hosts}  5         5                 {country}  false
    """)


def keyed(**given: str) -> tuple[object, ...]:
    [found] = made("company_keys", KEY, staged=company(**given), hosts=HOSTS)
    return found


def test_a_company_is_known_by_its_own_domain():
    assert keyed() == ("A-1", "acme.com", "acme.com", "domain of the company")


def test_the_first_further_domain_stands_in_for_a_mail_provider():
    assert keyed(host="gmail.com", hosts="[gmail.com, acme.de, acme.com]")[1:3] == ("acme.de", "acme.de")


def test_a_company_without_a_domain_is_known_by_its_id_at_the_source():
    (_, key, account, rule) = keyed(host="gmail.com")
    assert (key, rule) == ("crm:A-1", "id of the company")
    assert isinstance(account, int)


def test_a_company_without_domain_and_id_is_nobody():
    assert keyed(host="-", identity="-") == (None, "", "nobody", "no address")


def test_a_domain_that_is_never_an_account_makes_none():
    assert keyed(host="ours.com") == ("A-1", "ours.com", "nobody", "never an account")


def test_where_accounts_are_parted_by_country_the_key_has_it():
    words = table("""
        name     code
        germany  DE
    """)
    found = made("company_keys", "key", staged=company(country="germany"), hosts=HOSTS, country_words=words)
    assert found == [("acme.com:DE",)]


def keys(dated: str = "false") -> Rows:
    return table(f"""
        row  id   name  owner  known_on  dated    domain    country  key       account_id  rule
        1    A-1  Acme  ''     5         {dated}  acme.com  -        acme.com  acme.com    domain of the company
    """)


KEYED = keys()
ACCOUNT = "account_id domain name rule known_on"


def test_what_a_record_says_of_an_account_is_news_unless_the_last_word_was_the_same():
    def accounts(name: str) -> Rows:
        return table(f"""
            account_id  domain    name    owner  rule                   source  known_on  told_on  times  first_account
            acme.com    acme.com  {name}  ''     domain of the company  crm     3         3        1      acme.com
        """)

    given = {"company_keys": KEYED, "staged": company(), "hosts": HOSTS}
    news = [("acme.com", "acme.com", "Acme", "domain of the company", 5)]
    assert made("company_accounts", ACCOUNT, **given) == news
    assert made("company_accounts", ACCOUNT, accounts=accounts("Acme Ltd"), **given) == news
    assert made("company_accounts", ACCOUNT, accounts=accounts("Acme"), **given) == []


OF_BIG = table("""
    row  fate  id   name  owner  host      hosts  known_on  domains_known_on  parent  parent_host  dated
    1    0     A-1  Acme  ''     acme.com  []     5         5                 -       big.com      false
""")


def test_a_parent_that_is_named_by_its_domain_becomes_an_account():
    found = made("company_accounts", ACCOUNT, company_keys=KEYED, staged=OF_BIG, hosts=HOSTS)
    assert ("big.com", "big.com", "", "domain of the parent", 5) in found


ALIAS = "domain account_id rule known_on"


def aliases(staged: Rows, stored: Rows | None = None) -> list[tuple[object, ...]]:
    more = {"aliases": stored} if stored else {}
    return made("company_aliases", ALIAS, company_keys=KEYED, staged=staged, hosts=HOSTS, **more)


def test_each_domain_of_a_company_leads_to_it_but_that_of_a_mail_provider():
    assert aliases(company(hosts="[gmail.com, acme.de]")) == [
        ("acme.com", "acme.com", "domain of the company", 5),
        ("acme.de", "acme.com", "further domain of the company", 5),
    ]


def test_where_a_domain_leads_already_is_no_news():
    stored = table("""
        domain    account_id  rule                   source  known_on  told_on  times  first_account
        acme.com  acme.com    domain of the company  crm     3         3        1      acme.com
    """)
    assert aliases(company(), stored) == []


def test_the_domain_of_a_parent_leads_to_the_parent():
    assert ("big.com", "big.com", "domain of the parent", 5) in aliases(OF_BIG)


def test_an_id_and_the_account_it_stands_for_are_news_once():
    stored = table("""
        source  record  kind     account_id  rule                   known_on  learned_on
        crm     A-1     company  acme.com    domain of the company  3         3
    """)
    columns = "source record kind account_id person_key rule known_on learned_on"
    assert made("company_records", columns, company_keys=KEYED) == [
        ("crm", "A-1", "company", "acme.com", "acme.com", "domain of the company", 5, 7)
    ]
    assert made("company_records", columns, company_keys=KEYED, records=stored) == []


def test_what_has_a_day_of_its_own_is_kept_for_that_day_also_where_it_stood_already():
    accounts = table("""
        account_id  domain    name  owner  rule                   source  known_on  told_on  times  first_account
        acme.com    acme.com  Acme  ''     domain of the company  crm     3         3        1      acme.com
    """)
    given = {"staged": company(), "hosts": HOSTS, "accounts": accounts}
    assert made("company_accounts", "name known_on", company_keys=keys("true"), **given) == [("Acme", 5)]
    assert made("company_accounts", "name known_on", company_keys=keys("false"), **given) == []


PARENT = "record account_id parent rule known_on"


def test_a_company_names_its_parent_by_domain_or_id_or_has_none():
    by_id = table("""
        row  fate  host      hosts  known_on  parent  parent_host  dated
        1    0     acme.com  []     5         B-1     -            false
    """)
    given = {"company_keys": KEYED, "hosts": HOSTS}
    assert made("company_parents", PARENT, staged=OF_BIG, **given) == [
        ("A-1", "acme.com", "big.com", "domain of the parent", 5)
    ]
    assert made("company_parents", PARENT, staged=by_id, **given) == [("A-1", "acme.com", "B-1", "id of the parent", 5)]
    assert made("company_parents", PARENT, staged=company(), **given) == [("A-1", "acme.com", "", "", 5)]


def test_the_same_parent_again_is_no_news():
    stored = table("""
        source  record  account_id  parent   rule                  known_on  learned_on
        crm     A-1     acme.com    big.com  domain of the parent  5         6
    """)
    assert made("company_parents", PARENT, staged=OF_BIG, company_keys=KEYED, hosts=HOSTS, parents=stored) == []


def test_a_company_told_something_new_where_its_account_its_domains_or_its_id_are_news():
    no_accounts, no_domains, no_ids = table("account_id"), table("account_id"), table("record")
    one = table("""
        account_id
        acme.com
    """)
    id_only = table("""
        record
        A-1
    """)
    nothing = {"company_accounts": no_accounts, "company_aliases": no_domains, "company_records": no_ids}
    assert made("company_news", "row", company_keys=KEYED, **nothing) == []
    for news in ({"company_accounts": one}, {"company_aliases": one}, {"company_records": id_only}):
        assert made("company_news", "row", company_keys=KEYED, **{**nothing, **news}) == [(1,)]


IDS = "said account_id since until"


def test_an_id_means_its_first_company_at_all_times_until_it_is_told_anew():
    asked = table("""
        record_id  account_id  source  rule                   known_on  learned_on
        A-1        acme.com    crm     domain of the company  5         5
        A-1        other.com   crm     domain of the company  20        20
    """)
    assert made("company_periods", IDS, companies_asked=asked) == [
        ("A-1", "acme.com", -100, 20),
        ("A-1", "other.com", 20, 1000),
    ]


def test_of_two_sources_the_first_of_the_workspace_says_what_an_id_means():
    asked = table("""
        record_id  account_id  source  rule                   known_on  learned_on
        A-1        acme.com    crm     domain of the company  5         5
        A-1        other.com   shop    domain of the company  20        20
    """)
    assert {row[1] for row in made("company_periods", IDS, companies_asked=asked)} == {"acme.com"}


def test_an_id_of_what_is_never_an_account_never_was():
    asked = table("""
        record_id  account_id  source  rule                   known_on  learned_on
        A-1        acme.com    crm     domain of the company  5         5
        A-1        nobody      crm     never an account       20        20
    """)
    assert {row[1] for row in made("company_periods", IDS, companies_asked=asked)} == {"nobody"}


ASKED = table("""
    said
    A-1
""")


def test_of_companies_only_the_records_of_ids_that_are_asked_for_are_looked_up():
    records = table("""
        source  record  kind     account_id  record_id
        crm     A-1     company  acme.com    A-1
        crm     B-1     company  big.com     B-1
        crm     A-1     person   -           A-1
    """)
    assert made("companies_asked", "kind account_id", records=records, asked_ids=ASKED) == [("company", "acme.com")]


def test_of_names_only_those_that_are_asked_for_are_looked_up():
    names = table("""
        said  name  account_id
        A-1   acme  acme.com
        B-1   big   big.com
    """)
    assert made("names_asked", "name account_id", company_names=names, asked_ids=ASKED) == [("acme", "acme.com")]


def test_of_domains_only_those_that_are_asked_for_are_looked_up():
    stored = table("""
        domain    account_id  domain_id
        acme.com  acme.com    acme.com
        big.com   big.com     big.com
    """)
    asked = table("""
        domain_id
        big.com
    """)
    assert made("domains_asked", "domain account_id", aliases=stored, asked_domains=asked) == [("big.com", "big.com")]


def stated(company: str, *known: str) -> list[tuple[object, ...]]:
    rows = Rows(("fate", "company"), ((0, company), (0, company), (2, "Rejected")))
    names = Rows(("said",), tuple((name,) for name in known))
    return made("stated_names", "name country city", staged=rows, company_names=names)


def test_a_name_that_rows_state_is_looked_up_once_with_its_country_and_city():
    assert stated("Acme\x1eDE\x1eBerlin") == [("Acme", "DE", "Berlin")]
    assert stated("Acme\x1eDE\x1eBerlin", "company\x1eAcme\x1eDE\x1eBerlin") == []


def test_rows_that_state_no_name_ask_for_none():
    assert stated("") == []


def test_the_meaning_of_an_id_or_name_is_taught_by_a_record_a_correction_or_a_name_that_is_found():
    learned = table("""
        kind     record  record_id
        company  A-1     A-1
        company  ''      E-0
        person   P-1     P-1
    """)
    records = table("""
        kind     record  record_id  account_id
        company  B-1     B-1        big.com
        company  C-1     C-1        else.com
    """)
    found = table("""
        said
        N-1
    """)
    names = table("""
        said  name   account_id
        N-2   acme   acme.com
        N-3   bigco  big.com
        N-4   other  else.com
    """)
    corrected_names = table("""
        name
        acme
    """)
    corrected_accounts = table("""
        account_id
        big.com
    """)
    given = {"learned_records": learned, "records": records, "learned_company_names": found, "company_names": names}
    given |= {"corrected_names": corrected_names, "corrected_accounts": corrected_accounts}
    assert {said for (said,) in made("taught_companies", "said", **given)} == {"A-1", "B-1", "N-1", "N-2", "N-3"}
