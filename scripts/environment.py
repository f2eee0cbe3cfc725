"""Makes .venv with exactly the packages of requirements.lock, and the project itself, editable.

Run by the machine's own Python, so it needs nothing but the standard library. Where packages come
from is the machine's affair (its pip and uv configuration): no address is named here. uv is quick;
where it cannot find a package, pip, which may be configured otherwise, is asked.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"
LOCK = ROOT / "requirements.lock"
LOWEST_PYTHON = (3, 11)


def make_environment() -> None:
    """The environment, made or brought up to date; raises SystemExit with the words of what failed."""
    if sys.version_info < LOWEST_PYTHON:
        sys.exit(f"mqa needs Python 3.11 or newer, this is {sys.version.split()[0]}: say which, make PYTHON=python3.12")
    started = time.monotonic()
    if not (PYTHON.parent / "pip").exists():
        make_venv()
    install_uv()
    install("--require-hashes", "--requirement", str(LOCK))
    install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    print(f"ok      {'environment':<36}{time.monotonic() - started:7.1f} s", flush=True)


def make_venv() -> None:
    """An empty environment with pip. Debian keeps the part of Python that makes it in a package of its own."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        why = install_debian("python3-venv")
        if why:
            sys.exit(f"python3-venv is missing and cannot be installed: {why}")
    subprocess.run([sys.executable, "-m", "venv", str(ROOT / ".venv")], check=True)


def install_uv() -> None:
    """uv, of the version that is locked; without it pip installs everything, more slowly."""
    locked = re.search(r"^uv==\S+", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    done = pip("install", locked[0] if locked else "uv")
    if done.returncode:
        print(f"uv cannot be installed, pip goes on alone:\n{done.stderr}", file=sys.stderr)


def install(*what: str, into: Path | None = None) -> None:
    """Packages, into .venv or a folder of their own; raises SystemExit with what uv and pip said."""
    folder = ("--target", str(into)) if into else ()
    done = [uv("pip", "install", "--python", str(PYTHON), *folder, *what)]
    if done[-1].returncode:
        done.append(pip("install", *folder, *(("--upgrade",) if into else ()), *what))
    if done[-1].returncode:
        words = "\n".join(attempt.stderr for attempt in done)
        sys.exit(f"cannot install {' '.join(what)}\n{words}")


def uv(*words: str) -> subprocess.CompletedProcess[str]:
    program = PYTHON.parent / "uv"
    return said(str(program), *words) if program.exists() else subprocess.CompletedProcess(words, 1, "", "uv: absent")


def pip(*words: str) -> subprocess.CompletedProcess[str]:
    return said(str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", *words)


def install_debian(package: str) -> str:
    """Installs a Debian package where that is allowed; otherwise the reason why not."""
    if not shutil.which("apt-get"):
        return "this machine has no apt-get"
    if os.geteuid() != 0:
        return f"only root may; run: apt-get install {package}"
    quiet = ("apt-get", "install", "--yes", "-qq", "--no-install-recommends", package)
    done = said(*quiet)
    if done.returncode:
        said("apt-get", "update", "-qq")
        done = said(*quiet)
    return f"apt-get says: {done.stderr.strip()[-300:]}" if done.returncode else ""


def said(*command: str) -> subprocess.CompletedProcess[str]:
    """A command that asks nothing, and what it said."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=quiet, cwd=ROOT)


if __name__ == "__main__":
    make_environment()
