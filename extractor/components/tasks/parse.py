"""Reads one clause: who orders, who is to act, with whom, and where the words of the task begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import regex

from extractor.components.tasks.clauses import Span, trim
from extractor.components.tasks.lexicon import Lexicon
from extractor.rules import Rule
from extractor.text import fold

Kind = Literal["order", "duty", "modal", "announced", "subject", "imperative", "nominal", "none"]

Predicate = tuple[Kind, str, int, bool]
"""What a subject does: kind, rule, where its verb begins, whether it is passive."""

_BARE_HEAD = regex.compile(
    r"(?:các\s+|mỗi\s+)?(?:phó\s+)?(?:giám đốc|trưởng|phó|chủ nhiệm|chủ|trạm|tổ|đội|ban|phòng|khoa|nhóm|trưởng ban|bí thư|viện|trung tâm|công ty|hội|đoàn|doanh nghiệp|đơn vị)"
)
_ADJUNCT = regex.compile(
    r"[\s,]*(?:(?:theo|căn cứ|dựa trên|trong phạm vi|trên cơ sở|tùy theo|với vai trò|với chức năng|bằng|ngoài|trong quá trình|định kỳ|trước|trong|vào|hằng|hàng|từ|ngay|ngoài ra)\s[^,;:]{3,140},\s*)",
    regex.V1,
)
_BRACKET = regex.compile(r"\s*\([^()]{0,200}\)")
_GENERIC = regex.compile(
    r"(?:đối với\s+)?(?:các|những|mỗi|từng|mọi|toàn thể|toàn bộ|tất cả|đơn vị|cơ quan|người|địa phương|tập thể|cá nhân|cán bộ|thành viên|chủ)\s(?:(?!\sđã\s(?!được))[^,;:]){2,160}?\s"
    r"(?P<modal>thì|cần phải|phải|cần|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)\s",
    regex.V1,
)
_NO_AGENT = regex.compile(
    r"(?:khi|nếu|trong|trường hợp|nhiệm vụ|yêu cầu|vì|do|nơi|ngày|tháng|đến|từ|trước|sau|tuy|những|cần|phải|không|chỉ|cũng|đây|đó|mỗi khi|điều này)(?!\p{L})|[^,;:]{0,70}\s(?:là|đã|được|thì|mà)\s+(?:phải|cần|chịu|có)\s"
)
_MODAL_NP = regex.compile(r"[^,;:.]{3,70}?\s(?P<modal>phải|cần phải|chịu trách nhiệm|có trách nhiệm)\s", regex.V1)
_PASSIVE = regex.compile(r"[\s,]*(?:được|bị)\s")
_MODAL_INSIDE = regex.compile(r"\s(?:phải|cần|cần phải)\s+(?!thiết\s)")
# What follows a body without being something it does.
_NO_VERB = regex.compile(
    r"(?:là|có|được|bị|gồm|bao gồm|thuộc|của|tại|ở|trên|dưới|với|và|hoặc|hay|như|theo|để|do|từ|đến|cho|vì|nên|mà|nhưng|rằng|khi|nếu|trong|ngoài|giữa|về|đã|đang|vừa|chưa|còn|không còn|rất|này|đó|nêu|nói|trực thuộc|"
    r"đạt|ước|tăng|giảm|đồng ý|nhất trí|thống nhất (?:chủ trương|đánh giá|với)|ghi nhận|biểu dương|hoan nghênh|cũng|vẫn|lần thứ|khóa|nhiệm kỳ|năm|tháng|ngày|số|thứ|bằng|hiện|nay|"
    r"cấp|các|những|mỗi|một|hai|ba|liên quan|phụ trách|chuyên trách|thường trực|nhà nước|mới|cũ|khác|trên địa bàn)(?!\p{L})",
    regex.V1,
)
_APPOSITION = regex.compile(
    r"\s*(?:[-–(,]\s*(?:là\s+)?(?:cơ quan|đơn vị|thành viên|trưởng|phó|chủ)\s[^-–(),;]{3,90}\s*[-–),]|,\s*mỗi\s+\p{L}+(?:\s+vị)?|\s+(?:mỗi|từng)\s+(?:đơn vị|cơ quan|xã|trường|người|bên))"
)
# A tail of a collective that no list holds ("Các CĐCS có từ 300 đoàn viên trở lên …"): it runs to the first verb of two syllables.
_TAIL = regex.compile(
    r"\s+(?:có|thuộc|đang|chưa|còn|hoạt động|nằm|được giao|liên quan|đóng|trên|từ|với|ở|tại|trực thuộc|sử dụng|tham gia|khi|gặp|theo)\s", regex.V1
)
_ACRONYM = regex.compile(r"(?:\p{Lu}[\p{Lu}\d&-]+)(?:\s+\p{Lu}[\p{L}\d&.-]*){0,4}(?=\s+\p{Ll})")
# Things, not agents: what must be done with them is told in the passive or as a rule.
_THING = regex.compile(
    r"(?:việc|công tác|hoạt động|hồ sơ|báo cáo|kinh phí|thời gian|nội dung|vật liệu|mức|số|kết quả|quá trình|văn bản|kế hoạch|chương trình|phương án|dự án|công trình|sản phẩm|hàng hóa|thuốc|thiết bị|tài liệu|danh sách|các khoản|các nội dung|các công trình|"
    r"các dự án|những nội dung|các văn bản|mọi|tất cả các|lệnh|đề án|giấy|phiếu|biên bản|thông tin|số liệu|dữ liệu|bệnh nhân|hiện vật|các trường hợp|trường hợp)(?!\p{L})",
    regex.V1,
)
_BY_AGENT = regex.compile(r"[\s,]*(?:phải|cần)?\s*(?:được|do)\s+")
_LINKS = regex.compile(
    r"(?:(?:và|đồng thời|riêng|song song đó|bên cạnh đó|ngoài ra|theo đó|do đó|vì vậy|tuy nhiên|trong đó|sau đó|trên cơ sở đó|từ đó|cùng với đó|khi đó|thì)[\s,:]+)+"
)
_LINK_TAIL = regex.compile(r"(?:^|\s)(?:cũng|còn|tiếp tục|trân trọng|kính|đã|xin|cũng đã|nay|do đó|vì vậy|đồng thời|và|thống nhất|theo đó)$")
_FRONT = regex.compile(r"[\s,]*(?:(?:và|chủ trì|chủ động|tích cực|tiếp tục|đồng thời|khẩn trương|thường xuyên|tham gia|tham mưu)[\s,]+)*")
_TITLE = regex.compile(r"(?:(?:các\s+)?(?:đồng chí|đ/c|ông \(bà\)|ông/bà|ông|bà|quý)\s+)", regex.V1)
_BOTH_ALL = regex.compile(r"(?:(?:các\s+)?(?:đồng chí|ông(?:,\s*|\s*\()?bà\)?|ông|bà)\s*[,:]?\s*)?")
_HEAD_ADJUNCT = regex.compile(r"\s*,?\s+(?:theo\s+chức|theo\s+nhiệm|căn\s+cứ|trong\s+phạm\s+vi|trên\s+cơ\s+sở)\s")
_PERSON = regex.compile(r"(?:(?:ThS|TS|PGS|GS|BS|BSCKI{1,2}|KS|CN|DS)\.?\s*)*(?P<name>\p{Lu}\p{Ll}+(?:\s+\p{Lu}[\p{Ll}’']+){1,4})(?=\s)")
_DASHED = regex.compile(r"\s*[-–]\s*\p{Lu}")
_NAME_START = regex.compile(r"\p{Lu}[\p{Ll}\p{Lu}]|các\s|đồng chí\s|đ/c\s|bộ phận\s|ông\s|bà\s")
_FUTURE = regex.compile(r"\s(?P<modal>sẽ|phải|cần|có trách nhiệm|chịu trách nhiệm|chủ trì)\s")
_NUMBERED = regex.compile(r"\s+(?:số\s+)?(?:\d{1,3}|[IVX]{1,4})(?=\s+\p{Ll}|\s*[,:;])(?!\s*(?:/|tháng|năm|ngày))")
_BOTH = regex.compile(r"(?:quý\s+)?ông(?:\s*\(bà\)|/bà|,\s*bà)\s+")
_REACH = 700


class BodyRegions(Protocol):
    """Lists of bodies by where they begin, see `extractor.components.bodies.regions.Regions`."""

    def at(self, start: int) -> Span | None: ...


@dataclass(slots=True)
class Clause:
    """One clause: ``start``..``end`` its words; ``subject`` the bodies that must act, ``leader`` who orders, ``coordinators`` who works along; ``verb`` where the task begins."""

    start: int
    end: int
    kind: Kind = "none"
    rule: str = ""
    subject: Span | None = None
    leader: Span | None = None
    coordinators: Span | None = None
    coordinators_rule: str = ""
    verb: int = 0
    passive: bool = False
    past: bool = False
    preamble: bool = False


class ClauseParser:
    """Parses the clauses of one document after another; holds the compiled cues, and in ``regions`` the bodies of the document at hand."""

    def __init__(self, cues: dict[str, Rule], lexicon: Lexicon) -> None:
        self.cues, self.lexicon = cues, lexicon
        self.regions: BodyRegions
        self.date_ends: dict[int, tuple[int, ...]] = {}  # where dates end that begin at an offset: what follows them may be the subject
        self._p = {name: rule.pattern for name, rule in cues.items()}

    def region(self, text: str, folded: str, at: int, end: int) -> Span | None:
        """The bodies named from ``at`` on, titles before a name skipped; None when no body begins there."""
        while at < end and text[at] in " \n\t":
            at += 1
        if at >= end:
            return None
        if both := _BOTH.match(folded, at, end):
            at = both.end()
        found = self.regions.at(at)
        if found is None and (title := _TITLE.match(folded, at, end)):
            found = self.regions.at(title.end()) or self._person(text, title.end(), end)
        if found is None or found[0] >= end:
            return None
        # Names hold verbs as well ("Ban Chỉ đạo"); these words in small letters end one.
        stop = self._p["body.ends"].search(text, found[0] + 2, min(found[1], end))
        until = stop.start() if stop else min(found[1], end)
        if not stop and _DASHED.match(text, until, end) and (verb := self._after_tail(text, folded, until + 2, end)):
            until = verb - 1
        number = _NUMBERED.match(text, until, end)
        return at, number.end() if number else until

    @staticmethod
    def _person(text: str, at: int, end: int) -> Span | None:
        name = regex.compile(r"\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}*){1,4}").match(text, at, end)
        return (at, name.end()) if name else None

    def parse(self, text: str, folded: str, start: int, end: int) -> Clause:
        """The clause in ``text[start:end]``."""
        start, end = trim(text, start, end)
        clause = Clause(start, end, verb=start)
        if end - start < 4:
            return clause
        if link := _LINKS.match(folded, start, end):
            clause.verb = start = link.end()
        if task_is := self._p["duty.task-is"].match(folded[start:end]):
            clause.kind, clause.rule, clause.verb = "imperative", "duty.task-is", start + task_is.end()
        elif (
            self._of_list(text, folded, start, end, clause)
            or self._order(text, folded, start, end, clause)
            or self._with_first(text, folded, start, end, clause)
            or self._subject(text, folded, start, end, clause)
        ):
            pass
        elif (answers := self._p["duty.responsibility"].match(folded[start:end])) and (region := self.region(text, folded, start + answers.end(), end)):
            clause.kind, clause.rule, clause.subject = "imperative", "duty.responsibility", region
        elif (verb := self._imperative(text, folded, start, end, clause)) is not None:
            clause.kind, clause.rule, clause.verb = "imperative", "verb.imperative", verb
        elif _MODAL_INSIDE.search(folded, start, end):
            clause.kind, clause.rule, clause.passive = "nominal", "duty.modal", True
            modal = _MODAL_INSIDE.search(folded, start, end)
            if modal:
                self._agent(text, folded, modal.end() - 1, end, clause)
        clause.past = clause.past or self._is_past(folded, clause)
        if clause.kind != "none" and not clause.passive and clause.coordinators is None:
            self._coordinators(text, folded, clause)
        return clause

    def _of_list(self, text: str, folded: str, start: int, end: int, clause: Clause) -> bool:
        """A list of bodies with a duty, of which the grammar of bodies knows at least the first."""
        match = self._p["duty.of-list"].match(folded[start:end])
        if match is None or self.regions.at(_BOTH_ALL.match(folded, start, end).end()) is None:  # type: ignore[union-attr]
            return False
        stop = start + match.end("bodies")
        known = self.region(text, folded, start, end)
        if adjunct := _HEAD_ADJUNCT.search(folded, start, stop):
            stop = adjunct.start()
        if folded[start:stop].endswith((" phải", " cần", " đều")):
            stop = folded.rindex(" ", start, stop)
        if (known and known[1] >= stop) or self._p["assign.order"].search(folded, start, stop):
            return False
        # Each part of a list begins as a name does; a part that begins with a verb belongs to another clause.
        parts = [part for part in regex.split(r"\s*[,;]\s*|\s+và\s+", text[start:stop]) if part]
        if any(self.lexicon.verb(fold(part), 0, len(part)) and not part[0].isupper() for part in parts) or _FUTURE.search(folded, start, stop):
            return False
        duty = self._p["duty.lead"].match(folded[stop:end])
        clause.kind, clause.rule, clause.subject = "duty", "duty.of-list", (_BOTH_ALL.match(folded, start, end).end(), stop)  # type: ignore[union-attr]
        clause.verb = _skip(folded, stop + duty.end() if duty else stop, end)
        return True

    def _with_first(self, text: str, folded: str, start: int, end: int, clause: Clause) -> bool:
        """A clause that begins with its coordinator: "Với Vụ A, Vụ B xây dựng …"."""
        first = self._p["with.first"].match(folded[start:end])
        region = self.region(text, folded, start + first.end(), end) if first else None
        if region is None or folded[region[1] : region[1] + 1] == ",":
            return False
        clause.kind, clause.rule, clause.verb = "imperative", "with.first", _skip(folded, region[1], end)
        clause.coordinators, clause.coordinators_rule = region, "with.first"
        return True

    def _is_past(self, folded: str, clause: Clause) -> bool:
        if clause.kind == "imperative":
            return self._p["not.past"].search(folded[clause.start : max(clause.verb, clause.start + 25)]) is not None
        until = clause.end if clause.kind in ("none", "nominal") else max(clause.verb, clause.start)
        return self._p["not.past"].search(folded[clause.start : until]) is not None

    def _order(self, text: str, folded: str, start: int, end: int, clause: Clause) -> bool:
        for match in self._p["assign.order"].finditer(folded, start, min(end, start + _REACH)):
            at = match.start()
            if self._p["assign.not-order"].search(folded[max(start, at - 40) : at]) or not self._orders(text, folded, start, at, clause):
                continue
            region = self.region(text, folded, match.end(), end) or self._named_until_verb(text, folded, match.end(), end)
            if region is None:
                if at == start and self.lexicon.verb(folded, match.end(), end):
                    clause.kind, clause.rule, clause.verb = "order", "assign.order", match.end()
                    return True
                continue
            clause.kind, clause.rule, clause.subject = "order", "assign.order", region
            clause.verb = _skip(folded, region[1], end)
            self._take_modal(folded, clause, end)
            return True
        directs = self._p["assign.leader-directs"].match(folded, start, min(end, start + _REACH))
        if directs and (region := self.region(text, folded, directs.end(), end)) and self._predicate(text, folded, region[1], end):
            clause.kind, clause.rule, clause.subject, clause.verb = "order", "assign.leader-directs", region, _skip(folded, region[1], end)
            return True
        return False

    def _named_until_verb(self, text: str, folded: str, at: int, end: int) -> Span | None:
        """After an assigning verb, a name that no list or grammar holds runs to the first verb of two syllables."""
        if not _NAME_START.match(text, at, end):
            return None
        verb = self._after_tail(text, folded, at, end)
        return (at, verb - 1) if verb and verb - at > 5 else None

    def _orders(self, text: str, folded: str, start: int, at: int, clause: Clause) -> bool:
        """Whether what stands before an assigning verb leaves it an order: nothing, a preamble, or who orders."""
        cut = max(folded.rfind(mark, start, at) for mark in ",;:")
        begin = start if cut < 0 else cut + 1
        piece = folded[begin:at].strip()
        if cut >= 0:
            head = folded[start : start + 160]
            if not self._p["preamble.phrase"].match(head):
                if self.lexicon.verb(folded, start, cut) and not self._p["assign.order"].match(folded[start:cut] + " "):
                    return False
                region = self.region(text, folded, start, cut)
                if region and region[1] < cut and self._predicate(text, folded, region[1], cut):
                    return False
        piece = _LINK_TAIL.sub("", piece).strip()
        if regex.fullmatch(r"(?:(?:đồng chí|ông|bà|hội nghị|cuộc họp|kết luận)(?:\s+(?:cũng|đã|còn))?|kiến nghị|đề xuất)", piece):
            return True
        if not piece or _LINKS.fullmatch(piece + " "):
            return True
        while begin < at and text[begin] == " ":
            begin += 1
        link = _LINKS.match(folded, begin, at)
        begin = link.end() if link else begin
        region = self.region(text, folded, begin, at)
        if region is None:
            return False
        rest = _LINK_TAIL.sub("", folded[region[1] : at].strip()).strip(" ,")
        clause.leader = region
        return not rest or (regex.fullmatch(r"(?:\p{L}+\s*){1,5}", rest) is not None and text[region[1] : at].strip()[:1].isupper())

    def _subject(self, text: str, folded: str, start: int, end: int, clause: Clause) -> bool:
        preamble = self._p["preamble.phrase"].match(folded[start : start + 60]) is not None
        positions = [start]
        if preamble:
            depth = 0
            for i in range(start, min(end, start + _REACH)):
                depth += (folded[i] in "(“[") - (folded[i] in ")”]")
                if folded[i] == "," and depth == 0:
                    positions.append(i + 1)
        positions[1:1] = self.date_ends.get(start, ())
        if preamble and (then := regex.compile(r"[^;.]{5,200}?\sthì\s").match(folded, start, end)):
            positions.append(then.end())
        for at in positions:
            while at < end and text[at] == " ":
                at += 1
            if link := _LINKS.match(folded, at, end):
                at = link.end()
            region = self.region(text, folded, at, end)
            if region and (along := self._p["with.subject"].match(folded[region[1] : end])):
                after = _skip(folded, region[1] + along.end(), end)
                leading = self.region(text, folded, after, end)
                if leading and (found := self._predicate(text, folded, leading[1], end)):
                    clause.kind, clause.rule, clause.verb, clause.passive = found
                    clause.subject, clause.coordinators, clause.coordinators_rule, clause.preamble = leading, region, "with.subject", at > start
                    return True
            if region and (found := self._predicate(text, folded, region[1], end)):
                region, found = self._whole_name(text, folded, region, end, found)
                kind, rule, verb, passive = found
                clause.kind, clause.rule, clause.verb, clause.passive = kind, rule, verb, passive
                clause.subject, clause.preamble = region, at > start
                if passive:
                    clause.subject, clause.verb = None, clause.start
                return True
            if region and _TAIL.match(folded, region[1], end) and (verb := self._after_tail(text, folded, region[1], end)):
                clause.kind, clause.rule, clause.verb = "subject", "verb.after-tail", verb
                clause.subject, clause.preamble = (region[0], verb - 1), at > start
                return True
            if region is None and (acronym := _ACRONYM.match(text, at, end)) and self.lexicon.verb(folded, _skip(folded, acronym.end(), end), end):
                clause.kind, clause.rule, clause.verb = "subject", "subject.acronym", _skip(folded, acronym.end(), end)
                clause.subject, clause.preamble = acronym.span(), at > start
                return True
            if (
                region is None
                and (person := _PERSON.match(text, at, end))
                and (found := self._predicate(text, folded, person.end(), end))
                and found[1] != "verb.unlisted"
            ):
                clause.kind, clause.rule, clause.verb, clause.passive = found
                clause.subject, clause.preamble = person.span("name"), at > start
                return True
            if (
                region is None
                and at == start
                and not preamble
                and self._p["subject.agent"].match(folded, at, end)
                and (verb := self._after_tail(text, folded, at, end))
            ):
                clause.kind, clause.rule, clause.verb = "subject", "subject.agent", verb
                clause.subject, clause.preamble = (at, verb - 1), at > start
                return True
            if region and folded[region[0] : region[1]] == "chủ":
                region = None
            if (generic := _GENERIC.match(folded, at, end)) and not _THING.match(folded, at, end):
                clause.kind, clause.rule = ("duty", "duty.lead") if generic["modal"].startswith(("có", "chịu")) else ("modal", "duty.modal")
                clause.passive = _PASSIVE.match(folded, generic.end() - 1, end) is not None
                clause.verb = clause.start if clause.passive else generic.end()
                clause.subject, clause.preamble = None if clause.passive else (at, generic.start("modal")), at > start
                self._agent(text, folded, generic.end("modal"), end, clause)
                return True
            if (
                at == start
                and not preamble
                and (modal := _MODAL_NP.match(folded, at, end))
                and not _NO_AGENT.match(folded, at, end)
                and not _THING.match(folded, at, end)
                and not _PASSIVE.match(folded, modal.end() - 1, end)
                and not self.lexicon.verb(folded, at, end)
            ):
                clause.kind, clause.rule, clause.verb = "modal", "duty.modal", modal.end()
                clause.subject, clause.preamble = (at, modal.start("modal")), at > start
                return True
        return preamble and self._before_modal(text, folded, start, end, clause)

    def _whole_name(self, text: str, folded: str, region: Span, end: int, found: Predicate) -> tuple[Span, Predicate]:
        """A name that the grammar cut short ("Giám đốc | điều hành gói thầu phải …") runs to the modal or the listed verb that follows."""
        bare = _BARE_HEAD.fullmatch(folded, *region) is not None
        if found[1] != "verb.unlisted" and not (bare and found[1] == "verb.imperative"):
            return region, found
        stop = next((i for i in range(region[1], min(end, region[1] + 75)) if folded[i] in ",;:(."), min(end, region[1] + 75))
        modal = _FUTURE.search(folded, region[1] + 1, stop)
        at = modal.start() if modal else None
        if at is None and (verb := self._after_tail(text, folded, region[1] + 1, stop)):
            at = verb - 1
        if at is None or not (longer := self._predicate(text, folded, at, end)):
            return region, found
        return (region[0], at), longer

    def _before_modal(self, text: str, folded: str, start: int, end: int, clause: Clause) -> bool:
        """A body right before sẽ, phải, cần, however the clause began: "Tháng 3, theo kế hoạch Bộ sẽ ban hành …"."""
        modal = _FUTURE.search(folded, start, min(end, start + 200))
        if modal is None:
            return False
        for space in regex.finditer(r"\s", folded, pos=start, endpos=modal.start()):
            region = self.regions.at(space.end())
            if region and region[0] == space.end() and region[1] == modal.start() and (found := self._predicate(text, folded, region[1], end)):
                clause.kind, clause.rule, clause.verb, clause.passive = found
                clause.subject, clause.preamble = region, True
                return not clause.passive
        return False

    def _agent(self, text: str, folded: str, at: int, end: int, clause: Clause) -> None:
        """In the passive, the body by whom it is to be done: "… phải được X làm"."""
        if (by := _BY_AGENT.match(folded, at, end)) and (region := self.region(text, folded, by.end(), end)) and self._predicate(text, folded, region[1], end):
            clause.subject = region

    def _after_tail(self, text: str, folded: str, at: int, end: int) -> int | None:
        """Where the first verb of two syllables begins after the tail of a collective, within its reach."""
        for space in regex.finditer(r"\s", folded, pos=at + 2, endpos=min(end, at + 110)):
            if folded[space.start() - 1] in ",;:":
                return None
            verb = self.lexicon.verb(folded, space.end(), end) if text[space.end()].islower() else None
            if verb and " " in folded[space.end() : verb]:
                return space.end()
            if text.startswith(("phối hợp ", "chủ trì"), space.end()):
                return space.end()
        return None

    def _imperative(self, text: str, folded: str, start: int, end: int, clause: Clause) -> int | None:
        """Where the verb of a clause without a subject begins."""
        if self.lexicon.verb(folded, start, end):
            return start
        for date_end in self.date_ends.get(start, ()):
            if self.lexicon.verb(folded, _skip(folded, date_end, end), end):
                clause.preamble = True
                return _skip(folded, date_end, end)
        if not self._p["preamble.phrase"].match(folded[start : start + 60]):
            return None
        if then := regex.compile(r"[^;.]{5,200}?\sthì\s+(?:phải\s+|cần\s+)?").match(folded, start, end):
            if self.lexicon.verb(folded, then.end(), end):
                clause.preamble = True
                return then.end()
        for cut in regex.finditer(",", folded, pos=start, endpos=min(end, start + _REACH)):
            at = cut.end()
            while at < end and text[at] == " ":
                at += 1
            if self.lexicon.verb(folded, at, end):
                clause.preamble = True
                return at
        return None

    def _predicate(self, text: str, folded: str, at: int, end: int) -> Predicate | None:
        """What follows a subject: (kind, rule, where the verb begins, whether it is passive), or None when no instruction follows."""
        for _ in range(3):
            if bracket := _BRACKET.match(folded, at, end) or _APPOSITION.match(folded, at, end):
                at = bracket.end()
            elif adjunct := _ADJUNCT.match(folded, at, end):
                at = adjunct.end()
            else:
                break
        rest = folded[at:end]
        for name, kind in (("duty.lead", "duty"), ("duty.modal", "modal"), ("duty.announced", "announced")):
            if match := self._p[name].match(rest):
                after = at + match.end()
                passive = _PASSIVE.match(folded, after, end) is not None
                return kind, name, _skip(folded, after, end), passive  # type: ignore[return-value]
        begin = _skip(folded, at, end)
        if self._p["with.coordinators"].match(folded, begin, end) or self.lexicon.verb(folded, begin, end):
            return "subject", "verb.imperative", begin, False
        # No lexicon holds every verb: after a body, a word in small letters that cannot go on with its name is what the body does.
        if begin < end and begin - at == 1 and text[begin].islower() and not _NO_VERB.match(folded, begin, end) and end - begin > 12:
            return "subject", "verb.unlisted", begin, False
        return None

    def _take_modal(self, folded: str, clause: Clause, end: int) -> None:
        rest = folded[clause.verb : end]
        for name in ("duty.lead", "duty.modal"):
            if match := self._p[name].match(rest):
                clause.verb = _skip(folded, clause.verb + match.end(), end)
                return

    def _coordinators(self, text: str, folded: str, clause: Clause) -> None:
        """Coordinators right before the verb, or after a comma of the same chain of verbs."""
        at = clause.verb
        front = _FRONT.match(folded, at, clause.end)
        begin = front.end() if front else at
        match = self._p["with.coordinators"].match(folded, begin, clause.end)
        if match is None:
            for later in self._p["with.coordinators"].finditer(folded, begin, clause.end):
                before = folded[max(clause.start, later.start() - 12) : later.start()].rstrip()
                if before.endswith((",", "và", "đồng thời")) and (region := self.region(text, folded, later.end(), clause.end)):
                    clause.coordinators, clause.coordinators_rule = region, "with.coordinators"
                    return
            return
        if region := self.region(text, folded, match.end(), clause.end):
            clause.coordinators, clause.coordinators_rule = region, "with.coordinators"
            clause.verb = _skip(folded, region[1], clause.end)


def _skip(folded: str, at: int, end: int) -> int:
    while at < end and folded[at] in " ,:\n\t-":
        at += 1
    return at
