"""Messages as files: one JSON document each in a folder, for whatever program reads it next."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from mqa.terms.notices import CouldNotSend, Notice

LONGEST_NAME = 200  # bytes; file systems take 255, and the name of the unfinished file is longer


def send(settings: Mapping[str, str], notice: Notice) -> None:
    """Write the message into the folder `folder`. Sent again it takes the place of the first: there is one file.

    A reader sees the whole file or none; it survives a power cut once this returns. Raises CouldNotSend.
    """
    folder = Path(settings["folder"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, file_name(notice.key), json.dumps(document(notice), ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        why = f"{folder.name} cannot be written: {error.strerror or error}."
        raise CouldNotSend(why, retry=True) from error


def document(notice: Notice) -> dict[str, object]:
    """What the file says; the same whenever it is written."""
    return {
        "key": notice.key,
        "event": notice.event,
        "at": notice.entered_at.isoformat(),
        "subject": notice.words.subject,
        "sentences": list(notice.words.sentences),
        "answer_by": notice.words.answer_by,
        "to": list(notice.to),
        "link": notice.link,
        "body": dict(notice.body),
    }


def file_name(key: str) -> str:
    """A name that any file system takes, the same for the same key and another for another.

    >>> file_name("files/handed off 12")
    'files%2Fhanded%20off%2012.json'
    """
    name = quote(key, safe="").replace(".", "%2E")
    if len(name) > LONGEST_NAME:
        name = f"{name[:100]}-{sha256(key.encode()).hexdigest()}"
    return f"{name}.json"


def _write(folder: Path, name: str, text: str) -> None:
    unfinished = folder / f".{uuid4().hex}.tmp"
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    if os.name == "posix":  # Windows has no handle on a folder to sync
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
