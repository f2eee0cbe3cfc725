"""Tables that fit, problems by file, nothing that moves the cursor."""

from __future__ import annotations

from mqa.cli.printing import clean, counts, print_problems, print_table, say
from mqa.cli.tables import Column, number, table
from mqa.terms.problems import Place, Problem


def printed(capsys, columns, rows):
    print_table(columns, rows)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


WHY = "Three people of the buying committee were active in the last 14 days."


def test_a_table_of_long_texts_fits_100_columns_and_keeps_its_numbers_whole(capsys):
    columns = [Column("account", least=10), Column("why", least=10), number("points")]
    lines = printed(capsys, columns, [("a" * 90, "b" * 90, "1,234,567.8")])
    assert max(map(len, lines)) <= 100
    assert lines[2].endswith("1,234,567.8")


def test_what_is_too_long_goes_on_below_and_nothing_is_cut(capsys):
    columns = [Column("stage", least=10), Column("account", least=10), number("score")]
    said = printed(capsys, columns, [("account of interest", "x" * 90, "100.0")])
    assert "…" not in "".join(said)
    assert sum(line.count("x") for line in said) == 90
    assert [line[:10].strip() for line in said[2:4]] == ["account of", "interest"]


def test_a_column_for_which_there_is_no_room_is_left_out_and_named(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    columns = [Column("account", least=10), Column("name", least=8, spare=2), Column("tier", least=5, spare=1)]
    said = printed(capsys, columns, [("a" * 50, "Brightport", "Tier 1")])
    assert said[0].split() == ["account", "tier"]
    assert said[-1].startswith("no room for: name;")


def test_a_text_may_stand_below_each_row_over_the_whole_width(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    print_table(
        [Column("account"), Column("level")], [("a.example", "Priority"), ("b.example", "Watch")], below=["", WHY]
    )
    *_, first, second, why, goes_on = capsys.readouterr().out.splitlines()
    assert (first, second) == ("a.example  Priority", "b.example  Watch")
    assert (why, goes_on) == ("  Three people of the buying committee were active in the", "  last 14 days.")


def test_a_row_of_no_columns_too_many_keeps_them_all():
    columns = [Column("account", least=10), Column("name", least=8, spare=1)]
    assert table(columns, [("acme.com", "Acme")], 60) == (["account   name", "──────────────", "acme.com  Acme"], [])


def test_an_indented_word_is_torn_last(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    columns = [Column("of", least=10), Column("because", least=10)]
    said = printed(capsys, columns, [("      noah.boer@foltotangroup.net", "points and " * 9)])
    assert said[2].startswith("      noah.boer@foltotangroup.net  points")


def test_signs_of_two_columns_are_counted_as_two():
    lines, _ = table([Column("name", least=4), number("n")], [("東京", "1"), ("Rome", "2")], 60)
    assert lines[2:] == ["東京  1", "Rome  2"]


def test_a_long_sentence_goes_on_under_its_beginning(capsys):
    say(f"  {'word ' * 30}end")
    first, second = capsys.readouterr().out.splitlines()
    assert (len(first) <= 100, first[:6], second[:8]) == (True, "  word", "    word")


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
