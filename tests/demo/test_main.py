"""The command that makes the company."""

from __future__ import annotations

from click.testing import CliRunner

from mqa.demo.__main__ import main


def test_the_command_says_what_it_wrote_and_how_far_the_acts_roll_up(tmp_path):
    result = CliRunner().invoke(main, [str(tmp_path), "--accounts", "20", "--days", "30"])
    assert result.exit_code == 0
    assert "data/crm/accounts.csv" in result.output
    assert "of them to one activity day" in result.output


def test_a_world_that_cannot_be_made_is_refused(tmp_path):
    result = CliRunner().invoke(main, [str(tmp_path / "new"), "--accounts", "0"])
    assert result.exit_code == 2
    assert not (tmp_path / "new").exists()
