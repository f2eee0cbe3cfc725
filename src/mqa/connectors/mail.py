"""Messages by e-mail, over SMTP: plain text with the same as simple HTML beside it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256
from html import escape

from mqa.connectors.reasons import reason
from mqa.terms.notices import CouldNotSend, Notice

SECONDS = 10.0
OWNER = "owner"
PORTS = {"tls": 465, "starttls": 587}
HERE = ("localhost", "127.0.0.1", "::1")


def send(settings: Mapping[str, str], notice: Notice) -> None:
    """Mail the message through `host` and `port`, from `from` to `to` (“owner”: those it concerns).

    `security`: “tls” from the first byte, “starttls” or not at all, “none”; left out: encrypted where the server
    offers it. Unencrypted, no password is given to a server elsewhere. `certificate`: a file of those to be trusted.
    Message-ID is made of the key, so that mail programs show two copies as one. Raises CouldNotSend.
    """
    try:
        message = mail(settings, notice)
        with _connected(settings) as server:
            refused = server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _refused_recipients(error) from error
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        why = f"The mail server answered {error.smtp_code} {said}"
        raise CouldNotSend(f"{why.rstrip('.')}.", retry=400 <= error.smtp_code < 500) from error
    except smtplib.SMTPNotSupportedError as error:
        raise CouldNotSend(f"The mail server cannot do this: {reason(error)}.", retry=False) from error
    except (OSError, smtplib.SMTPException) as error:
        raise CouldNotSend(f"The mail server cannot be reached: {reason(error)}.", retry=True) from error
    except ValueError as error:
        raise CouldNotSend(f"No mail can be made of this: {reason(error)}.", retry=False) from error
    if refused:
        raise CouldNotSend(f"The others got it, but {', '.join(refused)} was refused.", retry=False)


def mail(settings: Mapping[str, str], notice: Notice) -> EmailMessage:
    """The message as mail. Raises CouldNotSend where it is to go to nobody."""
    message = EmailMessage()
    message["Subject"] = " ".join(notice.words.subject.split())
    message["From"] = settings["from"]
    message["To"] = ", ".join(recipients(settings.get("to") or OWNER, notice.to))
    message["Date"] = notice.entered_at
    message["Message-ID"] = message_id(notice.key, settings["from"])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text(notice))
    message.add_alternative(html(notice), subtype="html")
    return message


def recipients(to: str, concerned: tuple[str, ...]) -> list[str]:
    """The addresses that `to` names, parted by commas; “owner” stands for those it concerns."""
    named = [one.strip() for one in to.split(",") if one.strip()]
    people = [*dict.fromkeys(person for one in named for person in (concerned if one == OWNER else (one,)))]
    found = [person for person in people if "@" in parseaddr(person)[1]]
    if not found:
        said = f"“{people[0]}” is no e-mail address" if people else "it concerns nobody who is known"
        raise CouldNotSend(f"The mail has no recipient: {said}.", retry=False)
    return found


def message_id(key: str, sender: str) -> str:
    """The id of a mail: the same at every attempt.

    >>> message_id("mail/handed off 12", "mqa <mqa@halyard.example>")
    '<d6b27057386c10d19d236c986768c86e@halyard.example>'
    """
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def text(notice: Notice) -> str:
    """The mail in plain text."""
    parts = (notice.words.subject, *notice.words.sentences, notice.words.answer_by, notice.link)
    return "\n\n".join(part for part in parts if part) + "\n"


def html(notice: Notice) -> str:
    """The same as HTML that every mail program shows."""
    words = notice.words
    lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in words.sentences)
    parts = [f"<p><strong>{escape(words.subject)}</strong></p>", f"<ul>{lines}</ul>" if lines else ""]
    parts += [f"<p><strong>{escape(words.answer_by)}</strong></p>"] if words.answer_by else []
    asked = "Open and answer" if words.answer_by else "Open"
    parts += [f'<p><a href="{escape(notice.link)}">{asked}</a></p>'] if notice.link else []
    return f'<!doctype html><html lang="en"><body>{"".join(parts)}</body></html>'


def _connected(settings: Mapping[str, str]) -> smtplib.SMTP:
    """The server, encrypted as far as that is asked for and offered, signed in where the settings say as whom."""
    security, host = settings.get("security", ""), settings["host"]
    trusted = ssl.create_default_context(cafile=settings.get("certificate") or None)
    port = int(settings.get("port") or PORTS.get(security, 25))
    encrypted = security == "tls"
    if encrypted:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        server.ehlo()
        if security == "starttls" or (not security and server.has_extn("starttls")):
            server.starttls(context=trusted)
            server.ehlo()
            encrypted = True
        if settings.get("user"):
            if not encrypted and host not in HERE:
                raise CouldNotSend("The mail server offers no encryption, so it is given no password.", retry=False)
            server.login(settings["user"], settings.get("password", ""))
    except BaseException:
        server.close()
        raise
    return server


def _refused_recipients(error: smtplib.SMTPRecipientsRefused) -> CouldNotSend:
    """Nobody was taken; where one of them may be taken later, all are tried again: nobody got it yet."""
    said = "; ".join(f"{address}: {code} {words.decode(errors='replace')}" for address, (code, words) in _each(error))
    return CouldNotSend(
        f"The mail server refused {said}.", retry=any(400 <= code < 500 for _, (code, _) in _each(error))
    )


def _each(error: smtplib.SMTPRecipientsRefused) -> list[tuple[str, tuple[int, bytes]]]:
    return list(error.recipients.items())
