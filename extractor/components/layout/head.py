"""The head of a document: number, kind, issuer, place and day, subject, addressees; and where the body begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import regex

from extractor.components.layout.lines import Line
from extractor.components.layout.outline import is_sentence, is_shout
from extractor.model import Fields
from extractor.rules import Rule
from extractor.text import fold

_COLUMNS = regex.compile(r"\t+|\s*\|\s*|\s{3,}")
_ADDRESSEE_END = regex.compile(r"[.;,\s]*$")
_SPLIT = regex.compile(r"\s*;\s*")
_OPENING = regex.compile(
    r"(?:căn\s+cứ|thực\s+hiện|ngày|để|nhằm|trong|tiếp\s+theo|xét|theo|hiện\s+nay|thời\s+gian|sau\s+khi|hôm\s+nay|hồi|vào\s+hồi|kính\s+thưa|thưa|vừa\s+qua|triển\s+khai|qua|năm|từ)\s|[-–+]\s|kính\s+g",
    regex.V1,
)
_HOLDER = regex.compile(
    r"(?:phó )?(?:chủ tịch|bộ trưởng|thủ tướng|giám đốc|tổng giám đốc|hiệu trưởng|viện trưởng|cục trưởng|tổng cục trưởng|chánh án|chính phủ$|hội đồng nhân dân|chủ nhiệm|thống đốc|trưởng ban|ban chấp hành|ban thường vụ)(?!\p{L})"
)
_PART = regex.compile(
    r"(?:văn phòng|ban thường trực|ban thường vụ|thường trực|ban chấp hành|đoàn giám sát|ban tổ chức|ban tuyên giáo|ban dân vận|ủy ban kiểm tra|phòng|tổ|bch|btv)(?!\p{L})"
)
_STATE = regex.compile(r"(?P<head>bộ|sở|cục|tổng cục|chi cục|vụ|phòng|viện|trung tâm|ban)\s+(?P<field>\p{Ll}[^(]*)$")
_PLACE_KINDS = regex.compile(r"(?<!\p{L})(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|tp\.?)\s+", regex.V1)
_FURTHER = 40  # lines among which a head can stand


@dataclass(slots=True)
class Head:
    """What the head says, and ``body``: the index of the first line that is none of it."""

    fields: Fields = field(default_factory=Fields)
    body: int = 0
    open_date: bool = False


@dataclass(slots=True)
class _Segment:
    line: int
    column: int
    start: int
    end: int


def head(text: str, folded: str, all_lines: Sequence[Line], rules: Mapping[str, Rule]) -> Head:
    """Reads the head line by line, column by column, until the first line that belongs to the body."""
    reader = _Reader(text, folded, rules)
    result = Head()
    index = 0
    while index < min(len(all_lines), _FURTHER):
        line = all_lines[index]
        if not all([reader.take(segment, line) for segment in _segments(text, line, index)]):
            break
        index += 1
    result.body = index if reader.found else 0
    result.fields = reader.fields()
    result.open_date = reader.open_date
    if not result.body:
        result.fields = replace(_reported(folded, text, rules, all_lines), issuer=None)
    elif reader.rest is not None:
        result.body = index
    return result


def _segments(text: str, line: Line, index: int) -> list[_Segment]:
    out: list[_Segment] = []
    at = line.start
    for column, cut in enumerate([*_COLUMNS.finditer(text, line.start, line.end), None]):
        end = line.end if cut is None else cut.start()
        if end > at:
            out.append(_Segment(index, column, at, end))
        at = line.end if cut is None else cut.end()
    return out


class _Reader:
    """Takes the segments of the head in turn; `take` says whether a segment belongs to it."""

    def __init__(self, text: str, folded: str, rules: Mapping[str, Rule]) -> None:
        self.text, self.folded, self.rules = text, folded, rules
        self.found = self.open_date = False
        self.rest: int | None = None
        self.number = self.place = self.type = self.issued_on = None  # type: str | None
        self.subject: list[str] = []
        self.issuer: list[str] = []
        self.addressees: list[str] = []
        self.mode = ""
        self.subject_column = 0
        self.enacted = False

    def take(self, segment: _Segment, line: Line) -> bool:
        raw = self.text[segment.start : segment.end]
        low = self.folded[segment.start : segment.end]
        if self.mode == "addressees" and self._addressee(raw, low, line):
            return True
        for name in ("motto", "session", "number", "date", "date-open", "about", "addressee", "posted"):
            rule = self.rules[f"head.{name}"]
            match = rule.pattern.search(low)
            if match:
                self.found = True
                return bool(getattr(self, "_" + name.replace("-", "_"))(segment, match, raw))
        if self.rules["head.enacts"].pattern.match(low) and self.type and not raw.strip().lower().startswith("chỉ thị") and self.enacted:
            return False
        if self.type and self.subject and _HOLDER.match(low) and is_shout(raw) and len(raw) < 110:
            self.mode = ""
            return True
        title = self.rules["type.title"].pattern.match(low)
        if title and self.type is None and self._title(segment, title, raw, line):
            return True
        if self.mode == "subject" and self._subject_goes_on(segment, raw, low, line):
            self.subject.append(raw)
            return True
        if self._names_issuer(raw, low, line):
            self.issuer.append(raw)
            self.found = True
            return True
        return False

    def _motto(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        if self.mode == "subject" and self.type is None:
            self.mode = ""
        return True

    def _session(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        return True

    def _number(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        if match["digits"] or raw[match.start("number")].isdigit():
            self.number = regex.sub(r"\s+", "", raw[match.start("number") : match.end("number")]).rstrip(".")
        rest = raw[match.end("number") :]
        if rest.strip() and (day := self.rules["head.date"].pattern.search(fold(rest))):
            self._date(segment, day, rest)
        return True

    def _date(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        try:
            self.issued_on = date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
        except ValueError:
            return True
        if match["place"]:
            self.place = raw[match.start("place") : match.end("place")].strip()
        if self.mode == "subject" and self.subject_column == segment.column:
            self.mode = ""
        return True

    def _date_open(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        self.place = raw.split(",")[0].strip()
        self.open_date = True
        return True

    def _about(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        self.subject = [raw[match.start("subject") :]]
        self.mode, self.subject_column = "subject", segment.column
        self.type = self.type or "công văn"
        return True

    def _addressee(self, *args: object) -> bool:
        if isinstance(args[0], _Segment):
            return self._addressee_opens(args[0], args[1], str(args[2]))  # type: ignore[arg-type]
        raw, low, line = str(args[0]), str(args[1]), args[2]
        assert isinstance(line, Line)
        if (_OPENING.match(low) and line.style != "dash") or (is_sentence(raw) and len(raw) > 120) or self.rules["head.enacts"].pattern.match(low):
            self.mode = ""
            return False
        if (
            line.style in ("dash", "plus", "dot", "star")
            or (len(raw) < 110 and not raw.endswith((":", ".")))
            or (self.addressees and self.addressees[-1].endswith(","))
        ):
            words = self.text[line.content : line.end]
            self.addressees.extend(_names(words))
            return True
        if line.style == "" and len(raw) < 110 and raw.endswith(".") and not self.addressees:
            self.addressees.extend(_names(raw))
            return True
        self.mode = ""
        return False

    def _addressee_opens(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        words = raw[match.start("addressees") :].lstrip("-–+ ")
        stop = regex.search(r"\.\s+(?=\p{Lu})", words)
        self.mode = "addressees"
        self.enacted = True
        if stop:
            self.addressees.extend(_names(words[: stop.start()]))
            self.mode = ""
            return False
        self.addressees.extend(_names(words))
        return True

    def _posted(self, segment: _Segment, match: regex.Match[str], raw: str) -> bool:
        try:
            self.issued_on = self.issued_on or date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
        except ValueError:
            return True
        return True

    def _title(self, segment: _Segment, match: regex.Match[str], raw: str, line: Line) -> bool:
        subject = raw[match.start("subject") :].strip(" :-")
        shouted = is_shout(raw)
        if line.style or (not shouted and (len(raw) > 220 or regex.match(r"(?:này|số|của)\b", subject.lower()) or _predicate(subject))):
            return False
        if (
            not shouted
            and subject
            and not regex.match(r"(?:về|v/v|tổ chức|triển khai|thực hiện|tuyển|công tác|\p{Lu}|kết luận|phân công|tình hình|lấy|mời)", subject.lower())
        ):
            return False
        self.type = regex.sub(r"\s+", " ", raw[match.start("type") : match.end("type")]).lower()
        self.type = regex.sub(
            r"^(thông báo) kết luận$|^(kế hoạch) liên tịch$|^(chương trình) (?:hành động|công tác)$", lambda m: next(g for g in m.groups() if g), self.type
        )
        if self.type in ("thông báo", "chương trình", "kế hoạch") and not subject and len(raw.split()) > 2:
            subject = raw.split(maxsplit=2)[2]
        self.subject = [subject] if subject else []
        self.mode, self.subject_column, self.found = "subject", segment.column, True
        self.enacted = True
        return True

    def _subject_goes_on(self, segment: _Segment, raw: str, low: str, line: Line) -> bool:
        if line.style or (_OPENING.match(low) and self.subject) or self.rules["head.enacts"].pattern.match(low):
            self.mode = ""
            return False
        so_far = " ".join(self.subject)
        if self.type == "công văn" and not self.enacted:
            goes_on = segment.column == self.subject_column and not is_shout(raw) and len(raw) < 90
        else:
            goes_on = not is_sentence(raw) and len(raw) < 260 and len(so_far) + len(raw) < 420 and not self._names_issuer(raw, low, line)
            if so_far and not is_shout(raw) and is_shout(so_far):
                goes_on = goes_on and raw.startswith("(") is False and low.startswith(("về ", "v/v", "năm ", "giai đoạn", "tháng ", "của ", "tại "))
        if not goes_on:
            self.mode = ""
        return goes_on

    def _names_issuer(self, raw: str, low: str, line: Line) -> bool:
        """A short line in capitals before the body, or after the title a line that only names a body ("Uỷ ban nhân dân tỉnh nghệ an")."""
        if line.style or len(raw) > 110 or is_sentence(raw) or (self.enacted and not self.type):
            return False
        names = self.rules["head.issuer"].pattern.match(low) is not None
        if self.type is not None and self.subject_column >= 0 and self.enacted:
            return names and len(raw) < 80 and not _predicate(raw) and not self.issuer and "," not in raw
        return is_shout(raw) and (names or (bool(self.issuer) and self.number is None and self.type is None))

    def fields(self) -> Fields:
        subject = " ".join(part.strip(" *_") for part in self.subject).strip(" .;:")
        subject = regex.sub(r"^(?:về|v/v)\s*:?\s+(?=việc|công tác|\p{L})", "", subject, flags=regex.IGNORECASE)
        return Fields(
            number=self.number, type=self.type, issuer=_issuer(self.issuer, self.rules["head.issuer"]), place=self.place, issued_on=self.issued_on,
            subject=(sentence_case(subject) if is_shout(subject) else subject) or None, addressees=tuple(self.addressees),
        )  # fmt: skip


def _predicate(text: str) -> bool:
    return regex.search(r"(?:^|\s)(?:là|đã|sẽ|được|phải|cần|yêu cầu|đề nghị|giao|tổ chức cuộc|có hiệu lực)\s", text.lower()) is not None


def _names(words: str) -> list[str]:
    parts = (_ADDRESSEE_END.sub("", part).lstrip("-–+•* ") for part in _SPLIT.split(words))
    return [part for part in parts if part]


def _issuer(segments: Sequence[str], names: Rule) -> str | None:
    """The last body of the letterhead's left column, its lines joined."""
    bodies: list[str] = []
    for segment in segments:
        if bodies and not names.pattern.match(segment.lower()):
            bodies[-1] += " " + segment
        else:
            bodies.append(segment)
    if not bodies:
        return None
    cased = [_fields_cased(sentence_case(regex.sub(r"\s+", " ", body).strip(" *_-"))) for body in bodies]
    if len(cased) > 1 and _PART.match(cased[-1].lower()) and not _PLACE_KINDS.search(cased[-1].lower()):
        return f"{cased[-1]} {cased[-2]}"
    if (
        len(cased) > 1
        and cased[-1].startswith("Sở ")
        and (place := regex.search(r"(?:tỉnh|thành phố|TP\.?)\s+\p{Lu}.*", cased[-2]))
        and place[0].lower() not in cased[-1].lower()
    ):
        return f"{cased[-1]} {place[0]}"
    return cased[-1]


