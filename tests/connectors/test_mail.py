from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from mqa.connectors.mail import send
from mqa.terms.notices import CouldNotSend, Words
from tests.connectors.receivers import notice, receiver


class Mailbox:
    """A mail server that keeps what it takes; `refuses`: what it says to a recipient or to a whole mail."""

    def __init__(self, refuses: dict[str, str]) -> None:
        self.refuses, self.mails, self.encrypted = refuses, [], []
        self.mails: list[EmailMessage]
        self.encrypted: list[bool]

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802
        envelope, address = given[2:4]
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.encrypted.append(session.ssl is not None)
        return self.refuses.get("data", "250 OK")


class AnyPort(Controller):
    """A server on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mailbox(refuses: dict[str, str] | None = None, **options: Any) -> Iterator[tuple[Mailbox, dict[str, str]]]:
    """A mail server and the settings that lead to it."""
    box = Mailbox(refuses or {})
    server = AnyPort(box, hostname="127.0.0.1", port=0, **options)
    server.start()
    try:
        yield box, {"host": "127.0.0.1", "port": str(server.port), "from": "MQA <mqa@halyard.example>", "to": "owner"}
    finally:
        server.stop()


def refusal(refuses: dict[str, str], **more: Any) -> CouldNotSend:
    with mailbox(refuses) as (_, settings), pytest.raises(CouldNotSend) as error:
        send(settings, notice(**more))
    return error.value


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine, with its key beside it."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(["openssl", *words.split(), *files], check=True, capture_output=True)
    return folder / "certificate.pem"


def encrypting(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context


def test_the_owner_gets_a_mail_in_plain_text_with_html_beside_it():
    with mailbox() as (box, settings):
        send(settings, notice())
    [mail] = box.mails
    assert (mail["To"], mail["From"]) == ("ann@halyard.example", "MQA <mqa@halyard.example>")
    assert mail["Subject"] == "Acme was handed to you: 3 people came"
    plain, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert "R&D <asked> for a demo." in plain
    assert "Answer by Tuesday 14:00." in plain
    assert "<li>R&amp;D &lt;asked&gt; for a demo.</li>" in html
    assert 'href="https://mqa.halyard.example/inbox/12"' in html


def test_a_mail_sent_again_is_known_by_its_id():
    with mailbox() as (box, settings):
        send(settings, notice())
        send(settings, notice())
        send(settings, notice(key="mail/handed off 13"))
    first, second, other = (mail["Message-ID"] for mail in box.mails)
    assert first == second != other
    assert first.endswith("@halyard.example>")


def test_others_may_get_it_beside_the_owner():
    with mailbox() as (box, settings):
        send(settings | {"to": "lead@halyard.example, owner"}, notice())
    assert box.mails[0]["To"] == "lead@halyard.example, ann@halyard.example"


def test_names_and_lines_of_others_cannot_add_a_header():
    with mailbox() as (box, settings):
        send(settings, notice(words=Words("Acme\r\nBcc: eve@example.com\nwas handed to you")))
    assert box.mails[0]["Bcc"] is None
    assert box.mails[0]["Subject"] == "Acme Bcc: eve@example.com was handed to you"


def test_what_concerns_nobody_with_an_address_is_not_tried_again():
    with pytest.raises(CouldNotSend, match="“Ann Lee” is no e-mail address") as error:
        send({"host": "127.0.0.1", "from": "mqa@halyard.example"}, notice(to=("Ann Lee",)))
    assert not error.value.retry


def test_a_recipient_that_is_refused_for_good_is_not_tried_again():
    error = refusal({"ann@halyard.example": "550 no such user"})
    assert (error.retry, error.why) == (False, "The mail server refused ann@halyard.example: 550 no such user.")


def test_a_recipient_that_is_refused_for_now_is_tried_again():
    assert refusal({"ann@halyard.example": "450 mailbox busy"}).retry


def test_where_only_some_were_refused_the_others_do_not_get_it_again():
    error = refusal({"bo@halyard.example": "450 busy"}, to=("ann@halyard.example", "bo@halyard.example"))
    assert (error.retry, error.why) == (False, "The others got it, but bo@halyard.example was refused.")


@pytest.mark.parametrize(("said", "retry"), [("451 try later", True), ("554 looks like spam", False)])
def test_a_mail_that_is_refused(said: str, retry: bool):
    error = refusal({"data": said})
    assert (error.retry, error.why) == (retry, f"The mail server answered {said}.")


def test_a_server_that_is_not_there_may_come_back():
    with receiver() as at:
        port = at.url.rpartition(":")[2]
    with pytest.raises(CouldNotSend, match="cannot be reached") as error:
        send({"host": "127.0.0.1", "port": port, "from": "mqa@halyard.example"}, notice())
    assert error.value.retry


def test_the_connection_is_encrypted_and_the_password_given_where_that_is_offered(certificate: Path):
    said = []

    def known(*given: Any) -> AuthResult:
        said.append(given[-1])
        return AuthResult(success=True)

    with mailbox(tls_context=encrypting(certificate), authenticator=known) as (box, settings):
        send(settings | {"certificate": str(certificate), "user": "mqa", "password": "secret"}, notice())
    assert box.encrypted == [True]
    assert (said[0].login, said[0].password) == (b"mqa", b"secret")


def test_a_server_that_offers_no_encryption_gets_nothing_where_it_is_asked_for():
    with mailbox() as (box, settings), pytest.raises(CouldNotSend, match="STARTTLS") as error:
        send(settings | {"security": "starttls"}, notice())
    assert (box.mails, error.value.retry) == ([], False)


def test_a_connection_may_be_encrypted_from_its_first_byte(certificate: Path):
    with mailbox(ssl_context=encrypting(certificate)) as (box, settings):
        send(settings | {"security": "tls", "certificate": str(certificate)}, notice())
    assert len(box.mails) == 1


def test_a_server_whose_certificate_is_unknown_gets_nothing(certificate: Path):
    with (
        mailbox(tls_context=encrypting(certificate)) as (box, settings),
        pytest.raises(CouldNotSend, match="certificate"),
    ):
        send(settings, notice())
    assert box.mails == []


def test_a_wrong_password_is_not_tried_again(certificate: Path):
    def unknown(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    with (
        mailbox(tls_context=encrypting(certificate), authenticator=unknown) as (_, settings),
        pytest.raises(CouldNotSend, match="535") as error,
    ):
        send(settings | {"certificate": str(certificate), "user": "mqa", "password": "x"}, notice())
    assert not error.value.retry


def test_no_password_goes_elsewhere_without_encryption(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mqa.connectors.mail.HERE", ())
    with mailbox() as (box, settings), pytest.raises(CouldNotSend, match="no encryption"):
        send(settings | {"user": "mqa", "password": "secret"}, notice())
    assert box.mails == []
