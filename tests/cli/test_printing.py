"""Tables that fit, problems by file, nothing that moves the cursor."""

from __future__ import annotations

from mqa.cli.printing import Column, clean, counts, number, print_problems, print_table
from mqa.terms.problems import Place, Problem


def printed(capsys, columns, rows):
    print_table(columns, rows)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_table_of_long_texts_fits_100_columns_and_keeps_its_numbers_whole(capsys):
    columns = [Column("account", least=10), Column("why", least=10), number("points")]
    lines = printed(capsys, columns, [("a" * 90, "b" * 90, "1,234,567.8")])
    assert max(map(len, lines)) <= 100
    assert lines[-1].endswith("1,234,567.8")


def test_numbers_are_right_aligned(capsys):
    *_, small, large = printed(capsys, [Column("level"), number("accounts")], [("Watch", 7), ("Priority", 1234)])
    assert (small.index("7"), len(small)) == (len(large) - 1, len(large))


def test_words_of_a_file_are_not_taken_for_instructions(capsys):
    assert printed(capsys, [Column("name")], [("[red]x[/red] :smile:",)])[-1] == "[red]x[/red] :smile:"


def test_a_cell_cannot_move_the_cursor():
    assert clean("a\x1b[2Jb\u202ec\r") == "a�[2Jb�c�"


def test_problems_stand_under_their_file_in_the_order_of_lines(capsys):
    print_problems(
        [Problem(Place("a.yaml", 9), "Second.", "Mend b."), Problem(Place("a.yaml", 2), "First.", "Mend a.")]
    )
    assert capsys.readouterr().out.splitlines()[:5] == [
        "a.yaml, 2 problems",
        "",
        "  line 2: First.",
        "      Mend a.",
        "",
    ]


def test_remarks_are_counted_apart():
    place = Place("a.yaml", 1)
    assert counts([Problem(place, "", ""), Problem(place, "", "", "remark")]) == "1 problem, 1 remark"
