"""The head of a document: number, kind, issuer, place and day, subject, addressees; and where the body begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import regex

from extractor import calendar
from extractor.components.layout.casing import Casing
from extractor.components.layout.lines import Line
from extractor.components.layout.outline import is_sentence, is_shout
from extractor.model import Fields
from extractor.rules import Rule
from extractor.text import fold

_COLUMNS = regex.compile(r"\t+|\s*\|\s*|\s{3,}")
_ADDRESSEE_END = regex.compile(r"[.;,\s]*$")
_SPLIT = regex.compile(r"\s*;\s*")
_BLANKS = regex.compile(r"\s+")
_SENTENCE_END = regex.compile(r"\.\s+(?=\p{Lu})")
_FURTHER = 40  # lines among which a head can stand


@dataclass(slots=True)
class Head:
    """What the head says, and ``body``: the index of the first line that is none of it."""

    fields: Fields = field(default_factory=Fields)
    body: int = 0
    open_date: bool = False


@dataclass(slots=True)
class _Segment:
    column: int
    start: int
    end: int


def head(text: str, folded: str, all_lines: Sequence[Line], rules: Mapping[str, Rule], casing: Casing) -> Head:
    """Reads the head line by line, column by column, until the first line that belongs to the body."""
    reader = _Reader(text, folded, rules, casing)
    result = Head()
    index = 0
    while index < min(len(all_lines), _FURTHER):
        line = all_lines[index]
        taken = [reader.take(segment, line) for segment in _segments(text, line)]  # each segment is read, even after one that is not the head's
        if not all(taken):
            break
        index += 1
    result.body = index if reader.found else 0
    result.fields = reader.fields()
    result.open_date = reader.open_date
    if not result.body:
        result.fields = replace(_reported(folded, text, rules, all_lines), issuer=None)
    return result


def _segments(text: str, line: Line) -> list[_Segment]:
    out: list[_Segment] = []
    at = line.start
    for column, cut in enumerate([*_COLUMNS.finditer(text, line.start, line.end), None]):
        end = line.end if cut is None else cut.start()
        if end > at:
            out.append(_Segment(column, at, end))
        at = line.end if cut is None else cut.end()
    return out


@dataclass(slots=True)
class _Found:
    """A segment that a rule of the head recognised: its words, and where."""

    segment: _Segment
    match: regex.Match[str]
    raw: str


class _Reader:
    """Takes the segments of the head in turn; `take` says whether a segment belongs to it."""

    def __init__(self, text: str, folded: str, rules: Mapping[str, Rule], casing: Casing) -> None:
        self.text, self.folded, self.rules, self.casing = text, folded, rules, casing
        self.found = self.open_date = False
        self.number = self.place = self.type = self.issued_on = None  # type: str | None
        self.subject: list[str] = []
        self.issuer: list[str] = []
        self.addressees: list[str] = []
        self.mode = ""
        self.subject_column = 0
        self.enacted = False
        self.readers: dict[str, Callable[[_Found], bool]] = {
            "head.number": self._number,
            "head.date": self._date,
            "head.date-open": self._date_open,
            "head.about": self._about,
            "head.addressee": self._addressees_open,
            "head.posted": self._posted,
        }

    def take(self, segment: _Segment, line: Line) -> bool:
        raw = self.text[segment.start : segment.end]
        low = self.folded[segment.start : segment.end]
        if self.mode == "addressees" and self._addressees_go_on(raw, low, line):
            return True
        if self._is_frame(low):
            return True
        for name, reader in self.readers.items():
            if match := self.rules[name].pattern.search(low):
                self.found = True
                return reader(_Found(segment, match, raw))
        if self.rules["head.enacts"].pattern.match(low) and self.type and not raw.strip().lower().startswith("chỉ thị") and self.enacted:
            return False
        if self.type and self.subject and self.rules["head.holder"].pattern.match(low) and is_shout(raw) and len(raw) < 110:
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

    def _is_frame(self, low: str) -> bool:
        """The motto or the session of a council: of the head, but no field."""
        if self.rules["head.motto"].pattern.search(low):
            if self.mode == "subject" and self.type is None:
                self.mode = ""
        elif not self.rules["head.session"].pattern.search(low):
            return False
        self.found = True
        return True

    def _number(self, found: _Found) -> bool:
        match, raw = found.match, found.raw
        if match["digits"] or raw[match.start("number")].isdigit():
            self.number = _BLANKS.sub("", raw[match.start("number") : match.end("number")]).rstrip(".")
        rest = raw[match.end("number") :]
        if rest.strip() and (day := self.rules["head.date"].pattern.search(fold(rest))):
            self._date(_Found(found.segment, day, rest))
        return True

    def _date(self, found: _Found) -> bool:
        match = found.match
        day = _day(match)
        if day is None:
            return True
        self.issued_on = day
        if match["place"]:
            self.place = found.raw[match.start("place") : match.end("place")].strip()
        if self.mode == "subject" and self.subject_column == found.segment.column:
            self.mode = ""
        return True

    def _date_open(self, found: _Found) -> bool:
        self.place = found.raw.split(",")[0].strip()
        self.open_date = True
        return True

    def _about(self, found: _Found) -> bool:
        self.subject = [found.raw[found.match.start("subject") :]]
        self.mode, self.subject_column = "subject", found.segment.column
        self.type = self.type or "công văn"
        return True

    def _posted(self, found: _Found) -> bool:
        self.issued_on = self.issued_on or _day(found.match)
        return True

    def _addressees_open(self, found: _Found) -> bool:
        words = found.raw[found.match.start("addressees") :].lstrip("-–+ ")
        self.enacted = True
        if stop := _SENTENCE_END.search(words):
            self.addressees.extend(_names(words[: stop.start()]))
            self.mode = ""
            return False
        self.mode = "addressees"
        self.addressees.extend(_names(words))
        return True

    def _addressees_go_on(self, raw: str, low: str, line: Line) -> bool:
        """Whether a line below "Kính gửi:" is one of the addressees; the first that is none ends them."""
        bullet = line.style in ("dash", "plus", "dot", "star")
        if self._ends_addressees(raw, low, line):
            self.mode = ""
            return False
        if bullet or (len(raw) < 110 and not raw.endswith((":", "."))) or (self.addressees and self.addressees[-1].endswith(",")):
            self.addressees.extend(_names(self.text[line.content : line.end]))
            return True
        if line.style == "" and len(raw) < 110 and raw.endswith(".") and not self.addressees:
            self.addressees.extend(_names(raw))
            return True
        self.mode = ""
        return False

    def _ends_addressees(self, raw: str, low: str, line: Line) -> bool:
        opens = self.rules["head.opening"].pattern.match(low) is not None and line.style != "dash"
        return opens or (is_sentence(raw) and len(raw) > 120) or self.rules["head.enacts"].pattern.match(low) is not None

    def _title(self, segment: _Segment, match: regex.Match[str], raw: str, line: Line) -> bool:
        subject = raw[match.start("subject") :].strip(" :-")
        if line.style or not (is_shout(raw) or self._may_be_title(raw, subject)):
            return False
        kind = _BLANKS.sub(" ", raw[match.start("type") : match.end("type")]).lower()
        self.type = self.rules["head.title-kind"].pattern.sub(lambda longer: longer["kind"], kind)
        if self.type in ("thông báo", "chương trình", "kế hoạch") and not subject and len(raw.split()) > 2:
            subject = raw.split(maxsplit=2)[2]
        self.subject = [subject] if subject else []
        self.mode, self.subject_column, self.found = "subject", segment.column, True
        self.enacted = True
        return True

    def _may_be_title(self, raw: str, subject: str) -> bool:
        """Whether a line in small letters that begins with a kind of document is its title rather than a sentence that speaks of one."""
        low = subject.lower()
        if len(raw) > 220 or self.rules["head.title-is-prose"].pattern.match(low) or self._is_predicate(subject):
            return False
        return not subject or self.rules["head.title-goes-on"].pattern.match(low) is not None

    def _is_predicate(self, text: str) -> bool:
        return self.rules["head.title-predicate"].pattern.search(text.lower()) is not None

    def _subject_goes_on(self, segment: _Segment, raw: str, low: str, line: Line) -> bool:
        if line.style or (self.subject and self.rules["head.opening"].pattern.match(low)) or self.rules["head.enacts"].pattern.match(low):
            self.mode = ""
            return False
        so_far = " ".join(self.subject)
        if self.type == "công văn" and not self.enacted:
            goes_on = segment.column == self.subject_column and not is_shout(raw) and len(raw) < 90
        else:
            goes_on = not is_sentence(raw) and len(raw) < 260 and len(so_far) + len(raw) < 420 and not self._names_issuer(raw, low, line)
            if so_far and not is_shout(raw) and is_shout(so_far):
                goes_on = goes_on and self.rules["head.subject-goes-on"].pattern.match(low) is not None
        if not goes_on:
            self.mode = ""
        return goes_on

    def _names_issuer(self, raw: str, low: str, line: Line) -> bool:
        """A short line in capitals before the body, or after the title a line that only names a body ("Uỷ ban nhân dân tỉnh nghệ an")."""
        if line.style or len(raw) > 110 or is_sentence(raw) or (self.enacted and not self.type):
            return False
        names = self.rules["head.issuer"].pattern.match(low) is not None
        if self.type is not None and self.subject_column >= 0 and self.enacted:
            return names and len(raw) < 80 and not self._is_predicate(raw) and not self.issuer and "," not in raw
        return is_shout(raw) and (names or (bool(self.issuer) and self.number is None and self.type is None))

    def fields(self) -> Fields:
        subject = " ".join(part.strip(" *_") for part in self.subject).strip(" .;:")
        subject = self.rules["head.subject-about"].pattern.sub("", subject)
        return Fields(
            number=self.number, type=self.type, issuer=self._issued_by(), place=self.place, issued_on=self.issued_on,
            subject=(self._cased(self.casing.sentence(subject)) if is_shout(subject) else subject) or None, addressees=tuple(self.addressees),
        )  # fmt: skip

    def _cased(self, line: str) -> str:
        return self.casing.as_elsewhere(line, self.text, self.folded)

    def _issued_by(self) -> str | None:
        """The last body of the letterhead's left column, its lines joined; a part of a body with the body above it, a department with its place."""
        bodies: list[str] = []
        for segment in self.issuer:
            if bodies and not self.rules["head.issuer"].pattern.match(segment.lower()):
                bodies[-1] += " " + segment
            else:
                bodies.append(segment)
        plain = [_BLANKS.sub(" ", body).strip(" *_-") for body in bodies]
        cased = [self._cased(self.casing.name(body)) if is_shout(body) else self.casing.name(body) for body in plain]
        if len(cased) < 2:
            return cased[0] if cased else None
        above, last = cased[-2:]
        if self.rules["head.issuer-part"].pattern.match(last.lower()) and not self.casing.place.search(last.lower()):
            return f"{last} {above}"
        place = self.rules["head.issuer-place"].pattern.search(above)
        if place is None or place[0].lower() in last.lower() or self.casing.place.search(last.lower() + "."):
            return last
        level = place[0].split()[0].lower()
        return f"{last.removesuffix(' ' + level)} {place[0]}"


def _names(words: str) -> list[str]:
    parts = (_ADDRESSEE_END.sub("", part).lstrip("-–+•* ") for part in _SPLIT.split(words))
    return [part for part in parts if part]


def _day(match: regex.Match[str]) -> str | None:
    """The ISO date of a match's day, month and year; None when there is no such day."""
    found = calendar.day(int(match["year"]), int(match["month"]), int(match["day"]))
    return found.isoformat() if found else None


def _reported(folded: str, text: str, rules: Mapping[str, Rule], all_lines: Sequence[Line]) -> Fields:
    """What a news item says of the document that it reports, in its first lines."""
    end = all_lines[min(3, len(all_lines) - 1)].end if all_lines else 0
    match = rules["head.reported"].pattern.search(folded, 0, end)
    if not match:
        return Fields()
    issued_on = _day(match) if match["day"] else None
    kind = match["type"] if match["type"] != "văn bản" else None
    return Fields(number=_BLANKS.sub("", text[match.start("number") : match.end("number")]).rstrip(".,"), type=kind, issued_on=issued_on)
