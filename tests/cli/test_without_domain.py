"""An account whose domain nobody knows has a name wherever it is told of, and what is advised can be typed."""

from __future__ import annotations

import re

from tests.cli.workspace import DAY, done, mqa

CUSTOMERS = """
  Customers:
    table: companies
    files: customers.csv
    columns: { id: number, name: customer }
"""


def test_an_account_without_a_domain_is_called_by_its_name_and_typed_by_its_number(mine):
    agreed = mine / "mqa.yaml"
    agreed.write_text(agreed.read_text().rstrip("\n") + CUSTOMERS)
    (mine / "customers.csv").write_text("number,customer\nD-7,Ostrava Steel\n")
    done(mine, "load")
    done(mine, "run")
    assert re.search(r"^ *\d+ +Ostrava Steel ", done(mine, "accounts"), re.M)
    said = done(mine, "explain", "Ostrava Steel")
    assert said.startswith("Ostrava Steel\n")
    typed = re.findall(r"Next: mqa explain (\d+) --all", said)
    assert done(mine, "explain", *typed) == said
    moved = done(mine, "changes", "--since", DAY, "--account", "Ostrava Steel")
    assert moved.startswith("Ostrava Steel\n")
    typed = re.findall(r"--account (\d+)", moved)
    assert done(mine, "changes", "--since", DAY, "--account", *typed) == moved


def test_what_is_one_account_already_says_so_and_how_to_read_why(mine):
    agreed = mine / "mqa.yaml"
    agreed.write_text(agreed.read_text().rstrip("\n") + CUSTOMERS.replace("Customers", "All customers"))
    (mine / "customers.csv").write_text("number,customer\nD-7,Ostrava Steel\nD-8,Brno Glass\n")
    done(mine, "load")
    assert "See “mqa identity why 'All customers:D-7'”." in mqa(mine, "identity", "split", "D-7").output
    done(mine, "identity", "merge", "D-7", "D-8")
    for one, other in (("D-7", "D-8"), ("D-8", "D-7"), ("Ostrava Steel", "Brno Glass")):
        assert "are one account already" in mqa(mine, "identity", "merge", one, other).output
