"""`mqa describe`: a definition as the playbook that both teams are trained with."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import Any

import click

from mqa import agreeing, stories, versions, workspaces
from mqa.cli.opening import open_to_read
from mqa.cli.options import Asked, shared
from mqa.cli.printing import counts, print_json, say
from mqa.explain.agreement import in_words
from mqa.explain.playbook import as_read, playbook
from mqa.stories import Judged
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

# Standing alone, so that it can be mailed and printed: the page asks for nothing.
PAGE = Template(
    """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; --line: #8886; --soft: #8882; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2em 0 .5em; }
h1 { margin-top: 0; }
h2 { border-bottom: 1px solid var(--line); padding-bottom: .2em; }
ul { padding-left: 1.4em; }
li { margin: .25em 0; }
nav ul { columns: 14rem; list-style: none; padding: 0; margin: 0; }
nav li { margin: 0 0 .25em; break-inside: avoid; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35em .8em .35em 0; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { min-width: 9rem; }
td:not(:first-child, :last-child) { white-space: nowrap; }
blockquote { margin: .6em 0; padding: .5em 1em; border-left: .25em solid; background: var(--soft); }
blockquote p { margin: 0; }
@media (max-width: 40rem) {
  .wide thead { display: none; }
  .wide tr, .wide td { display: block; border: 0; padding: 0; }
  .wide tr { border-bottom: 1px solid var(--line); padding: .35em 0; }
  .wide td:first-child { font-weight: 600; }
  .wide td:not(:first-child)::before { content: attr(data-of) ": "; opacity: .75; }
  .wide td:empty { display: none; }
  .wide td:not(:first-child, :last-child) { white-space: normal; }
}
@media print {
  body { margin: 0; max-width: none; font-size: 10.5pt; }
  nav { display: none; }
  h2, h3, h4 { break-after: avoid; }
  li, tr, blockquote { break-inside: avoid; }
}
</style>
<main>
$body</main>
</html>
"""
)


@click.command(name="describe")
@click.argument("version", default="draft", metavar="[VERSION]")
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown also on the screen, as it is in a file.")
@click.option("--html", "as_html", is_flag=True, help="A page of its own, to open, mail or print.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--without-stories", is_flag=True, help="Leave the examples out.")
@shared
def command(
    asked: Asked, version: str, *, as_markdown: bool, as_html: bool, output: Path | None, without_stories: bool
) -> None:
    """Write the playbook of a definition: who fits, what counts, when it is enough, what happens next, with examples.

    VERSION is draft (the file), active, or the first digits of a kept version. Examples are the stories that come out.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    if version != "draft" or (workspace.sign_off and workspace.ledger.is_file()):
        open_to_read(workspace)
    agreement = workspaces.agreement_named(workspace, asked.definition, version)
    signed = _signed(workspace, agreement)
    if asked.as_json:
        said = in_words(agreement.definition, signed)
        rows = {
            section: [{"name": one.name, "words": one.words} for one in sentences]
            for section, sentences in said.items()
        }
        print_json({"definition": agreement.definition.name, "version": agreement.version, "sections": rows})
        return
    found, bare = ((), "") if without_stories else _judged(workspace, agreement)
    examples = [one.story for one in found if one.passed]
    version, left_out = versions.short(agreement.version), len(found) - len(examples)
    text = playbook(agreement.definition, version, examples, left_out=left_out, signed=signed, bare=bare)
    text = text if as_html or as_markdown or output else as_read(text)
    text = page(text, f"{agreement.definition.name}: the playbook") if as_html else text
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        what = f"{output} cannot be written: {(error.strerror or str(error)).lower()}."
        raise Refused([Problem(Place(""), what, "Name a file in a folder that is there and is yours.")]) from error
    say(f"Written to {output}.")


def page(markdown: str, title: str) -> str:
    """Markdown as an HTML page that stands alone, its chapters listed after what the first heading says."""
    from markdown_it import MarkdownIt  # only this command needs it

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(markdown)
    chapters = []
    for opened, inside in pairwise(tokens):
        if opened.type == "heading_open" and opened.tag == "h2":
            opened.attrSet("id", inside.content.lower().replace(" ", "-"))
            chapters.append(f'<li><a href="#{opened.attrGet("id")}">{escape(inside.content)}</a></li>')
    _name_columns(tokens)
    body = reader.renderer.render(tokens, reader.options, {})
    body = body.replace("<table>", '<div class="wide" tabindex="0"><table>').replace("</table>", "</table></div>")
    before, heading, after = body.partition("<h2")
    contents = f'<nav aria-label="Chapters"><ul>{"".join(chapters)}</ul></nav>\n'
    return PAGE.substitute(title=escape(title), body=f"{before}{contents}{heading}{after}")


def _name_columns(tokens: Sequence[Any]) -> None:
    """Each cell of a table says of which column it is: without room for columns they stand one below another."""
    columns: list[str] = []
    nth = 0
    for opened, inside in pairwise(tokens):
        if opened.type == "thead_open":
            columns = []
        elif opened.type == "th_open":
            columns.append(inside.content)
        elif opened.type == "tr_open":
            nth = 0
        elif opened.type == "td_open":
            opened.attrSet("data-of", columns[nth])
            nth += 1


def _signed(workspace: Opened, agreement: Agreement) -> str:
    """Who signed a version; empty where nobody must."""
    if not workspace.sign_off:
        return ""
    if not workspace.ledger.is_file():
        return agreeing.not_signed(workspace.sign_off)
    return agreeing.signed_words(workspace, agreement)


def _judged(workspace: Opened, agreement: Agreement) -> tuple[tuple[Judged, ...], str]:
    """The stories, tried; or none and why: they are of the file's version, and no examples of another."""
    name = agreement.definition.name
    draft = workspaces.chosen(workspace, name)
    if draft.version != agreement.version:
        return (), (
            f"There are no examples: the stories are of what the file says, version {versions.short(draft.version)}, "
            "which says something else."
        )
    try:
        read = stories.stories_of(workspace, only=[name])
    except Refused as error:
        wrong = counts([one for one in error.problems if one.weight == "problem"])
        return (), f"There are no examples: the stories cannot be read ({wrong}). “mqa stories” says what is wrong."
    return tuple(one for some in read for one in stories.judged(some.agreement.definition, some.stories)), ""
