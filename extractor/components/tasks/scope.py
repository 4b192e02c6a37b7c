"""What headings and lead-ins hand down to the lines below them: who must act, with whom, by when, under whose direction."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractor.components.layout import Node
from extractor.components.tasks.clauses import Span
from extractor.components.tasks.parse import Clause, ClauseParser
from extractor.model import Deadline, Place

_ORGANISES = regex.compile(
    r"(?:tổ\s+chức\s+(?:thực\s+hiện|triển\s+khai)|phân\s+công|trách\s+nhiệm)"
)  # who carries the document out: no part of the work dated above
_HEAD_ADJUNCT = regex.compile(r"\s*,?\s*(?:trong\s+phạm\s+vi|theo\s+chức|căn\s+cứ|trên\s+cơ\s+sở|tùy\s+theo|bằng)\s.*", regex.V1 | regex.DOTALL)
_PARTICIPLE = regex.compile(
    r"(?:hoạt động|phối hợp hoạt động|kinh doanh|sản xuất|sử dụng|thuộc|trực thuộc|quản lý nhà nước|có liên quan|liên quan|tham gia|làm nhiệm vụ|được giao|phụ trách|đóng trên)(?!\p{L})"
)
_HEAD_WORDS = regex.compile(
    r"^(?:(?P<names>đối\s+với|về\s+phía|trách\s+nhiệm(?:\s+thực\s+hiện)?\s+của|(?:vị\s+trí|chức\s+năng|nhiệm\s+vụ|quyền\s+hạn|trách\s+nhiệm)(?:(?:\s*,\s*|\s+và\s+)(?:chức\s+năng|nhiệm\s+vụ|quyền\s+hạn|trách\s+nhiệm|cơ\s+cấu\s+tổ\s+chức))*(?:\s+cụ\s+thể)?\s+của)\s+|(?:trách\s+nhiệm|giao(?:\s+nhiệm\s+vụ)?(?:\s+cho)?|phân\s+công(?:\s+cho)?|đề\s+nghị|yêu\s+cầu|kiến\s+nghị\s+(?:với|đối\s+với)?|đề\s+xuất,?\s*kiến\s+nghị\s+(?:với|đối\s+với)?|"
    r"(?:kiến\s+nghị|đề\s+xuất)\s+(?:với|đối\s+với))\s+)",
    regex.V1,
)
_HEAD_REST = regex.compile(
    r"^\s*(?:\([^)]*\)\s*)?[:.,]?\s*(?:(?:chủ\s+trì|có\s+(?:trách\s+nhiệm|nhiệm\s+vụ)|chịu\s+trách\s+nhiệm|trực\s+tiếp|thực\s+hiện|triển\s+khai|tập\s+trung|khẩn\s+trương|tổ\s+chức|làm\s+tốt|cần|phải|và|,|các|một\s+số|những|nhiệm\s+vụ|nội\s+dung|công\s+việc|giải\s+pháp|công\s+tác|việc|số|"
    r"trọng\s+tâm|cụ\s+thể|chủ\s+yếu|sau(?:\s+đây)?|như|gấp|ngay|thực\s+hiện\s+tốt|nghiêm\s+túc)\s*)*[:.]?\s*$",
    regex.V1,
)


@dataclass(frozen=True, slots=True)
class Inherited:
    """A stretch that is handed down, with where it stands."""

    span: Span
    place: Place
    rule: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for a line from above."""

    assignees: Inherited | None = None
    coordinators: Inherited | None = None
    supervisor: Inherited | None = None
    due: Deadline | None = None
    due_place: Place = "heading"
    verb: Inherited | None = None
    report_to: Inherited | None = None
    directive: bool = False
    part: str = ""
    contents: bool = False


def heading_body(text: str, folded: str, node: Node, parser: ClauseParser) -> Span | None:
    """The bodies that a heading names as those bound by what follows; None when it names a matter."""
    start, end = node.start, node.end
    prefix = _HEAD_WORDS.match(folded[start:end])
    at = start + (prefix.end() if prefix else 0)
    while end > at and text[end - 1] in " :.;,":
        end -= 1
    region = parser.region(text, folded, at, end)
    if region is None:
        named = prefix is not None and prefix["names"] is not None and regex.match(r"(?:các|những|mỗi|từng|toàn\s+thể|cán\s+bộ|\p{Lu})", text[at:end])
        return (at, end) if named and end - at < 260 else _by_siblings(folded, node, parser)
    if _HEAD_REST.match(folded[region[1] : end]):
        return region
    if adjunct := _HEAD_ADJUNCT.match(folded, region[1], end):
        return region if adjunct.end() == end else None
    # What goes on with the name of a collective ("… hoạt động trên địa bàn tỉnh") belongs to it, unless it is what the body does.
    duty = any(parser.cues[name].pattern.match(folded[region[1] : end]) for name in ("duty.lead", "duty.modal", "with.coordinators"))
    rest = folded[region[1] : end].lstrip()
    acts = parser.lexicon.verb(rest, 0, len(rest)) is not None and not _PARTICIPLE.match(rest)
    return (region[0], end) if not duty and not acts and end - region[0] < 330 and "." not in rest else None


