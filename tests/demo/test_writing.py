"""The workspace of the made-up company: the same for a seed, readable by its mapping, near the size asked for."""

from __future__ import annotations

import json

import duckdb
import pytest

from mqa.definition.reading import definition
from mqa.demo import making, writing
from mqa.demo.size import Size
from mqa.demo.writing import chunks, stories_of, write_workspace
from mqa.sources.workspace import workspace
from tests.house.files import ROOT

SMALL = Size(accounts=60, days=90, seed=3)
GOLDEN = (0.12246970726626305, 0.07111650950653359)


def rows(folder, path):
    """The rows of a file or a folder of files, in order."""
    found = [file for file in folder.rglob("*") if file.is_file() and path in file.as_posix()]
    names = [file.as_posix() for file in found]
    if not names[0].endswith(".parquet"):
        return sorted(line for file in found for line in file.read_text(encoding="utf-8").splitlines())
    return duckdb.execute("select columns(*)::varchar from read_parquet(?) order by all", [names]).fetchall()


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """The same small company written twice, cut into one and into seven chunks."""
    folders = [tmp_path_factory.mktemp("twin") for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        for folder, cut in zip(folders, (1, 7), strict=True):
            patch.setattr(writing, "FEWEST_CHUNKS", cut)
            write_workspace(folder, SMALL)
    return folders


PARTS = (*writing.ACTS.values(), *writing.TOUCHES.values(), *writing.OTHERS.values(), "truth/model.json")


@pytest.mark.parametrize("path", PARTS)
def test_the_same_seed_makes_the_same_company_however_it_is_cut(twins, path):
    assert rows(twins[0], path) == rows(twins[1], path)


def test_another_seed_makes_another_company(tmp_path, twins):
    write_workspace(tmp_path, Size(accounts=60, days=90, seed=4))
    assert not set(rows(tmp_path, "truth/accounts")) & set(rows(twins[0], "truth/accounts"))


def test_the_dice_are_the_same_on_every_engine_version():
    con = duckdb.connect()
    con.execute("set variable seed = 7")
    con.execute(making.text_of("rates") + making.text_of("dice"))
    assert con.execute("select dice(1, 'opens'), dice(2::bigint, 'opens')").fetchall() == [GOLDEN]


@pytest.mark.parametrize("acts", [40_000, 500_000])
def test_the_acts_come_near_those_asked_for(tmp_path, acts):
    written = write_workspace(tmp_path, Size(accounts=1_000, days=180, seed=7, acts=acts))
    assert written.acts == pytest.approx(acts, rel=0.1)


def test_about_five_acts_make_one_activity_day(company):
    _, written = company
    assert 4 <= written.acts_per_day <= 6


def test_chunks_hold_every_account_once():
    bounds = list(chunks(Size(accounts=1_003, days=365, seed=1)))
    assert [account for low, high in bounds for account in range(low, high + 1)] == list(range(1, 1_004))


def test_every_column_of_the_mapping_is_in_the_files(company):
    folder, _ = company
    agreed, problems = workspace((folder / "mqa.yaml").read_text(encoding="utf-8"), "mqa.yaml")
    assert agreed
    assert not problems
    missing = {source.name: set(source.reads()) - columns(folder / source.files) for source in agreed.sources}
    assert {name: lacking for name, lacking in missing.items() if lacking} == {}


def columns(path):
    """The names of the columns of a file, or of the first file of a folder."""
    file = next(iter(sorted(path.iterdir()))) if path.is_dir() else path
    with duckdb.connect() as con:
        return {name for name, *_ in con.execute(f"describe from '{file}'").fetchall()}


def test_the_acts_can_be_written_as_csv(tmp_path):
    write_workspace(tmp_path, Size(accounts=20, days=30, seed=1, file_format="csv"))
    assert "event_id" in columns(tmp_path / "data" / "web")


def test_the_definition_and_its_lists_have_no_problems(company):
    home = company[0] / "definitions"
    lists = {f"lists/{file.name}": file.read_text(encoding="utf-8") for file in (home / "lists").iterdir()}
    read, problems = definition((home / "halyard.yaml").read_text(encoding="utf-8"), "halyard.yaml", lists)
    assert (read is not None, problems) == (True, ())


def test_its_lists_hold_what_the_lists_of_its_definition_hold(company):
    lists = company[0] / "definitions" / "lists"
    assert "clearfenhealth.com\n" in (lists / "named-accounts.csv").read_text(encoding="utf-8")
    assert "cipherfen.com\n" in (lists / "competitors.csv").read_text(encoding="utf-8")


def test_its_stories_are_those_of_its_definition(company):
    written = {file.name: file.read_bytes() for file in (company[0] / "stories").rglob("*") if file.is_file()}
    assert written == {file.name: file.read_bytes() for file in (ROOT / "stories" / "halyard").iterdir()}
    assert {file.parent.name for file in (company[0] / "stories").rglob("*.yaml")} == {"halyard"}


def test_stories_lie_beside_the_folder_of_definitions_or_in_the_package_within_it(tmp_path):
    beside, within = tmp_path / "stories" / "halyard", tmp_path / "definitions" / "stories" / "halyard"
    assert stories_of(tmp_path / "definitions" / "halyard.yaml") == within
    beside.mkdir(parents=True)
    assert stories_of(tmp_path / "definitions" / "halyard.yaml") == beside


def test_no_record_tells_of_a_funding_after_it_was_modified(ask):
    told, early = ask("""select count("Last funding"), count(*) filter (where "Last funding" > "Last Modified")
        from '{folder}/data/crm/accounts.csv'""")[0]
    assert (told > 100, early) == (True, 0)


def test_writing_again_leaves_the_stores_alone(tmp_path):
    (tmp_path / ".mqa").mkdir()
    write_workspace(tmp_path, Size(accounts=20, days=30, seed=1))
    write_workspace(tmp_path, Size(accounts=5, days=30, seed=1))
    assert (tmp_path / ".mqa").is_dir()
    assert len(rows(tmp_path, "data/crm/accounts")) <= 1 + 2 * 5


def test_nothing_is_left_of_the_making(company):
    assert not list(company[0].glob(".making*"))


def test_no_row_was_known_after_the_last_day(ask):
    known = """select max(received_at)::date from '{folder}/data/web/*.parquet'
        union all select max(synced_at)::date from '{folder}/data/email/*.parquet'
        union all select max("Entered on") from '{folder}/data/crm/opportunities.csv'
        union all select max(delivered_on) from '{folder}/data/intent.jsonl'"""
    assert {str(day) <= "2026-06-30" for (day,) in ask(known)} == {True}


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        ("count(*) - count(distinct event_id)", 0.003, 0.007),
        ("count(*) filter (where received_at - ts > interval 1 day)", 0.02, 0.04),
        ("count(*) filter (where email is null)", 0.25, 0.45),
        ("count(*) filter (where anonymous_id like 'crawler%')", 0.001, 0.05),
    ],
    ids=["twice", "late", "nameless", "crawlers"],
)
def test_the_website_is_as_untidy_as_websites_are(ask, what, least, most):
    ((found, everything),) = ask(f"select {what}, count(*) from '{{folder}}/data/web/*.parquet'")
    assert least <= found / everything <= most


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        ("\"Email status\" = 'bounced'", 0.01, 0.03),
        ("\"Bot\" = 'true'", 0.0005, 0.005),
        ('"Title" is null', 0.08, 0.16),
        ("\"Email\" like '%gmail.com'", 0.01, 0.05),
    ],
    ids=["bounced", "bots", "no title", "freemail"],
)
def test_the_contacts_are_as_untidy_as_contacts_are(ask, what, least, most):
    (((share),),) = ask(
        f"select avg(({what})::int) from read_csv('{{folder}}/data/crm/contacts.csv', all_varchar = true)"
    )
    assert least <= share <= most


def test_some_rows_cannot_be_read(ask):
    ((forms,),) = ask("""select count(*) from read_csv('{folder}/data/forms.csv', all_varchar = true)
        where try_cast("Submitted at" as timestamptz) is null or "Submitted at" like '_____-%'""")
    ((pages,),) = ask("select count(*) from '{folder}/data/web/*.parquet' where ts is null or event_id is null")
    assert (forms, pages) == (3, 2)


def test_the_model_is_written_with_the_truth(company):
    model = json.loads((company[0] / "truth" / "model.json").read_text(encoding="utf-8"))
    assert model["opportunity_by_breadth"] > 0
