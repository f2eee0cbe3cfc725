"""Static files: hashed, and what others wrote has its licence and its line in the list."""

from __future__ import annotations

import re

import pytest

from mqa.web.static import FOLDER, address, addresses

VENDOR = FOLDER / "vendor"
FOLDERS = sorted(folder for folder in VENDOR.iterdir() if folder.is_dir())


def test_an_address_holds_the_hash_of_what_is_behind_it():
    assert re.fullmatch(r"/static/mqa\.[0-9a-f]{12}\.css", address("mqa.css"))


def test_a_file_that_is_not_there_has_no_address():
    with pytest.raises(KeyError):
        address("nothing.css")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_others_wrote_has_its_licence_and_is_listed(folder):
    assert (folder / "LICENSE").is_file()
    listed = (VENDOR / "README.md").read_text(encoding="utf-8")
    name, version = folder.name.rsplit("-", 1)
    assert f"`{folder.name}`" in listed
    assert version in listed
    assert name in listed


def test_no_file_of_ours_loads_anything_from_elsewhere():
    ours = [FOLDER / name for name in addresses() if not name.startswith("vendor/")]
    found = [file.name for file in ours if re.search(r"(url\(|@import|import\s*\()\s*[\"']?https?:", file.read_text())]
    assert found == []
