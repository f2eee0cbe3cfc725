from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import table

CONTACTS = table("""
    as_of  account_id  person_id  rank  role  points  seen_age  engaged  mql  reach
    30     1           7          1     2     90      3         1        1    mail
    30     1           8          2     0     50      0         1        0    bounced
    30     2           9          1     1     70      1         1        1    mail
    30     3           6          1     1     70      1         1        1    mail
""")
STANDINGS = table("""
    as_of  account_id  level
    30     1           2
    30     2           1
    30     3           0
""")
LEVELS = table("""
    level  qualified
    1      0
    2      1
""")


def test_the_contacts_of_an_account_at_a_qualified_level_are_its_aqls_in_the_same_order(engine: Engine) -> None:
    found = rows(engine, "qualification/aqls.sql", contacts=CONTACTS, standings=STANDINGS, levels=LEVELS)
    assert found == [(30, 1, 7, 1, 2, 2, 90, 3, 1, 1, "mail"), (30, 1, 8, 2, 2, 0, 50, 0, 1, 0, "bounced")]
