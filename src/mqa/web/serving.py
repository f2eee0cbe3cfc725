"""The server: pages and the workspace's schedule in one process, until it is told to stop."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

import uvicorn

from mqa.terms.problems import Unavailable
from mqa.web import settings, static
from mqa.web.scheduling import Scheduler
from mqa.workspaces import Opened

SECONDS_TO_FINISH = 10
WAITING = 256  # connections


def serve(
    workspace: Opened,
    host: str,
    port: int,
    *,
    hosts: Sequence[str] = (),
    url: str = "",
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Answer requests until SIGTERM or SIGINT; the workspace's stores must be open.

    `ready` is called with the address once it is listened to; port 0 takes any that is free. Raises Unavailable
    where the address is taken or is not ours.
    """
    settings.configure(workspace, hosts=[host, *hosts], url=url)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with ExitStack() as until_the_end:
        collected = Path(until_the_end.enter_context(TemporaryDirectory(prefix="mqa-static-")))
        static.collect(collected)
        from mqa.web.application import application  # needs the settings

        config = uvicorn.Config(
            application(collected),
            host=host,
            port=port,
            lifespan="off",
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        sockets = [until_the_end.enter_context(_listening(config))]
        ready(url or f"http://{_spoken(host)}:{sockets[0].getsockname()[1]}")
        signal.signal(signal.SIGTERM, _already_stopping)
        scheduler = Scheduler(workspace.folder)
        scheduler.start()
        try:
            uvicorn.Server(config).run(sockets=sockets)
        except KeyboardInterrupt:
            pass  # the server has ended by itself already
        finally:
            scheduler.stop()


def _listening(config: uvicorn.Config) -> socket:
    """The socket, taken and open already: who comes before the server is quite ready waits, and is not refused."""
    try:
        taken = config.bind_socket()
        taken.listen(WAITING)
        return taken
    except (OSError, SystemExit) as error:
        raise Unavailable(
            f"{config.host}:{config.port} cannot be listened to: another server uses the port, or the address is not "
            "of this machine. Choose another with --port or --host."
        ) from error


def _spoken(host: str) -> str:
    """A host as it stands in an address; “everywhere” is spoken as this machine."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _already_stopping(*_: object) -> None:
    """The server has seen the signal and ended by itself; Python must not die of it before it has cleaned up."""
