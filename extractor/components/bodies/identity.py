"""Identity: which body a mention means in its document, from the issuer, the letterhead and what was named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.components.bodies.antecedents import Named
from extractor.components.bodies.grammar import Grammar
from extractor.components.bodies.lexicon import Entry, Lexicon
from extractor.components.bodies.registry import Place, Registry, slug
from extractor.components.bodies.tokens import Tokens
from extractor.components.bodies.wording import COMMUNE, DISTRICT, calm, capital, initials, joined, level_of, like
from extractor.model import Body, Fields
from extractor.rules import Rules
from extractor.text import fold

_HEAD = 900
_SMALL = re.compile(
    r"(?P<level>huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|thành phố|tp\.?)\s+(?P<name>(?!ủy|uỷ|đoàn)[^\W\d_]+(?:['’ ][^\W\d_]+){0,3}|\d{1,2})", re.IGNORECASE
)
_INITIALS = re.compile(r"(?<=\w )[A-ZĐƯ]{2,}(?:\s*[&-]\s*[A-ZĐƯ]{2,})*(?!\w)")
_BARE_LEVEL = re.compile(r"(?<!\w)(?:(?P<city>thành phố|tp\.?)|(?P<level>tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu))$", re.IGNORECASE)
_ORGAN = re.compile(
    r"^(?:ban thường vụ|ban chấp hành|thường trực|thường vụ|ban thường trực|ban giám hiệu|ban giám đốc|hội đồng quản trị"
    r"|(?:phó )?(?:chủ tịch|bí thư|giám đốc|hiệu trưởng|bộ trưởng|tổng giám đốc|viện trưởng|chánh án|cục trưởng))\s+", re.IGNORECASE
)
_STATE = ("ủy ban nhân dân", "hội đồng nhân dân")
_PARTS = frozenset({"part", "party", "centre", "ministry-part", "youth", "union", "association", "collective"})
_LOCAL = frozenset({"state", "front", "union", "youth", "women", "farmers", "veterans", "association", "security", "court", "finance", "agency", "health",
                    "centre", "media", "institute", "station", "department", "part"})
_COMMITTEE = re.compile(r"(?:(?P<province>(?:tỉnh|thành) (?:ủy|uỷ|đoàn))|(?P<district>(?:huyện|quận|thị) (?:ủy|uỷ|đoàn)))$", re.IGNORECASE)
_OF_DISTRICT = re.compile(r"(?P<level>huyện|quận|thị) (?:ủy|uỷ|đoàn) (?P<name>[^\W\d_]+(?: [^\W\d_]+){0,3})", re.IGNORECASE)
_UNION_OF = re.compile(r"^(?:công đoàn(?: cơ sở)?|chi bộ|đảng bộ|đảng ủy|đoàn thanh niên(?: cộng sản hồ chí minh)?|hội đồng quản trị) (?=\S+ )", re.IGNORECASE)
_SEATED = frozenset({"union", "front", "women", "farmers", "veterans", "youth", "party", "association"})
_OF_FIRM = frozenset({"phong", "ban-giam-hieu", "to", "khoa", "xi-nghiep"})
_PROPER = re.compile(r"(?:^| )(?!Nhân |Nhà )[A-ZĐÀ-Ỹ][^\W\d_A-ZĐ]* [A-ZĐÀ-Ỹ][^\W\d_A-ZĐ]*$")
_VIETNAM = re.compile(
    r"(?:(?<=nông dân)|(?<=cựu chiến binh)|(?<=liên hiệp phụ nữ)|(?<=chữ thập đỏ)) việt nam"
    r" (?=tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)",
    re.IGNORECASE,
)
_PLACE_AT_END = re.compile(
    r"\s+(?:(?i:tỉnh|thành phố)\s+(?P<province>.+)|(?P<small>(?i:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+(?!Hội )[A-ZĐÀ-Ỹ\d].*))$"
)
_CENTRAL = ("bộ ", "tổng cục ", "tòa án nhân dân tối cao", "viện kiểm sát nhân dân tối cao", "thanh tra chính phủ", "bảo hiểm xã hội việt nam",
            "kiểm toán nhà nước")
"""Beginnings of the names of bodies that have a Cục of their own."""
_STAND_FOR = frozenset({"lanh-dao", "thu-truong"})
"""Offices of nobody in particular ("lãnh đạo Sở Y tế"): who is meant is the body."""
_SELF_NAMED = frozenset({"media", "institute", "school"})
_OFFICE_OF_STATE = re.compile(r"^văn phòng (?=ủy ban nhân dân |hội đồng nhân dân )", re.IGNORECASE)
_OWN_NAME = re.compile(r"(?<=\w )(?:(?!Dự |Đầu |Xây |Các |Khu )[A-ZĐÀ-Ỹ][^\W\d_]* [A-ZĐÀ-Ỹ\d][^\W_]*| \d+)$")
_OF_REGION = re.compile(r"khu vực (?:\d+|[ivxlc]+)(?!\w)", re.IGNORECASE)
_KEPT = 8192  # names of bodies about which an answer is kept
_ENDLESS = 600  # characters of a mention that is no name: a chain of heads and owners, each of which would be resolved in turn
_cut = lru_cache(_KEPT)(Tokens)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a document stands: its issuing body (without the organ that signs for it), its province, district and commune, each None when it is not said."""

    host: str | None
    province: Place | None
    district: str | None
    commune: str | None

    @property
    def seat(self) -> str | None:
        """The smallest place that the issuer's own name holds: "xã Tu Vũ", "tỉnh Hà Tĩnh"."""
        host = fold(self.host or "")
        if host.startswith(("huyện ủy", "quận ủy", "thị ủy")):
            return self.district
        if host.startswith(("tỉnh ủy", "thành ủy")) and self.province:
            return self.province.full
        for place in (self.commune, self.district, self.province.full if self.province else None):
            if place and fold(place) in host:
                return place
        return None


