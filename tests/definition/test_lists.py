from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from tests.definition.texts import SMALL, changed, said

BROKEN = [
    pytest.param(
        "named.csv",
        "nowhere.csv",
        "12:57 There is no list “nowhere.csv” that can be read.",
        "Create it, one value a line, in UTF-8.",
        id="missing list",
    ),
    pytest.param(
        "named.csv",
        "/etc/named.csv",
        "12:57 “Named” asks for the list “/etc/named.csv”, which does not lie beside this file.",
        "Write a path from this file's folder downwards, such as lists/partners.csv.",
        id="list outside",
    ),
]


@pytest.mark.parametrize(("old", "new", "what", "mend"), BROKEN)
def test_a_list_says_where_it_is_broken_and_how_to_mend_it(old, new, what, mend):
    assert said(changed(old, new)) == [f"{what} | {mend}"]


def listed(content: str | None, text: str = SMALL) -> tuple[str, ...]:
    """The values of the list, as the tier of the small definition asks for them."""
    found, _ = definition(text, "d.yaml", {"named.csv": content})
    assert found is not None
    return found.tiers[0].tests[0].values


def faults(content: str) -> list[str]:
    """What is wrong with a list."""
    return [f"{p.place} {p.what}" for p in definition(SMALL, "d.yaml", {"named.csv": content})[1]]


@pytest.mark.parametrize(
    "content",
    [
        "b.com\na.com",
        "domain\nB.com\na.com\n",
        "\ufeffDomain,since\r\na.com,2026\r\nb.com,2025\r\n",
        '# ours\n\ndomain\n a.com \n"b.com",x\nb.com\n',
    ],
)
def test_a_list_is_its_first_column_without_header_comments_and_repetitions(content):
    assert listed(content) == ("a.com", "b.com")


def test_a_cell_in_quotes_may_hold_a_comma():
    text = changed("fact: domain,", "fact: name,")
    assert listed('name\n"Acme, Inc."\n', text) == ("acme, inc.",)


@pytest.mark.parametrize("content", ["", "\n\n", "domain\n", "# none yet\n"])
def test_an_empty_list_is_a_problem(content):
    assert faults(content) == ["d.yaml:12:57 The list “named.csv” is empty."]


def test_what_can_never_be_a_domain_is_named_by_its_line_in_the_list():
    assert faults("domain\nacme.com\nhttps://acme.com/about\nwww.acme.com\nAcme\n") == [
        "named.csv:3 “https://acme.com/about” is not a domain.",
        "named.csv:4 “www.acme.com” is not a domain.",
        "named.csv:5 “Acme” is not a domain.",
    ]


def test_a_list_may_name_a_domain_in_a_country_and_a_family():
    assert listed("domain\nacme.com:DE\nfamily:acme.com\n") == ("acme.com:de", "family:acme.com")


def test_a_file_that_is_no_list_at_all_gives_only_its_first_problems():
    assert len(faults("no domain\n" * 5000)) == 20


def test_the_lists_a_definition_asks_for_are_known_before_it_is_read():
    assert listed_files(SMALL) == {"named.csv"}


@pytest.mark.parametrize("text", ["", "a: [", "listed_in: ../x.csv", "listed_in: /x.csv", "listed_in: [a]", "a: &b 1"])
def test_no_list_is_asked_for_outside_the_definition_s_folder_or_by_what_cannot_be_read(text):
    assert listed_files(text) == frozenset()


@settings(deadline=None)
@given(content=st.text(max_size=100))
def test_no_content_of_a_list_raises_an_error(content):
    found, problems = definition(SMALL, "d.yaml", {"named.csv": content})
    assert (found is None) == bool(problems)
