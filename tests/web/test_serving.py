"""The server as people start it: in a process of its own, beside others, until it is told to stop."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.workspace import answer, mqa, written

SCHEDULE = "\nschedule:\n  load: every 1 minute\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace that is to load by itself."""
    made = written(tmp_path / "harrow")
    file = made / "mqa.yaml"
    file.write_text(file.read_text(encoding="utf-8") + SCHEDULE, encoding="utf-8")
    return made


@pytest.fixture
def start(folder: Path) -> Iterator:
    """Starts a server of the workspace; gives its process and its address."""
    started = []

    def server(*words: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "mqa.cli", "--workspace", str(folder), "serve", *words]
        environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "default::ResourceWarning"}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        started.append(process)
        assert process.stdout is not None
        said = process.stdout.readline()
        return process, (re.findall(r"http://\S+:\d+", said) or [said])[0]

    yield server
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What a server answers: status, headers, body."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def loaded(folder: Path) -> int:
    """How many loads the workspace has had."""
    return sum(int(source["loads"]) for source in answer(folder, "status")["sources"])


def children(process: int) -> list[int]:
    """The processes that any thread of this one started."""
    files = Path(f"/proc/{process}/task").glob("*/children")
    return [int(word) for file in files for word in file.read_text().split()]


def test_the_server_says_where_it_is_and_that_nobody_may_sign_in_yet(start):
    process, address = start("--port", "0")
    assert get(f"{address}/sign-in")[0] == 200
    assert "mqa user add you@example.com --role admin" in process.stdout.readline()


def test_static_files_are_compressed_and_kept_for_ever_under_the_hash_of_their_content(start):
    _, address = start("--port", "0")
    page = get(f"{address}/sign-in")[2].decode()
    style = re.findall(r'href="(/static/mqa\.[0-9a-f]{12}\.css)"', page)[0]
    status, headers, body = get(address + style, **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert headers["x-content-type-options"] == "nosniff"
    assert len(body) < 10_000
    assert get(f"{address}/static/../mqa.yaml")[0] == 404


def test_the_schedule_is_kept_and_the_server_stops_when_told_leaving_nobody_behind(start, folder):
    process, _ = start("--port", "0")
    began = time.monotonic()
    while loaded(folder) == 0 and time.monotonic() - began < 90:
        time.sleep(0.5)
    assert loaded(folder) >= 5
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert answer(folder, "status")["at_work"] in ("", None)
    assert [line for line in process.stdout if "ResourceWarning" in line or "leaked" in line] == []


def test_a_server_that_is_stopped_while_it_loads_leaves_nobody_behind(start, folder):
    process, _ = start("--port", "0")
    began = time.monotonic()
    while not (those := children(process.pid)) and time.monotonic() - began < 60:
        time.sleep(0.02)
    assert those
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert [one for one in those if Path(f"/proc/{one}").exists()] == []
    assert json.loads(mqa(folder, "load", "--json").stdout)["sources"]


def test_a_second_server_of_the_same_workspace_serves_as_well(start):
    _, first = start("--port", "0")
    _, second = start("--port", "0")
    assert first != second
    assert [get(f"{address}/sign-in")[0] for address in (first, second)] == [200, 200]


def test_a_port_that_is_taken_is_said_to_be(start):
    _, address = start("--port", "0")
    process, said = start("--port", address.rsplit(":", 1)[1])
    assert "cannot be listened to" in said
    assert process.wait(timeout=60) == 3


@pytest.mark.parametrize(("proxies", "heard"), [((), True), (("--proxy", "10.9.0.0/16"), False)])
def test_only_the_proxies_that_are_named_say_who_asks_and_whether_by_https(start, proxies, heard):
    _, address = start("--port", "0", *proxies)
    headers = get(f"{address}/sign-in", **{"X-Forwarded-Proto": "https"})[1]
    assert ("strict-transport-security" in {name.lower() for name in headers}) is heard


def test_a_server_behind_a_proxy_knows_its_address(start):
    process, address = start("--port", "0", "--url", "https://mqa.example.com")
    assert address == "" or "https://mqa.example.com" in address
    assert process.poll() is None
