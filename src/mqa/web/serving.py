"""The server: pages and the workspace's schedule in one process, until it is told to stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from django.utils import timezone

from mqa.answers import figures, ready
from mqa.ledger import sessions
from mqa.terms.problems import Unavailable
from mqa.web import logs, settings, static
from mqa.web.scheduling import Scheduler
from mqa.web.warming import Warmer
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
    proxies: Sequence[str] = (),
    listening: Callable[[str], None] = lambda _: None,
) -> None:
    """Answer requests until SIGTERM or SIGINT; the workspace's stores must be open.

    `proxies`: addresses or networks whose word is taken on who asks and whether by https; none: this machine alone.
    `listening` is called with the address once it is listened to; port 0 takes any that is free. Raises Unavailable
    where the address is taken or is not ours.
    """
    settings.configure(workspace, hosts=[host, *hosts], url=url)
    logs.write_to_error_stream()
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
            log_config=None,  # its lines, too, go through our log
            log_level="warning",
            access_log=False,
            server_header=False,
            forwarded_allow_ips=[*proxies] or None,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        server = uvicorn.Server(config)
        signal.signal(signal.SIGTERM, lambda *_: setattr(server, "should_exit", True))  # before and after it listens
        sockets = [until_the_end.enter_context(_listening(host, port))]
        sessions.forget_expired(timezone.now())
        scheduler, warmer = Scheduler(workspace.folder), Warmer(workspace.folder)
        listening(url or f"http://{_spoken(host)}:{sockets[0].getsockname()[1]}")
        try:
            scheduler.start()
            warmer.start()
            server.run(sockets=sockets)
        except KeyboardInterrupt:
            pass  # the server has ended by itself already
        finally:
            scheduler.stop()
            warmer.stop()
            ready.stand_down()
            figures.forget()


def _listening(host: str, port: int) -> socket.socket:
    """The socket, taken and open already: who comes before the server is quite ready waits, and is not refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as error:
        raise Unavailable(
            f"{host}:{port} cannot be listened to: another server uses the port, or the address is not of this "
            "machine. Choose another with --port or --host."
        ) from error


def _spoken(host: str) -> str:
    """A host as it stands in an address; “everywhere” is spoken as this machine."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
