"""Orders: an assigning verb whose object is the one who must act ("Giao X …", "Y yêu cầu X …"), told from the same words in other use."""

from __future__ import annotations

import regex

from extractor.components.tasks.clause import Clause, Predicate
from extractor.components.tasks.clauses import skip, skip_blanks
from extractor.components.tasks.names import name_until_verb, region
from extractor.components.tasks.predicates import predicate, take_duty
from extractor.components.tasks.source import Source

REACH = 700
"""How far into a clause its assigning verb or subject may stand, in letters."""

_SHORT_NAME = regex.compile(r"\p{L}++(?:\s++\p{L}++){0,4}\s*+")


def order(source: Source, start: int, end: int, clause: Clause) -> bool:
    """Fills a clause that orders somebody to act; False when it orders nobody."""
    folded, cues = source.folded, source.cues
    reach = min(end, start + REACH)
    for match in cues["assign.order"].finditer(folded, start, reach):
        at = match.start()
        if cues["assign.not-order"].search(folded[max(start, at - 40) : at]) or not _leaves_order(source, start, at, clause):
            continue
        ordered = region(source, match.end(), end) or name_until_verb(source, match.end(), end)
        if ordered is not None:
            clause.take(Predicate("order", "assign.order", skip(folded, ordered[1], end)), ordered)
            take_duty(source, clause, end)
            return True
        if at == start and source.lexicon.verb(folded, match.end(), end):
            return clause.take(Predicate("order", "assign.order", match.end()), None)
    directs = cues["assign.leader-directs"].match(folded, start, reach)
    if directs and (ordered := region(source, directs.end(), end)) and predicate(source, ordered[1], end):
        return clause.take(Predicate("order", "assign.leader-directs", skip(folded, ordered[1], end)), ordered)
    return False


def _leaves_order(source: Source, start: int, at: int, clause: Clause) -> bool:
    """Whether what stands before an assigning verb leaves it an order: nothing, a preamble, or who orders (the clause's leader then)."""
    cues = source.cues
    cut = max(source.folded.rfind(mark, start, at) for mark in ",;:")
    if cut >= 0 and _acts_before(source, start, cut):
        return False
    begin = start if cut < 0 else cut + 1
    piece = cues["clause.link-tail"].sub("", source.folded[begin:at].strip()).strip()
    if not piece or cues["clause.orderer"].fullmatch(piece) or cues["clause.links"].fullmatch(piece + " "):
        return True
    begin = skip_blanks(source.text, begin, at)
    link = cues["clause.links"].match(source.folded, begin, at)
    leader = region(source, link.end() if link else begin, at)
    if leader is None:
        return False
    clause.leader = leader
    rest = cues["clause.link-tail"].sub("", source.folded[leader[1] : at].strip()).strip(" ,")
    if not rest or (_SHORT_NAME.fullmatch(rest) is not None and source.text[leader[1] : at].strip()[:1].isupper()):
        return True
    return cues["clause.level"].fullmatch(rest) is not None


def _acts_before(source: Source, start: int, cut: int) -> bool:
    """Whether the words before the last mark tell of an instruction of their own, so that the assigning verb only goes on with it."""
    folded = source.folded
    if source.cues["preamble.phrase"].match(folded[start : start + 160]):
        return False
    if source.lexicon.verb(folded, start, cut) and not source.cues["assign.order"].match(folded[start:cut] + " "):
        return True
    actor = region(source, start, cut)
    return actor is not None and actor[1] < cut and predicate(source, actor[1], cut) is not None
