"""The pages of admins: people, keys, audit."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from mqa.ledger.audit import Wanted, changes
from mqa.ledger.models import Session
from mqa.ledger.parts import in_parts
from mqa.ledger.sessions import SessionStore


def link(page) -> str:
    """The path behind the link that a page shows."""
    return re.findall(r"http://testserver(/welcome/[^\"]+)", page.content.decode())[0]


@pytest.fixture
def admin(empty):
    return empty("admin")


def test_an_admin_adds_a_rep_who_chooses_a_password_and_signs_in(admin):
    sent = {"email": "Nora@halyard.example", "name": "Nora New", "role": "sales"}
    page = admin.post("/users/add", sent, follow=True)
    path = link(page)
    theirs = Client()
    assert b"Welcome, Nora New" in theirs.get(path).content
    chosen = {"password": "four plain words here", "again": "four plain words here"}
    assert theirs.post(path, chosen).headers["Location"] == "/"
    assert theirs.get("/").headers["Location"] == "/inbox"
    again = Client().post("/sign-in", {"email": "nora@halyard.example", "password": "four plain words here"})
    assert again.status_code == 302


def test_a_sales_person_in_no_team_is_pointed_out(admin):
    page = admin.post("/users/add", {"email": "nora@halyard.example", "role": "sales"}).content.decode()
    assert "in no team" in page
    assert "<code>teams</code> of <code>mqa.yaml</code>" in page


def test_a_link_is_shown_once_and_works_once(admin):
    page = admin.post("/users/add", {"email": "nora@halyard.example", "role": "sales"}, follow=True)
    path = link(page)
    assert b"/welcome/" not in admin.get("/users").content
    chosen = {"password": "four plain words here", "again": "four plain words here"}
    Client().post(path, chosen)
    assert Client().get(path).status_code == 410


def test_links_and_secrets_are_in_the_answer_alone_and_in_no_session(admin):
    made = [
        admin.post("/users/add", {"email": "nora@halyard.example", "role": "sales"}),
        admin.post("/users/change", {"email": "nora@halyard.example", "change": "password"}),
        admin.post("/keys/add", {"name": "warehouse", "scopes": ["read"]}),
    ]
    secrets = re.findall(r'id="secret" readonly value="([^"]+)"', "".join(page.content.decode() for page in made))
    kept = " ".join(str(SessionStore().decode(one.session_data)) for one in Session.objects.all())
    assert (len(secrets), [page.status_code for page in made]) == (3, [200] * 3)
    assert [one for one in secrets if one.rpartition("~")[2] in kept] == []
    assert {page["Cache-Control"] for page in made} == {"private, no-store"}
    assert b'href="/users.json"' in made[0].content


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", b"too short"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", b"repeats"),
        ("four plain words", "other plain words", b"not the same"),
    ],
)
def test_a_password_that_is_no_good_is_said_to_be(admin, password, again, said):
    path = link(admin.post("/users/add", {"email": "nora@halyard.example", "role": "sales"}, follow=True))
    answer = Client().post(path, {"password": password, "again": again})
    assert answer.status_code == 400
    assert said in answer.content


def test_an_address_and_a_role_that_are_none_are_both_said_and_what_was_typed_stays(admin):
    page = admin.post("/users/add", {"email": "nobody", "role": "boss", "name": "Nora"})
    assert page.status_code == 400
    said = page.content.decode()
    assert "“nobody” is not an e-mail address." in said
    assert "There is no role “boss”." in said
    assert 'value="Nora"' in said


def test_a_new_role_holds_from_the_next_click(admin, empty):
    rep = empty("sales")
    assert rep.get("/users").status_code == 403
    admin.post("/users/change", {"email": "rep@halyard.example", "change": "role", "role": "admin"})
    assert rep.get("/users").status_code == 200


def test_whoever_is_shut_out_is_out_at_once_and_may_be_let_in_again(admin, empty):
    rep = empty("sales")
    admin.post("/users/change", {"email": "rep@halyard.example", "change": "shut out"})
    assert rep.get("/data").status_code == 302
    admin.post("/users/change", {"email": "rep@halyard.example", "change": "let in"})
    assert empty("sales").get("/data").status_code == 200


def test_the_last_admin_cannot_be_lost(admin):
    for change in ({"change": "shut out"}, {"change": "role", "role": "viewer"}):
        page = admin.post("/users/change", {"email": "admin@halyard.example", **change}, follow=True)
        assert b"admin@halyard.example is the last admin." in page.content
    assert admin.get("/users").status_code == 200


def test_a_new_password_ends_all_sessions_of_its_person(admin, empty):
    rep = empty("sales")
    admin.post("/users/change", {"email": "rep@halyard.example", "change": "password"})
    assert rep.get("/data").status_code == 302


def test_every_change_is_in_the_audit(admin):
    admin.post("/users/change", {"email": "rep@halyard.example", "change": "role", "role": "viewer"})
    found, _ = changes(Wanted(about="rep@"))
    latest = found[0]
    assert (latest.who, latest.what) == ("admin@halyard.example", "changed role")
    assert (latest.before, latest.after) == ({"role": "sales"}, {"role": "viewer"})
    page = admin.get("/audit?about=rep%40&who=admin")
    assert b"changed role" in page.content
    assert admin.get("/audit.json?about=rep%40").json()["rows"][0]["after"] == {"role": "viewer"}


def test_the_audit_shows_one_kind_of_change(admin):
    admin.post("/users/change", {"email": "rep@halyard.example", "change": "role", "role": "viewer"})
    admin.post("/users/change", {"email": "rep@halyard.example", "change": "shut out"})
    page = admin.get("/audit?what=shut+user+out").content.decode()
    assert "<option selected>shut user out</option>" in page
    assert "<option>changed role</option>" in page
    assert {row["what"] for row in admin.get("/audit.json?what=shut+user+out").json()["rows"]} == {"shut user out"}


def test_the_audit_as_csv_is_whole(admin, monkeypatch):
    monkeypatch.setattr("mqa.ledger.audit.in_parts", lambda found: in_parts(found, 2))
    for role in ("viewer", "admin", "viewer"):
        admin.post("/users/change", {"email": "rep@halyard.example", "change": "role", "role": role})
    rows = list(csv.DictReader(io.StringIO(admin.get("/audit.csv?about=rep@&size=1").getvalue().decode())))
    assert [row["after"] for row in rows] == [f'{{"role": "{role}"}}' for role in ("viewer", "admin", "viewer")]
    assert list(rows[0]) == ["number", "at", "who", "what", "about", "before", "after"]
    assert len(admin.get("/audit.csv?about=rep@&size=1&page=1").content.decode().splitlines()) == 2


def test_a_search_of_the_audit_without_a_hit_says_so(admin):
    assert b"No such change" in admin.get("/audit?who=nobody").content


def test_the_secret_of_a_key_is_shown_once_and_opens_the_api_until_it_is_revoked(admin):
    page = admin.post("/keys/add", {"name": "warehouse", "scopes": ["read"]}, follow=True)
    secret = re.findall(r'value="(mqa_[^"]+)"', page.content.decode())[0]
    assert secret not in admin.get("/keys").content.decode()
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/runs", headers=headers).status_code == 200
    admin.post("/keys/revoke", {"prefix": secret.split("_")[1]})
    assert Client().get("/api/v1/runs", headers=headers).status_code == 401


def test_a_key_without_a_name_or_a_scope_is_refused(admin):
    page = admin.post("/keys/add", {"name": " "})
    assert page.status_code == 400
    assert b"The key has no name." in page.content
    assert b"The key could do nothing." in page.content


def test_the_first_visit_is_explained_until_it_is_read(admin):
    assert b"first-visit" in admin.get("/users").content
    admin.post("/welcomed")
    assert b"first-visit" not in admin.get("/users").content
