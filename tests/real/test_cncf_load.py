"""The workspace of CNCF loads the real data as its README counts it."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from mqa.identity.domains import domain
from mqa.ledger.opening import open_ledger
from mqa.ledger.segments import live
from mqa.loads import LoadReport, load

pytestmark = pytest.mark.real
WORKSPACE = Path(__file__).parents[2] / "workspaces" / "cncf"
TODAY = 9822


@pytest.fixture(scope="module")
def loaded(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LoadReport]:
    folder = tmp_path_factory.mktemp("cncf") / "workspace"
    folder.mkdir()
    shutil.copy(WORKSPACE / "mqa.yaml", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MQA_CNCF", str(real_data / "cncf"))
        return folder, load(folder, today=TODAY)


def counted(folder: Path, name: str, query: str) -> list[tuple[object, ...]]:
    """The answer of a query on the stored rows `t` of a table."""
    open_ledger(folder / ".mqa/ledger.sqlite3")
    files = [str(folder / ".mqa/warehouse" / file) for file in live(name)]
    with duckdb.connect() as connection:
        connection.execute(f"create view t as select * from read_parquet({files})")
        return connection.execute(query).fetchall()


def test_every_contribution_becomes_an_act_and_bots_belong_to_nobody(loaded: tuple[Path, LoadReport]) -> None:
    folder, report = loaded
    contributions = next(source for source in report.sources if source.source == "Contributions")
    assert contributions.counts["loaded"] == 796_029
    assert contributions.without_account["bot"] == 130_082
    assert counted(folder, "activities", "select count(*), count(distinct activity_id) from t") == [(796_029, 796_029)]


def test_an_act_is_known_when_it_was_recorded(loaded: tuple[Path, LoadReport]) -> None:
    folder, _ = loaded
    query = "select count(*) filter (where known_on < day), count(*) filter (where known_on > day) from t"
    [(early, late)] = counted(folder, "activities", query)
    assert early == 0
    assert int(str(late)) > 90_000


def test_sellers_mail_providers_and_unroutable_addresses_are_no_accounts(loaded: tuple[Path, LoadReport]) -> None:
    folder, _ = loaded
    wrong = "'cncf.io', 'linuxfoundation.org', 'gmail.com', 'qq.com', 'users.noreply.github.com', 'unroutable.invalid'"
    assert counted(folder, "accounts", f"select domain from t where domain in ({wrong})") == []


def test_no_account_is_the_domain_of_a_mail_provider_of_hosting_or_of_machines(loaded: tuple[Path, LoadReport]) -> None:
    folder, _ = loaded
    domains = [str(name) for (name,) in counted(folder, "accounts", "select distinct domain from t")]
    assert len(domains) > 6_000
    assert [name for name in domains if name and domain(name).rule] == []


def test_an_account_is_known_from_its_first_act(loaded: tuple[Path, LoadReport]) -> None:
    folder, _ = loaded
    first = "select account_id, min(known_on) from t where account_id > 0 group by account_id order by account_id"
    acts = dict(counted(folder, "activities", first))  # type: ignore[arg-type]
    accounts = dict(counted(folder, "accounts", first))  # type: ignore[arg-type]
    assert {account: accounts[account] for account in acts} == acts
    assert len(acts) == 6_052


def test_memberships_without_a_day_or_an_account_are_told_and_not_guessed(loaded: tuple[Path, LoadReport]) -> None:
    folder, _ = loaded
    query = "select column_name, reason, count(*) from t where source = 'Memberships' group by all order by all"
    assert counted(folder, "rejects", query) == [
        ("account_id", "is empty", 36),
        ("account_id", "is the id of no company that was loaded", 20),
        ("converted_on", "is empty", 171),
    ]
    assert counted(folder, "outcomes", "select count(*), min(kind), max(kind) from t") == [(1_126, "won", "won")]


def test_categories_without_a_day_are_hindsight(loaded: tuple[Path, LoadReport]) -> None:
    folder, _ = loaded
    query = "select hindsight, known_on < 0, count(*) from t where fact = 'landscape_category' group by all"
    assert counted(folder, "facts", query) == [(0, False, 1_098)]
    listed = "select known_on <> observed_on, count(*) from t where fact like 'listing_%' group by all"
    assert counted(folder, "facts", listed) == [(False, 1_851)]


def test_loading_again_finds_nothing_new(loaded: tuple[Path, LoadReport], real_data: Path) -> None:
    folder, _ = loaded
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MQA_CNCF", str(real_data / "cncf"))
        again = load(folder, today=TODAY + 1)
    assert [source.already_loaded for source in again.sources] == [1] * 6
    assert again.total("loaded") == 0
