"""Why something could not be reached, in the words of the system without its numbers."""

from __future__ import annotations

import re

NUMBERS = re.compile(r"<urlopen error |>$|\[Errno -?\d+\] |\[[A-Z_]+: [A-Z_]+\] | \(_ssl\.c:\d+\)|\.$")


def reason(error: BaseException) -> str:
    """The reason that an error gives, or its name where it gives none.

    >>> reason(OSError("<urlopen error [Errno 111] Connection refused>")), reason(TimeoutError())
    ('connection refused', 'TimeoutError')
    """
    said = NUMBERS.sub("", str(error))
    if not said:
        return type(error).__name__
    return said[0].lower() + said[1:] if not said[:2].isupper() else said
