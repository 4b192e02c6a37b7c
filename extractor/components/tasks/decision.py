"""Decides whether a clause states a task, by what it says and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.components.layout import Node
from extractor.components.tasks.clause import Clause
from extractor.components.tasks.draft import Draft
from extractor.components.tasks.due import QUIET_PARTS, deadline, is_open
from extractor.components.tasks.names import region
from extractor.components.tasks.scope import Scope
from extractor.components.tasks.source import Source

_AFTER_COLON = regex.compile(r":\s*[^:]{0,40}$")
_ASKING_PARTS = ("work", "request")


@dataclass(frozen=True, slots=True)
class Genre:
    """What the kind of a document says of its clauses: a report tells, a decision acts by itself, a text without a kind is news or a part of one."""

    reports: bool
    decides: bool
    headless: bool
    concludes: bool

    @classmethod
    def of(cls, kind: str | None) -> Genre:
        """The genre of a document by the kind in its title."""
        return cls(kind in ("báo cáo", "tờ trình"), kind in ("quyết định", "nghị quyết"), not kind, kind in ("thông báo", "kết luận", "chỉ thị", "công điện"))


def states_task(source: Source, clause: Clause, scope: Scope, node: Node, previous: Draft | None, genre: Genre, directs: bool) -> bool:
    """Whether a clause states a task; ``directs`` tells that the document has begun to direct, ``previous`` is the task before it in its line."""
    if _is_no_instruction(source, clause, node, genre) or scope.part == "basis" or (genre.reports and scope.part not in _ASKING_PARTS):
        return False
    if clause.kind == "order":
        return not (clause.past and (genre.headless or not directs or scope.part == "past"))
    if clause.kind == "duty":
        return True
    if _is_state(source, clause):
        return False
    going = scope.directive or scope.part in _ASKING_PARTS or previous is not None or (genre.concludes and clause.kind == "subject")
    if clause.kind == "announced" and deadline(source, clause.start, clause.end) is not None:
        return True
    if genre.decides and _is_norm(source, clause, scope, previous):
        return False
    return going and _asks(source, clause, scope, previous)


def _is_norm(source: Source, clause: Clause, scope: Scope, previous: Draft | None) -> bool:
    """A decision lays down rules and lists as well: outside its parts of work, what binds nobody and has no date is none of its tasks."""
    if clause.kind not in ("imperative", "none") or scope.part in _ASKING_PARTS:
        return False
    return not _binds(clause, scope, previous) and deadline(source, clause.start, clause.end) is None and scope.due is None


def _binds(clause: Clause, scope: Scope, previous: Draft | None) -> bool:
    """Whether somebody is named who must act: in the clause, above it, or in the task before it."""
    return bool(clause.subject or scope.assignees or (previous is not None and previous.assignees))


def _asks(source: Source, clause: Clause, scope: Scope, previous: Draft | None) -> bool:
    """Whether a clause where work is asked for asks for some itself."""
    if clause.kind == "modal":
        return clause.subject is not None or scope.assignees is not None or scope.part == "work"
    if clause.kind == "subject":
        return scope.part not in ("past", "inventory")
    if scope.part in QUIET_PARTS and not (scope.assignees is not None and scope.assignees.place == "lead-in"):
        return False
    if clause.kind == "nominal":
        due = deadline(source, clause.start, clause.end)
        return _binds(clause, scope, previous) or (due is not None and not is_open(due))
    return clause.kind != "none" or scope.verb is not None or _is_dated_line(source, clause) or _is_delivery(source, clause)


def _is_no_instruction(source: Source, clause: Clause, node: Node, genre: Genre) -> bool:
    """What no place makes a task: formulas, bans, work already done, what a decision does by itself, a mere name, a narrative."""
    cues, folded = source.cues, source.folded
    words = folded[clause.start : clause.end]
    if cues["not.ban"].match(words):
        return True
    if clause.kind == "order":
        return cues["not.formula"].search(folded[max(clause.verb, clause.start) : clause.end]) is not None or _is_name(source, clause)
    if clause.kind in ("imperative", "none") and source.lexicon.is_manner(folded, clause.start, clause.end):
        return True
    if clause.kind == "subject" and cues["not.right"].search(folded[clause.start : clause.verb]):
        return True
    if clause.past or cues["not.permission"].match(words) or _is_opening(source, clause) or cues["not.formula"].search(words) or _is_name(source, clause):
        return True
    if clause.kind == "imperative" and genre.decides and cues["not.own-act" if node.style == "article" else "not.repeal"].match(words):
        return True
    return clause.kind == "subject" and clause.subject is not None and cues["not.speech"].match(folded[clause.subject[1] : clause.end]) is not None


def _is_opening(source: Source, clause: Clause) -> bool:
    """The ground on which the document is issued; what a body is to do on some ground is none."""
    if clause.kind == "subject" and clause.verb > clause.start and not source.cues["not.opening-act"].match(source.folded, clause.verb, clause.end):
        return False
    return source.cues["not.opening"].match(source.folded[clause.start : clause.end]) is not None


def _is_name(source: Source, clause: Clause) -> bool:
    """Whether a clause only names bodies."""
    whole = region(source, clause.start, clause.end)
    return whole is not None and whole[1] >= clause.end - 2


def _is_state(source: Source, clause: Clause) -> bool:
    """An assessment or a state, unless somebody must bring it about."""
    if clause.kind not in ("none", "nominal", "modal", "subject") or (clause.subject and clause.kind == "modal"):
        return False
    if clause.kind == "subject" and clause.rule != "verb.unlisted":  # before its verb a body is in no state: what it does is asked for
        return source.cues["not.state"].match(source.folded[clause.start : clause.verb]) is not None
    return source.cues["not.state"].match(source.folded[clause.start : clause.end]) is not None


def _is_dated_line(source: Source, clause: Clause) -> bool:
    """A line that ends with a colon and its deadline: "Nộp hồ sơ: trước ngày 5/6"."""
    due = deadline(source, clause.start, clause.end)
    return due is not None and clause.end - due.end <= 60 and _AFTER_COLON.search(source.folded[clause.start : due.start]) is not None


def _is_delivery(source: Source, clause: Clause) -> bool:
    """An item that says what is to be delivered or held on what day, though it orders nothing."""
    due = deadline(source, clause.start, clause.end)
    dated = due is not None and bool(due.due or due.recurrence)
    return due is not None and dated and source.cues["deliver.dated"].search(source.folded, clause.start, due.start) is not None
