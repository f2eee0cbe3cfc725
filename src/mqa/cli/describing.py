"""`mqa describe`: a definition as the playbook that both teams are trained with."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

import click

from mqa import stories, versions, workspaces
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, say
from mqa.explain.agreement import in_words
from mqa.explain.playbook import playbook
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.stories import Story
from mqa.workspaces import Opened

# Standing alone, so that it can be mailed and printed: the page asks for nothing.
PAGE = Template(
    """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; margin: 2em 0 .5em; }
h1 { margin-top: 0; }
h2 { border-bottom: 1px solid #8886; padding-bottom: .2em; }
li { margin: .25em 0; }
@media print {
  body { margin: 0; max-width: none; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  li { break-inside: avoid; }
}
</style>
<main>
$body</main>
</html>
"""
)


@click.command(name="describe")
@click.argument("version", default="draft", metavar="[VERSION]")
@click.option("--html", "as_html", is_flag=True, help="A page of its own, to open, mail or print.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--without-stories", is_flag=True, help="Leave the examples out.")
@shared
def command(asked: Asked, version: str, *, as_html: bool, output: Path | None, without_stories: bool) -> None:
    """Write the playbook of a definition: who fits, what counts, when it is enough, what happens next, with examples.

    VERSION is draft (the file), active, or the first digits of a kept version. Examples are the stories that come out.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    if version != "draft":
        workspaces.open_stores(workspace)
    agreement = workspaces.agreement_named(workspace, asked.definition, version)
    examples = () if without_stories else _examples(workspace, agreement.definition.name, version)
    if asked.as_json:
        said = in_words(agreement.definition)
        rows = {
            section: [{"name": one.name, "words": one.words} for one in sentences]
            for section, sentences in said.items()
        }
        print_json({"definition": agreement.definition.name, "version": agreement.version, "sections": rows})
        return
    text = playbook(agreement.definition, versions.short(agreement.version), examples)
    text = page(text, agreement.definition.name) if as_html else text
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
    """Markdown as an HTML page that stands alone."""
    from markdown_it import MarkdownIt  # only this command needs it

    return PAGE.substitute(title=escape(title), body=MarkdownIt("commonmark", {"html": False}).render(markdown))


def _examples(workspace: Opened, name: str, version: str) -> tuple[Story, ...]:
    """The stories that come out as they expect; of another version than the file's they are no examples."""
    if version != "draft":
        return ()
    read = stories.stories_of(workspace, only=[name])
    return tuple(
        one.story for some in read for one in stories.judged(some.agreement.definition, some.stories) if one.passed
    )
