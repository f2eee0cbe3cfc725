"""A definition as rows: the small rule tables that the steps join.

Names become their place in the file (from 1): signals, roles, conditions, levels, segments, tiers,
grades. Every number is an integer: micro-points, millionths of a score or share, thousandths of a fact,
whole days. What only the data can tell (shapes, titles) is left to `scoring.patterns` and
`identity.roles`.
"""

from __future__ import annotations

from mqa.definition.rows.conditions import condition_rows
from mqa.definition.rows.fit import fit_rows
from mqa.definition.rows.scopes import scope_rows
from mqa.definition.rows.signals import signal_rows
from mqa.terms.rules import Definition
from mqa.terms.stages import QUALIFIED
from mqa.terms.tables import RuleRows


def rule_rows(definition: Definition) -> RuleRows:
    """All rule tables that follow from the definition alone, by table name."""
    return {
        **fit_rows(definition),
        **scope_rows(definition),
        **signal_rows(definition),
        **condition_rows(definition),
        **_level_rows(definition),
        "required_roles": [(nth,) for nth, role in enumerate(definition.roles, start=1) if role.required],
    }


def _level_rows(definition: Definition) -> RuleRows:
    number = {condition.name: nth for nth, condition in enumerate(definition.conditions, start=1)}
    stability = definition.stability
    return {
        "levels": [
            (nth, level.name, number[level.when], level.stage, int(level.stage in QUALIFIED), level.enter_after)
            for nth, level in enumerate(definition.levels, start=1)
        ],
        "stability": [
            (
                stability.stay_at_least,
                stability.expire_after,
                stability.cooldown_rejected,
                stability.cooldown_deferred,
                stability.cooldown_expired,
            )
        ],
    }
