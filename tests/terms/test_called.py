"""An account is called by what is known of it, and a command that is advised can be typed."""

from __future__ import annotations

import pytest

from mqa.reading import Account
from mqa.terms.called import called, handle, heading


@pytest.mark.parametrize(
    ("domain", "name", "in_a_sentence", "typed", "above"),
    [
        ("acme.com", "Acme Inc", "acme.com", "acme.com", "acme.com, Acme Inc"),
        ("acme.com", "", "acme.com", "acme.com", "acme.com"),
        ("", "Acme Inc", "Acme Inc", "7", "Acme Inc"),
        ("", "", "account 7", "7", "account 7"),
    ],
)
def test_an_account_is_called_by_what_is_known_of_it(domain, name, in_a_sentence, typed, above):
    one = Account(7, domain, name, "")
    assert (called(one), handle(one), heading(one)) == (in_a_sentence, typed, above)