def _owner(text: str, folded: str, node: Node, parser: ClauseParser) -> Span | None:
    """The body that begins a lead-in or a part of it: "tháng 03, Bộ có 04 đề án phải trình:"."""
    for at in (node.start, *(comma.end() for comma in regex.finditer(r",\s*", folded, pos=node.start, endpos=node.end))):
        region = parser.region(text, folded, at, node.end)
        if region and regex.compile(r"\s+(?:có|phải|cần|sẽ)\s").match(folded, region[1], node.end):
            return region
    return None


def _by_siblings(folded: str, node: Node, parser: ClauseParser) -> Span | None:
    """A heading among headings that are bodies is one as well, known or not."""
    if node.parent is None or (node.part_rule and node.parent.part_rule != node.part_rule) or not node.label or not node.children:
        return None
    heads = [sibling for sibling in node.parent.children if sibling.style == node.style and sibling is not node]
    bodies = sum(parser.regions.at(sibling.start) is not None for sibling in heads)
    matter = folded[node.end - 1] == ":" or (parser.lexicon.verb(folded, node.start, node.end) is not None and " thuộc " not in folded[node.start : node.end])
    return (node.start, node.end) if not matter and bodies >= 2 and bodies >= 0.6 * len(heads) and node.end - node.start < 160 else None


def below_heading(text: str, folded: str, node: Node, scope: Scope, parser: ClauseParser, due: Deadline | None) -> Scope:
    """The scope below a heading."""
    inner = replace(scope, part=node.part, contents=False, verb=None)
    if scope.due_place == "lead-in" and _ORGANISES.match(folded[node.start : node.end]):
        inner = replace(inner, due=None)
    if due is not None:
        inner = replace(inner, due=due, due_place="heading")
    if body := heading_body(text, folded, node, parser):
        place: Place = "lead-in" if text[node.end - 1] == ":" else "heading"
        inner = replace(inner, assignees=Inherited(body, place, "scope.heading"), coordinators=None, supervisor=scope.supervisor, directive=True)
    return inner


def below_lead_in(text: str, folded: str, node: Node, scope: Scope, clause: Clause, parser: ClauseParser, opens: bool, due: Deadline | None) -> Scope:
    """The scope below a lead-in that is a clause of its own ("Vụ A chủ trì, phối hợp với Vụ B:")."""
    inner = replace(scope, part=node.part or scope.part, contents=False, verb=None, directive=scope.directive or opens)
    if due is not None:
        inner = replace(inner, due=due, due_place="lead-in")
    # Before any list of work, "X xây dựng kế hoạch như sau:" says who writes the document, not who is to act.
    writes = clause.kind == "subject" and not node.style and not clause.coordinators
    if clause.kind in ("order", "duty", "modal", "subject", "announced") and clause.subject and not writes:
        directs = parser.cues["supervise.lead"].pattern.search(folded[clause.start : node.end])
        if directs and clause.kind == "subject":
            return replace(inner, supervisor=Inherited(clause.subject, "lead-in", "supervise.lead"), assignees=None, coordinators=None, directive=True)
        inner = replace(inner, assignees=Inherited(clause.subject, "lead-in", clause.rule), coordinators=None, directive=True)
    if clause.coordinators:
        inner = replace(inner, coordinators=Inherited(clause.coordinators, "lead-in", clause.coordinators_rule))
    if verb := parser.cues["lead.verb-last"].pattern.search(folded[node.start : node.end]):
        if inner.assignees is scope.assignees and (owner := _owner(text, folded, node, parser)):
            inner = replace(inner, assignees=Inherited(owner, "lead-in", "lead.verb-last"), coordinators=None)
        inner = replace(inner, verb=Inherited((node.start + verb.start("verb"), node.start + verb.end("verb")), "lead-in", "lead.verb-last"))
    return inner
