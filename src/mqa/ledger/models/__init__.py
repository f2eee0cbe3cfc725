"""The ledger's tables, by what they are about: the stores, what is agreed, who is who by the word of people, the work
between marketing and sales, who may do what.

Times are UTC; `as_of`, `known_at`, `fold_from`, `until`, `*_day` and `since` are day numbers; `*_account` and
`account_id` are account numbers; `definition` is the original name of one (see `mqa.ledger.names`). Scores are
millionths of 0-100. Where a table's words end with *only ever added*, the database itself refuses to change or delete
its rows.
"""

from mqa.ledger.models.access import ApiKey, AuditEntry, Session, User
from mqa.ledger.models.agreements import AgreementEntry, Comparison, DefinitionList, ListContent
from mqa.ledger.models.corrections import Correction
from mqa.ledger.models.stores import (
    DefinitionName,
    DefinitionVersion,
    File,
    Lease,
    Load,
    LoadCount,
    Published,
    Rollup,
    Run,
    RunTable,
    Segment,
    ToldOn,
    Workspace,
)
from mqa.ledger.models.work import (
    CadenceMoment,
    Disposition,
    Handoff,
    Message,
    Packet,
    RefreshedAccount,
    ServedAccount,
    StoredAnswer,
    Transition,
)

__all__ = [
    "AgreementEntry",
    "ApiKey",
    "AuditEntry",
    "CadenceMoment",
    "Comparison",
    "Correction",
    "DefinitionList",
    "DefinitionName",
    "DefinitionVersion",
    "Disposition",
    "File",
    "Handoff",
    "Lease",
    "ListContent",
    "Load",
    "LoadCount",
    "Message",
    "Packet",
    "Published",
    "RefreshedAccount",
    "Rollup",
    "Run",
    "RunTable",
    "Segment",
    "ServedAccount",
    "Session",
    "StoredAnswer",
    "ToldOn",
    "Transition",
    "User",
    "Workspace",
]
