"""E-mail addresses that no person reads or writes."""

from __future__ import annotations

import re

# Names before the @ that machines send from. Shared ones (info, sales) are read by people and stay.
NO_REPLY = re.compile(
    r"(?:[a-z0-9]+[._+-])*(?:no[._-]?reply|do[._-]?not[._-]?reply|donotreply|mailer-daemon|postmaster|bounces?|"
    r"notifications?|automated|nobody|root)(?:[._+-].*)?"
)


def is_no_reply(local: str) -> bool:
    """Whether the part before the @ belongs to a machine.

    >>> is_no_reply("no-reply"), is_no_reply("build.noreply"), is_no_reply("info"), is_no_reply("norma.reply")
    (True, True, False, False)
    """
    return NO_REPLY.fullmatch(local) is not None
