"""The conventions that keep a step portable between engines and exact on each of them.

Every rule looks at one parsed step and yields what is wrong with it. Most read the syntax tree; what
the tree does not keep (the opening comment, whether NULLS LAST was written out) is read from the text
and its tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token

FUNCTIONS = (  # those on whose results all engines agree; `and`, `or` and the like are functions to the parser
    *(exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.Exists, exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least),
    *(exp.Sum, exp.Count, exp.Min, exp.Max, exp.Abs, exp.Sign, exp.Lower, exp.Upper, exp.Trim, exp.Length),
    *(exp.Substring, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue),
)
RANKED = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue)
TYPES = {exp.DataType.Type.BIGINT, exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR}
BANNED: dict[type[exp.Expression], str] = {
    exp.Like: "LIKE: match texts in Python over their distinct values, into rule rows",
    exp.ILike: "ILIKE: match texts in Python over their distinct values, into rule rows",
    exp.Glob: "GLOB: match texts in Python over their distinct values, into rule rows",
    exp.SimilarTo: "SIMILAR TO: match texts in Python over their distinct values, into rule rows",
    exp.Bracket: "[ ]: engines disagree about lists; make them rows",
    exp.Lambda: "a lambda: engines disagree about lists; make them rows",
    exp.Lateral: "LATERAL: write a join",
    exp.Interval: "an interval: days are whole numbers, add and subtract them",
    exp.Div: "/ : engines disagree about its type; write cast(a // b as bigint)",
    exp.Star: "*: name every column, or say count(*)",
    exp.Placeholder: "a parameter: give the value as a row of a table",
    exp.Parameter: "a parameter: give the value as a row of a table",
    exp.TableSample: "a sample: its rows are chance",
    exp.Collate: "COLLATE: texts compare by their bytes",
    exp.Pivot: "PIVOT: write a join or case",
}
PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True)
class Step:
    """One step as text, tokens and tree."""

    text: str
    tokens: tuple[Token, ...]
    tree: exp.Expression


def faults(sql: str) -> list[str]:
    """Everything about a step that breaks a convention; empty when it keeps them all."""
    try:
        trees = sqlglot.parse(sql, read="duckdb")
    except SqlglotError as error:
        return [f"cannot be parsed: {error}"]
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        return ["a step is one SELECT"]
    step = Step(sql, tuple(sqlglot.tokenize(sql, read="duckdb")), trees[0])
    return [fault for rule in RULES for fault in rule(step)]


def opening_comment(step: Step) -> Iterator[str]:
    if not re.match(r"--[^\n]*\w", step.text):
        yield "opens with no comment that says what a row means"


def known_functions(step: Step) -> Iterator[str]:
    for function in step.tree.find_all(exp.Func):
        if not isinstance(function, FUNCTIONS):
            yield f"{shown(function)}: not a function on which all engines agree"


def banned_forms(step: Step) -> Iterator[str]:
    for node in step.tree.walk():
        allowed = isinstance(node, exp.Star) and isinstance(node.parent, exp.Count)
        if type(node) in BANNED and not allowed:
            yield f"{shown(node.parent or node)}: not {BANNED[type(node)]}"


def whole_numbers(step: Step) -> Iterator[str]:
    for literal in step.tree.find_all(exp.Literal):
        if not literal.is_string and not literal.this.isdigit():
            yield f"{literal.this}: not a whole number"


def types(step: Step) -> Iterator[str]:
    for kind in step.tree.find_all(exp.DataType):
        if kind.this not in TYPES:
            yield f"{shown(kind.parent or kind)}: types are bigint and text"


def divisions(step: Step) -> Iterator[str]:
    for division in step.tree.find_all(exp.IntDiv):
        if not is_cast_to_bigint(wrapper(division)):
            yield f"{shown(division)}: write cast({shown(division)} as bigint), engines widen it"


def sums(step: Step) -> Iterator[str]:
    for total in step.tree.find_all(exp.Sum):
        only_compared = isinstance(total.find_ancestor(exp.Having, exp.Select), exp.Having)
        if not only_compared and not is_cast_to_bigint(wrapper(total, exp.Coalesce, exp.Window, exp.Filter)):
            yield f"{shown(total)}: write cast({shown(total)} as bigint), engines widen it"


def named_aggregates(step: Step) -> Iterator[str]:
    for select in step.tree.find_all(exp.Select):
        for column in select.expressions:
            if not isinstance(column, exp.Alias) and column.find(exp.AggFunc):
                yield f"{shown(column)}: an aggregate needs a name (as ...)"


def nulls_last(step: Step) -> Iterator[str]:
    words = [token.text.lower() for token in step.tokens]
    written = sum(pair == ("nulls", "last") for pair in pairwise(words))
    ordered = sum(1 for _ in step.tree.find_all(exp.Ordered))
    if written != ordered:
        yield f"orders by {ordered} things, of which {written} say NULLS LAST"


def ordered_windows(step: Step) -> Iterator[str]:
    for function in step.tree.find_all(*RANKED):
        window = function.find_ancestor(exp.Window)
        if not window or not window.args.get("order"):
            yield f"{shown(window or function)}: needs an order, and one without ties"


def ordered_limits(step: Step) -> Iterator[str]:
    for query in step.tree.find_all(exp.Query):
        if (query.args.get("limit") or query.args.get("offset")) and not query.args.get("order"):
            yield f"{shown(query)}: a limit needs an order, and one without ties"


def named_groups(step: Step) -> Iterator[str]:
    for group in step.tree.find_all(exp.Group):
        if group.args.get("all"):
            yield "group by all: name the columns"


def plain_distinct(step: Step) -> Iterator[str]:
    for distinct in step.tree.find_all(exp.Distinct):
        if distinct.args.get("on"):
            yield "distinct on: number the rows with row_number() and keep the first"


def plain_joins(step: Step) -> Iterator[str]:
    for join in step.tree.find_all(exp.Join):
        if join.args.get("method"):
            yield f"{shown(join)}: not an {join.args['method']} join"


def plain_tables(step: Step) -> Iterator[str]:
    for table in step.tree.find_all(exp.Table):
        if table.db or not PLAIN_NAME.fullmatch(table.name):
            yield f"{shown(table)}: a step reads tables of ours by their names"


RULES = (
    *(opening_comment, known_functions, banned_forms, whole_numbers, types, divisions, sums, named_aggregates),
    *(nulls_last, ordered_windows, ordered_limits, named_groups, plain_distinct, plain_joins, plain_tables),
)


def wrapper(node: exp.Expression, *through: type[exp.Expression]) -> exp.Expression | None:
    """What stands directly around an expression, not counting parentheses and the given kinds."""
    parent = node.parent
    while isinstance(parent, (exp.Paren, *through)):
        parent = parent.parent
    return parent


def is_cast_to_bigint(node: exp.Expression | None) -> bool:
    return type(node) is exp.Cast and node.to.this == exp.DataType.Type.BIGINT


def shown(node: exp.Expression) -> str:
    """The words of a part of a step, cut to a line."""
    words = node.sql(dialect="duckdb", comments=False)
    return words if len(words) <= 80 else f"{words[:77]}..."
