"""Starts a command as a child that does not outlive its server: `python -m mqa.web.child SERVER WORD...`.

On Linux the kernel ends the command when the server dies, even by `kill -9`; whatever it was about to publish then is
not published, as with any other kill.
"""

from __future__ import annotations

import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # of prctl(2); the setting stays over the exec below


def main(server: int, words: list[str]) -> None:
    """Become the command, tied to the server; nothing is done where that has ended already."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.name == "posix" and os.getppid() != server:
        return
    os.execv(sys.executable, [sys.executable, "-m", "mqa.cli", *words])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