class Resolver:
    """Resolves the mentions of a document by the rules of a folder."""

    def __init__(self, rules: Rules) -> None:
        self.registry = Registry(rules)
        self.lexicon = Lexicon.of(rules)
        self.grammar = Grammar(self.lexicon)
        # A document names its bodies again and again, and so does the next one.
        self._unit = lru_cache(_KEPT)(self.registry.unit)
        self._name = lru_cache(_KEPT)(self._written_out)
        self._expanded = lru_cache(_KEPT)(self._expand)
        self._id = lru_cache(_KEPT)(self._identify)
        self._has_place = lru_cache(_KEPT)(self._names_place)
        self._level = lru_cache(_KEPT)(level_of)
        self._initials = initials(form for rule in rules["bodies/fields"] if rule.id != "words" for form in rule.data["forms"])
        self._group = {rule.id: str(rule.data.get("group", "")) for rule in rules["bodies/heads"]}

    def resolve(self, bodies: Sequence[Body], fields: Fields, text: str) -> list[Body]:
        """The same mentions with ``id``, ``canonical``, ``parent`` and ``level`` where they can be known; see `resolve`."""
        return self.resolve_in(bodies, self.context(fields, Tokens(text)))

    def resolve_in(self, bodies: Sequence[Body], context: Context) -> list[Body]:
        """The same, where the document's context is known."""
        named = Named()
        resolved: list[Body] = []
        for body in bodies:
            known = self._resolve(body, context, named)
            resolved.append(known)
            if known.canonical and known.kind not in ("office-holder", "person-titled", "person"):
                named.add(fold(self._expanded(body.name)), known.canonical)
        # What the document says in full only later.
        return [body if body.canonical else self._resolve(body, context, named) for body in resolved]

    # The document -----------------------------------------------------------------------------------------------------------------------------------

    def context(self, fields: Fields, tokens: Tokens) -> Context:
        """What the issuer, the letterhead and the text say of the place."""
        opening = tokens.text[:_HEAD]
        issuer = fields.issuer or ""
        unit = self._unit(_ORGAN.sub("", self._expanded(issuer))) if issuer else None
        central = (unit is not None and not unit.per) or fold(issuer).startswith("bộ ")
        sources = (issuer,) if central else (issuer, *fields.addressees[:1], opening, fields.place or "")
        province = next((place for place in map(self._province, map(Tokens, sources)) if place), None) or (None if central else self._province(tokens))
        district = next((place for place in (self._small(source, DISTRICT) or self._of_committee(source) for source in (issuer, opening)) if place), None)
        commune = next((place for place in (self._small(source, COMMUNE) for source in (issuer, opening)) if place), None)
        if not issuer:
            district = district or self._only(tokens.text, DISTRICT)
            commune = commune or self._only(tokens.text, ("đặc khu",))
        host = _ORGAN.sub("", self._expanded(issuer)) if issuer else None
        if host:
            place = Context(None, province, district, commune)
            host = unit.name if unit is not None and not unit.per else self._with_place(self._named_places(calm(host)), place)
        return Context(host, province, district, commune)

    def _only(self, text: str, levels: tuple[str, ...]) -> str | None:
        """The only place of these levels that a text names, None when it names several."""
        named = {place for line in text.splitlines() for found in _SMALL.finditer(line) if (place := self._small(found[0], levels))}
        return named.pop() if len(named) == 1 else None

    def _of_committee(self, source: str) -> str | None:
        """The district of a committee's name: "huyện Thạch An" of "Huyện ủy Thạch An"."""
        found = _OF_DISTRICT.search(source)
        if found is None or not found["name"][:1].isupper():
            return None
        return self._small(f"{found['level'].lower().replace('thị', 'thị xã')} {found['name']}", DISTRICT)

    def _province(self, tokens: Tokens) -> Place | None:
        """The first province that a level or a body stands before, else the first at all."""
        first: Place | None = None
        beginnings = self.lexicon.places.root
        for i, word in enumerate(tokens.words):
            found = self.lexicon.places.longest(tokens, i) if word in beginnings else None
            if found is None:
                continue
            place = self.registry.places[found[1].rule]
            if i and tokens.words[i - 1] in ("tỉnh", "phố", "tp", "ủy", "."):
                return place
            first = first or place
        return first

    def _small(self, source: str, levels: tuple[str, ...]) -> str | None:
        for found in _SMALL.finditer(source):
            level = fold(found["level"])
            name = found["name"]
            if level in levels and not fold(name).startswith(("ủy", "đoàn", "hội")) and (name[:1].isupper() or name.isdigit()):
                words = []
                for word in name.split(" "):
                    if not word[:1].isupper() and not word.isdigit():
                        break
                    words.append(word.title() if word.isupper() and len(word) > 1 else word)
                return f"{level} {' '.join(words)}" if words else None
        return None

    # One mention ------------------------------------------------------------------------------------------------------------------------------------

    def _resolve(self, body: Body, context: Context, named: Named) -> Body:
        if body.kind == "person":
            return replace(body, canonical=body.name)
        if body.kind == "collective" or len(body.name) > _ENDLESS:
            return body
        name = self._name(body.name)
        if body.kind == "person-titled":
            name = self._without_person(name)
        unit = self._unit(name)
        if unit is not None and not unit.per:
            parent = self.registry.units[unit.parent].name if unit.parent in self.registry.units else unit.parent
            return replace(body, id=unit.id, canonical=unit.name, parent=parent, level=unit.level)
        full = self._full(name, context, named)
        if full is None:
            return body
        return replace(body, id=self._id(full), canonical=full, parent=self._parent(full, name, context), level=self._level(full))

    def _written_out(self, name: str) -> str:
        """The name as it is compared: no abbreviation, no line of capitals, no slip of the pen."""
        tokens = Tokens(name)
        said = list(tokens.words)
        self.lexicon.slips.mend(tokens)
        for i in range(len(said) - 1, -1, -1):
            if said[i] != tokens.words[i]:
                name = f"{name[: tokens.starts[i]]}{like(name[tokens.starts[i] :][:1], tokens.words[i])}{name[tokens.ends[i] :]}"
        return _VIETNAM.sub(" ", self._named_places(calm(self._spelt_out(self._expanded(name)))))

    def _named_places(self, name: str) -> str:
        """Provinces with the capitals of their names, in a name that was written in capitals."""
        if any(word[:1].isupper() for word in name.split()[1:]):
            return name
        tokens = _cut(name.title())
        for i in range(1, len(tokens)):
            found = self.lexicon.places.longest(tokens, i)
            if found:
                name = name[: tokens.starts[i]] + self.registry.places[found[1].rule].name + name[tokens.ends[found[0] - 1] :]
        return name

    def _spelt_out(self, name: str) -> str:
        """Initials of a field of work ("Phòng VH-XH") in words, where only one field has them."""

        def words(found: re.Match[str]) -> str:
            return self._initials.get(re.sub(r"\W", "", found[0])) or found[0]

        return _INITIALS.sub(words, name)

    def _without_person(self, name: str) -> str:
        """The office alone, unless several hold it at once ("Thứ trưởng", "Phó Thủ tướng")."""
        if fold(name).startswith(("phó thủ tướng", "thứ trưởng")):
            return name
        tokens = _cut(name)
        for i in range(1, len(tokens)):
            if self.grammar.person(tokens, i) == len(tokens):
                return name[: tokens.ends[i - 1]]
        return name

    def _full(self, name: str, context: Context, named: Named) -> str | None:
        """The full name of a body or an office, None when the document does not make it certain."""
        tokens = _cut(name)
        found = self.lexicon.main.longest(tokens, 0)
        if found is None or found[1].role == "quantifier":
            return None
        end, entry = found
        if entry.role == "title":
            return self._holder(name, entry, end, tokens, context, named)
        if len(tokens) > 2 and context.host and fold(context.host).startswith(fold(name) + " "):
            return context.host
        own = self.grammar.own_name(tokens, end, entry)
        if own < len(tokens):
            if self._group.get(entry.rule) in _SELF_NAMED and self.lexicon.connectors.longest(tokens, own) is None:
                return name
            return self._owned(name, tokens, own, context, named)
        unit = self._unit(name)
        if unit is not None and not unit.per:
            return unit.name
        if entry.rule == "trung-uong-hoi" and end == len(tokens):
            return self._association(name, context)
        if self._has_place(name):
            return self._levelled(self._with_place(name, context), entry)
        bare = end == len(tokens)
        longer = self._antecedent(name, context, named) if bare or self._group.get(entry.rule) in ("enterprise", "school") else None
        longer = longer or named.by_initials(name)
        return longer or self._completed(name, entry, bare, context)

    def _levelled(self, name: str, entry: Entry) -> str:
        """"Sở Y tế Nghệ An" as "Sở Y tế tỉnh Nghệ An"."""
        tokens = _cut(name)
        if entry.rule not in ("so", "uy-ban-nhan-dan", "hoi-dong-nhan-dan"):
            return name
        for i in range(1, len(tokens)):
            found = self.lexicon.places.longest(tokens, i)
            if found and found[0] == len(tokens) and tokens.words[i - 1] not in ("tỉnh", "phố", "tp", "."):
                return f"{name[: tokens.starts[i]]}{self.registry.places[found[1].rule].full}"
        return name

    def _owned(self, name: str, tokens: Tokens, own: int, context: Context, named: Named) -> str | None:
        """A name that ends in its parent's ("BTV Huyện ủy"): the parent is completed."""
        connector = self.lexicon.connectors.longest(tokens, own)
        start = connector[0] if connector else own
        if start >= len(tokens):
            return name
        parent = self._full(name[tokens.starts[start] :], context, named)
        return name[: tokens.starts[start]] + parent if parent else name

    def _antecedent(self, name: str, context: Context, named: Named) -> str | None:
        """The issuer, or the last body named before, whose name goes on where this one stops ("Sở", "Ban Chỉ đạo")."""
        short = fold(name)
        if context.host and fold(context.host).startswith(short + " "):
            return context.host
        return named.last(short)

    def _completed(self, name: str, entry: Entry, bare: bool, context: Context) -> str | None:
        """The full name: with its place, or with the body that it is a part of."""
        group = self._group.get(entry.rule, "")
        committee = _COMMITTEE.search(name)
        if committee is not None:
            return self._committee(name, "province" if committee["province"] else "district", context)
        if entry.rule == "so":
            return f"{name} {context.province.full}" if context.province and not bare else None
        if fold(name).startswith("tổng cục ") and not bare:
            return name
        if bare and entry.rule in ("bo", "vien", "bao", "cong-ty", "truong"):
            return None
        host = fold(context.host or "")
        of_branch = entry.rule == "cong-doan-nganh" and not bare and context.province is not None
        of_firm = group == "health" and self._host_group(context.host or "") in ("school", "enterprise")
        if not of_branch and (group in _PARTS or of_firm or entry.rule == "thanh-tra" or (group == "agency" and host.startswith(_CENTRAL))):
            return self._part(name, entry, bare, context)
        if group in _LOCAL and entry.form != "fixed":
            if _PROPER.search(name):
                return name
            place = context.seat or (context.province.full if context.province else None)
            return f"{name} {place}" if place else None if bare else name
        return None if bare else name

    def _association(self, name: str, context: Context) -> str | None:
        """"Tỉnh Hội" and "Trung ương Hội" in a paper of an association."""
        host = fold(context.host or "")
        if not host.startswith("hội ") or context.seat is None or context.host is None:
            return None
        kind = context.host[: host.rfind(fold(context.seat))].strip()
        if fold(name) == "trung ương hội":
            return f"Trung ương {kind} Việt Nam"
        if fold(name) == "tỉnh hội" and context.province:
            return f"{kind} {context.province.full}"
        return f"{kind} {context.district}" if fold(name) == "huyện hội" and context.district else None

    def _part(self, name: str, entry: Entry, bare: bool, context: Context) -> str | None:
        """A part of the issuer; in a local authority's paper it is named with the place, and a project's board has a name of its own."""
        host = _OFFICE_OF_STATE.sub("", context.host) if context.host else None
        if host is None:
            seat = context.district or (context.commune if (context.commune or "").startswith("đặc khu") else None)
            return f"{name} {seat}" if seat and entry.rule == "phong" and not bare else None
        if not bare and (fold(host) in ("chính phủ", "quốc hội") or (entry.rule == "ban-quan-ly" and _OWN_NAME.search(name))):
            return name
        if fold(host).startswith(fold(name) + " ") or fold(host) == fold(name):
            return host
        of_district = entry.rule == "phong" and self._host_group(host) in _SEATED and not (context.province and context.seat == context.province.full)
        of_place = fold(host).startswith(_STATE) or of_district
        if of_place and context.seat and (not bare or name.count(" ") > 1):
            return f"{name} {context.seat}"
        firm = _UNION_OF.sub("", host)
        return joined(name, firm if entry.rule in _OF_FIRM and firm != host else host)

    def _host_group(self, host: str) -> str:
        """The group of the issuing body's head ("union", "party")."""
        found = self.lexicon.main.longest(_cut(host), 0)
        return self._group.get(found[1].rule, "") if found else ""

    def _holder(self, name: str, entry: Entry, end: int, tokens: Tokens, context: Context, named: Named) -> str | None:
        if end < len(tokens) and entry.rule in _STAND_FOR:
            connector = self.lexicon.connectors.longest(tokens, end)
            return self._full(capital(name[tokens.starts[connector[0] if connector else end] :]), context, named)
        if end < len(tokens):
            if fold(name).startswith(("thủ tướng ", "phó thủ tướng ")):
                if "chính phủ" in fold(name) or fold(name).endswith("thường trực"):
                    return name if "chính phủ" in fold(name) else f"{name} Chính phủ"
                return f"{name[: tokens.ends[end - 1]]} Chính phủ{name[tokens.ends[end - 1] :]}"
            if self.lexicon.main.longest(tokens, end) is None:
                return self._leader_of_part(name, tokens, end, context, named) or self._with_place(name, context)
            return self._owned(name, tokens, end, context, named)
        if fold(name).endswith("thủ tướng"):
            return f"{name} Chính phủ"
        if context.host is None:
            return None
        last = fold(name).split()[-1]
        if entry.rule in ("bo-truong",) and not fold(context.host).startswith("bộ "):
            return None
        host = _OFFICE_OF_STATE.sub("", context.host) if entry.rule in ("chu-tich", "pho-chu-tich") else context.host
        if fold(host).startswith(last + " "):
            return f"{name[: -len(last)].strip()} {host}"
        return joined(name, host)

    def _leader_of_part(self, name: str, tokens: Tokens, end: int, context: Context, named: Named) -> str | None:
        """"Trưởng phòng Tổ chức cán bộ": the leader of a part that is named after the office's last word."""
        head = self.lexicon.main.longest(tokens, end - 1)
        if head is None or head[1].role != "head":
            return None
        part = self._full(capital(name[tokens.starts[end - 1] :]), context, named)
        return f"{name[: tokens.starts[end - 1]]}{name[tokens.starts[end - 1]]}{part[1:]}" if part else None

    # Places and names -------------------------------------------------------------------------------------------------------------------------------

    def _names_place(self, name: str) -> bool:
        if _BARE_LEVEL.search(name) or self._small(name, (*DISTRICT, *COMMUNE, "thành phố", "tp", "tp.")):
            return True
        tokens = _cut(name)
        folded = fold(name)
        if any(word in folded for word in ("việt nam", "trung ương", "quốc gia", "thế giới")) or _OF_REGION.search(folded):
            return True
        return any(self.lexicon.places.longest(tokens, i) for i in range(1, len(tokens)))

    def _with_place(self, name: str, context: Context) -> str:
        """A name that ends in a bare level ("UBND tỉnh") with the place that the document is of."""
        bare = _BARE_LEVEL.search(name)
        if bare is None:
            return name
        level = fold(bare["level"] or "thành phố")
        place: str | None = None
        if level in ("tỉnh", "thành phố") and context.province and (level == "tỉnh" or context.province.kind == "thành phố"):
            place = context.province.full
        elif level in DISTRICT:
            place = context.district if context.district and context.district.startswith(level) else None
        elif level in COMMUNE:
            place = context.commune if context.commune and context.commune.startswith(level) else None
        if level == "thành phố" and place is None:
            place = self._small(context.host or "", ("thành phố",))
        return f"{name[: bare.start()]}{place}" if place else name

    def _committee(self, name: str, level: str, context: Context) -> str | None:
        if fold(name).startswith(("thành ủy", "tỉnh ủy")) and context.host and fold(context.host).startswith(fold(name)):
            return context.host
        place = context.province.name if level == "province" and context.province else None
        if level == "district" and context.district:
            place = context.district.split(" ", 2 if context.district.startswith("thị xã") else 1)[-1]
        return f"{name} {place}" if place else None

    def _expand(self, name: str) -> str:
        """The name with its abbreviations written out, as the registry spells it where it knows it."""
        return capital(self.registry.names.expand(name))

    def _identify(self, full: str) -> str:
        """The slugs of the body, of the body that it is a part of and so on, and of the place: the same in every document."""
        unit = self._unit(full)
        if unit is not None and not unit.per:
            return unit.id
        tokens = _cut(full)
        head = self.lexicon.main.longest(tokens, 0)
        if head is not None:
            own = head[0] if head[1].role == "title" else self.grammar.own_name(tokens, *head)
            if own < len(tokens) and self.lexicon.main.longest(tokens, own) is not None:
                return f"{slug(full[: tokens.starts[own]])}.{self._id(full[tokens.starts[own] :])}"
        found = _PLACE_AT_END.search(full)
        if found is None:
            return slug(full)
        province = self.registry.place(found["province"]) if found["province"] else None
        place = province.id if province else slug(found["province"] or found["small"])
        return f"{slug(full[: found.start()])}.{place}"

    def _parent(self, full: str, name: str, context: Context) -> str | None:
        if context.host and full != context.host and fold(full).endswith(fold(context.host)):
            return context.host
        if fold(full).startswith("sở ") and context.province:
            return f"Ủy ban nhân dân {context.province.full}"
        if full != name and context.seat and full.endswith(context.seat) and not fold(full).startswith(_STATE):
            return f"Ủy ban nhân dân {context.seat}"
        return None


@lru_cache(maxsize=1)
def _built_in() -> Resolver:
    return Resolver(Rules())


def resolve(bodies: Sequence[Body], fields: Fields, text: str) -> list[Body]:
    """The same mentions with their identity, by the built-in rules: ``id`` (a stable slug, "so-noi-vu.quang-tri"), ``canonical``, ``parent``, ``level``.

    A collective, a plain person and what the document does not make certain keep ``id`` None.

    >>> resolve([Body(0, 8, "Sở Y tế", "Sở Y tế")], Fields(issuer="UBND tỉnh Quảng Trị"), "Sở Y tế")[0].canonical
    'Sở Y tế tỉnh Quảng Trị'
    """
    return _built_in().resolve(bodies, fields, text)
