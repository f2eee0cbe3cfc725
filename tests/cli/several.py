"""A workspace of three definitions: new business and expansion by what people did, one by product use."""

from __future__ import annotations

from pathlib import Path

from tests.cli.workspace import DAY, done, written

FIRST = "definitions/harrow.yaml"
NEW, EXPANSION, PRODUCT = "Harrow new business", "Harrow expansion", "Harrow product"
CHANGES = {  # what the two others say otherwise than the first
    EXPANSION: {
        "all_of: [Good fit, Engaged, Three people, Serious]": "all_of: [Acceptable fit, Warm]",
    },
    PRODUCT: {
        "\nengagement:": "\nproduct_signals:\n  Guide: { activity: form.guid*, points: 60 }\n\nengagement:",
        "\nlevels:": "\n  Uses it: { product_score_at_least: 40 }\n\nlevels:",
        "{ when: MQA,          stage: MQA,": "{ when: Uses it, stage: PQA,",
    },
}


def loaded(folder: Path) -> Path:
    """The workspace, loaded."""
    written(folder)
    text, files = (folder / FIRST).read_text(), [FIRST]
    for name, changes in CHANGES.items():
        other = text.replace(f"name: {NEW}", f"name: {name}")
        for was, now in changes.items():
            assert other.count(was) == 1, was
            other = other.replace(was, now)
        files.append(f"definitions/{name.split()[-1]}.yaml")
        (folder / files[-1]).write_text(other)
    agreed = folder / "mqa.yaml"
    agreed.write_text(agreed.read_text().replace(f"[{FIRST}]", f"[{', '.join(files)}]"))
    done(folder, "load")
    return folder


def side_by_side(folder: Path) -> Path:
    """The workspace, each definition run for the day, and everything handed off."""
    loaded(folder)
    for name in (NEW, EXPANSION, PRODUCT):
        done(folder, "run", "--as-of", DAY, "--definition", name)
    done(folder, "deliver")
    return folder
