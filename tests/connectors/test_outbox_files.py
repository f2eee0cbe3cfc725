from __future__ import annotations

import json
from pathlib import Path

import pytest

from mqa.connectors.outbox_files import file_name, send
from mqa.terms.notices import CouldNotSend
from tests.connectors.receivers import notice


def test_a_message_is_one_file_named_by_its_key(tmp_path: Path):
    send({"folder": str(tmp_path / "out")}, notice())
    [file] = (tmp_path / "out").iterdir()
    assert file.name == file_name("chat/handed off 12")
    found = json.loads(file.read_text())
    assert (found["key"], found["subject"]) == ("chat/handed off 12", "Acme was handed to you: 3 people came")
    assert found["body"]["level"] == "Qualified"


def test_sending_twice_leaves_one_file_with_the_same_text(tmp_path: Path):
    texts = []
    for _ in range(2):
        send({"folder": str(tmp_path)}, notice())
        [file] = tmp_path.iterdir()
        texts.append(file.read_text())
    assert texts[0] == texts[1]


@pytest.mark.parametrize("key", ["../../etc/passwd", "a" * 500, "Büro/1", ".hidden", "con:1", "a\0b"])
def test_no_key_leads_out_of_the_folder(key: str, tmp_path: Path):
    send({"folder": str(tmp_path / "out")}, notice(key=key))
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_long_keys_that_begin_alike_are_two_files():
    assert file_name("a" * 300 + "1") != file_name("a" * 300 + "2")


def test_a_folder_that_cannot_be_written_may_be_mended(tmp_path: Path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CouldNotSend) as error:
        send({"folder": str(tmp_path / "out")}, notice())
    assert error.value.retry
    assert error.value.why == "out cannot be written: File exists."
