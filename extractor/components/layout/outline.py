"""The outline of a document's body: headings, lead-ins and their items as a tree, each node knowing what its part speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractor.components.layout.lines import RANKS, Line
from extractor.rules import Rule

_SHOUT = regex.compile(r"^[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*$")
_END = regex.compile(r"[.;!?…]['”\"»)\]]*$|\./\.?-?$")
_BULLETS = ("dash", "plus", "star", "dot", "sub")


@dataclass(eq=False, slots=True)
class Node:
    """A line of the body in its place: under the heading, lead-in or item that governs it.

    ``start``..``end`` are its words without the label; ``part`` says what the stretch speaks of (work, past, purpose, basis, request, information or "").
    """

    start: int
    end: int
    label: str = ""
    style: str = ""
    value: int | None = None
    rank: float = -1
    cells: bool = False
    part: str = ""
    part_rule: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def ancestors(self) -> Iterator[Node]:
        """The nodes above, nearest first, without the root."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def is_shout(text: str) -> bool:
    """Whether a line is set in capitals throughout."""
    return _SHOUT.match(text) is not None


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or a list item does."""
    return _END.search(text) is not None


def outline(
    text: str,
    folded: str,
    body: Sequence[Line],
    parts: Sequence[Rule],
    reopens: regex.Pattern[str],
    closing: Callable[[int, int], bool],
    titled: Callable[[int, int], bool],
) -> Node:
    """The tree of a body's lines.

    ``reopens`` finds the words of a lead-in that ends the list before it; ``closing`` tells a line that closes the document, ``titled`` an unlabelled line
    that stands as a heading (a body's name, bold).
    """
    root = Node(body[0].start if body else 0, body[-1].end if body else 0, rank=-2)
    stack = [root]
    for line in body:
        words = text[line.content : line.end]
        style, rank = _style(line, words, titled)
        node = Node(line.content, line.end, line.label, style, line.value, rank, line.cells)
        if not style and closing(line.content, line.end):
            del stack[1:]
        else:
            _pop(stack, node, text, reopens)
        node.parent = stack[-1]
        node.parent.children.append(node)
        if style or words.endswith(":"):
            if not style:
                node.rank = stack[-1].rank + 0.5
            stack.append(node)
    for child in root.children:
        _assign_parts(child, text, folded, parts, "", "")
    return root


def _style(line: Line, words: str, titled: Callable[[int, int], bool]) -> tuple[str, float]:
    if line.cells:
        return "", -1
    if line.style:
        return line.style, RANKS[line.style]
    if len(words) < 160 and is_shout(words):
        return "shout", 2
    if len(words) < 200 and not is_sentence(words) and titled(line.content, line.end):
        return "title", 3.5
    return "", -1


def _pop(stack: list[Node], node: Node, text: str, reopens: regex.Pattern[str]) -> None:
    """Closes what the new line does not belong to, so that the stack's top is its parent."""
    if node.style:
        styles = [open_.style for open_ in stack]
        if node.style in styles and not _opens_anew(stack, node, text):
            del stack[len(styles) - 1 - styles[::-1].index(node.style) :]
            return
        while len(stack) > 1 and stack[-1].rank >= node.rank and not _deviates(stack[-1], node, text):
            stack.pop()
        return
    if node.cells:
        return
    # A paragraph: below a lead-in, a heading or a numbered item; past its bullets, and past a lead-in whose items are over.
    while len(stack) > 1:
        top = stack[-1]
        lead = text[top.end - 1] == ":"
        if (
            (lead and any(child.style for child in top.children) and not top.label)
            or (top.style in _BULLETS and not (lead and not any(child.style for child in top.children)))
            or (
                text[node.end - 1] == ":"
                and ((lead and not top.style) or (node.end - node.start > 60 and reopens.search(text, node.start, node.end) and _lists(top, text)))
            )
        ):
            stack.pop()
        else:
            break


def _lists(top: Node, text: str) -> bool:
    """Whether a node is an item of the list that an unlabelled lead-in opened; the next long lead-in then ends that list."""
    return top.parent is not None and not top.parent.style and top.parent.parent is not None and text[top.parent.end - 1] == ":"


def _opens_anew(stack: Sequence[Node], node: Node, text: str) -> bool:
    """A list that starts again at 1 (or a) right below a lead-in is a list of its own: "2. …:" then "1. …"."""
    top = stack[-1]
    return node.value == 1 and text[top.end - 1] == ":" and not top.children and (top.value or 0) > 1 and top.style == node.style


def _deviates(top: Node, node: Node, text: str) -> bool:
    """A label that usually stands higher, used below a lead-in: "- Vụ A:" then "1) …", "2) …"."""
    return (
        text[top.end - 1] == ":"
        and not top.children
        and node.value in (1, None)
        and node.style not in ("roman", "capital", "article", "part", "chapter", "shout")
    )


def _assign_parts(node: Node, text: str, folded: str, parts: Iterable[Rule], inherited: str, rule_id: str) -> None:
    words = text[node.start : node.end]
    heads = bool(node.children) or node.style in ("shout", "title")
    node.part, node.part_rule = inherited, rule_id
    stopped = bool(node.label) and len(words) < 120 and words.count(".") == 1  # "3. Giải pháp về vốn."
    if heads and len(words) < 260 and (stopped or not is_sentence(words.rstrip(":"))):
        heading = folded[node.start : node.end].strip(' :“”"')
        for rule in parts:
            # Below results, "a number of main works" are works done: only words of the future lead out of the past.
            if rule.pattern.search(heading) and not (inherited == "past" and "after_past" in rule.data and not regex.search(rule.data["after_past"], heading)):
                node.part, node.part_rule = rule.data["part"], rule.id
                break
    for child in node.children:
        _assign_parts(child, text, folded, parts, node.part, node.part_rule)