def _fields_cased(name: str) -> str:
    """The name of a ministry or department with capitals where such names have them: "Sở Giáo dục và Đào tạo"."""
    match = _STATE.match(name[:1].lower() + name[1:])
    if not match:
        return name
    words = regex.sub(r"(?:(?<=^)|(?<=\s(?:và|-|–)\s)|(?<=,\s))(\p{Ll})", lambda m: m[1].upper(), match["field"])
    return f"{match['head'][:1].upper()}{match['head'][1:]} {words}"


def sentence_case(text: str) -> str:
    """A line in capitals as it would stand in a sentence: the first letter and the names of places keep theirs.

    >>> sentence_case("ỦY BAN NHÂN DÂN TỈNH BẮC GIANG")
    'Ủy ban nhân dân tỉnh Bắc Giang'
    """
    low = text.lower() if is_shout(text) or text == text.capitalize() or (_PLACE_KINDS.search(text) and not regex.search(r"\s\p{Lu}\p{Ll}", text)) else text
    place = None
    for place in _PLACE_KINDS.finditer(low):
        pass
    if place:
        low = low[: place.end()] + low[place.end() :].title()
    for word in ("việt nam", "hồ chí minh"):
        low = low.replace(word, word.title())
    for word in ("ubnd", "hđnd", "lđlđ", "tncs", "bch", "btv", "mttq", "gd&đt", "tp."):
        low = regex.sub(rf"(?<!\p{{L}}){word}(?!\p{{L}})", word.upper(), low)
    return low[:1].upper() + low[1:]


def _reported(folded: str, text: str, rules: Mapping[str, Rule], all_lines: Sequence[Line]) -> Fields:
    """What a news item says of the document that it reports, in its first lines."""
    end = all_lines[min(3, len(all_lines) - 1)].end if all_lines else 0
    match = rules["head.reported"].pattern.search(folded, 0, end)
    if not match:
        return Fields()
    issued_on = None
    if match["day"]:
        try:
            issued_on = date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
        except ValueError:
            issued_on = None
    kind = match["type"] if match["type"] != "văn bản" else None
    return Fields(number=regex.sub(r"\s+", "", text[match.start("number") : match.end("number")]).rstrip(".,"), type=kind, issued_on=issued_on)
