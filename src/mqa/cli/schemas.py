"""`mqa schema`: what an editor must know to complete and check our files."""

from __future__ import annotations

from pathlib import Path

import click

from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, say
from mqa.schemas import SCHEMAS, schema_files, schema_text


@click.command(name="schema")
@click.argument("kind", metavar="[definition|workspace]", type=click.Choice([*SCHEMAS]), default="definition")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="[default: the screen]")
@shared
def command(asked: Asked, kind: str, output: Path | None) -> None:
    """Write the JSON Schema of a definition, or of mqa.yaml, for editors.

    A file that says `# yaml-language-server: $schema=FILE` is then completed and checked while it is written.
    """
    text = schema_text(kind)
    if output is None:
        click.echo(text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    if asked.as_json:
        print_json({"schema": kind, "file": str(output)})
    else:
        say(f"The schema of a {kind} is written to {output}.")


def write_schemas(folder: Path) -> None:
    """Writes the schemas beside a workspace file, where it and its definitions point to."""
    for name, text in schema_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
