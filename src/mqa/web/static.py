"""Static files: each under an address that changes with its content, compressed once when the server starts."""

from __future__ import annotations

import hashlib
import re
import shutil
from functools import cache
from pathlib import Path

from whitenoise.base import WhiteNoise
from whitenoise.compress import Compressor

FOLDER = Path(__file__).parent / "static"
ROOT = "/static/"
SERVED = {".css", ".js", ".svg", ".png", ".ico", ".txt"}
HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z]+$")


@cache
def addresses() -> dict[str, str]:
    """The address of every static file, by its name."""
    files = [file for file in sorted(FOLDER.rglob("*")) if file.suffix in SERVED]
    return {str(file.relative_to(FOLDER)): ROOT + hashed(file) for file in files}


def address(name: str) -> str:
    """The address of a static file. Raises KeyError where there is none of this name."""
    return addresses()[name]


def hashed(file: Path) -> str:
    """The name of a file with the hash of its content in it, relative to the folder."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return str(file.relative_to(FOLDER).with_suffix(f".{digest}{file.suffix}"))


def collect(into: Path) -> None:
    """Write every static file under its hashed name, with a compressed copy beside it."""
    compressor = Compressor(quiet=True)
    for name, where in addresses().items():
        written = into / where.removeprefix(ROOT)
        written.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FOLDER / name, written)
        if compressor.should_compress(str(written)):
            for _ in compressor.compress(str(written)):
                pass


def served(collected: Path) -> WhiteNoise:
    """What finds the collected files by their addresses; a browser may keep each for ever."""
    return WhiteNoise(
        _nothing,
        root=collected,
        prefix=ROOT,
        immutable_file_test=lambda _, url: bool(HASHED.search(url)),
        add_headers_function=_add_headers,
        allow_all_origins=False,
    )


def _nothing(*_: object) -> None:
    raise NotImplementedError


def _add_headers(headers: dict[str, str], path: str, url: str) -> None:
    del path, url
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
