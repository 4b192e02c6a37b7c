"""Links between the documents of a batch, on short documents written for these tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.links import Linked, Linker, number_key
from extractor.model import Body, Fields, Notice, Task
from extractor.rules import RuleError, Rules
from extractor.table import LINK_COLUMNS, LINK_KINDS, frame, rows
from extractor.text import read

TASK = "rà soát, lập danh sách hộ dân sống ven sông Hậu có nguy cơ sạt lở"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(Rules())


def document(linker: Linker, doc_id: str, text: str, *tasks: Task, **fields: Any) -> Linked:
    notice, known = Notice(doc_id, text, read(text)), Fields(**fields)
    return linker.profile(notice, known, rows(notice, known, tasks))


def told(text: str, words: str = TASK, **cells: Any) -> Task:
    """A task whose evidence is a stretch of a text."""
    start = text.index(words)
    return Task(start, start + len(words), words, **cells)


def first(linker: Linker) -> Linked:
    text = f"Giao Sở Xây dựng {TASK} trước ngày 10/3/2021."
    task = told(text, assignees=("Sở Xây dựng",), due="2021-03-10")
    return document(linker, "cv-15", text, task, number="15/UBND-KT", issued_on="2021-02-01", issuer="Ủy ban nhân dân tỉnh")


def relations(links: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(link["kind"], link["doc_id"], link["earlier_doc_id"]) for link in links]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Gia hạn thời gian thực hiện Công văn số 15/UBND-KT ngày 01/02/2021 đến hết ngày 30/4/2021.", "extends"),
        ("Công văn này thay thế Công văn số 15/UBND-KT ngày 01/02/2021.", "replaces"),
        ("Công văn số 015/UBND-KT ngày 01 tháng 02 năm 2021 hết hiệu lực.", "replaces"),
        ("Điều chỉnh một số nhiệm vụ giao tại Công văn số 15/UBND-KT.", "amends"),
        ("Đến nay Sở Xây dựng chưa gửi báo cáo theo Công văn số 15/UBND-KT.", "repeats"),
        ("Thực hiện Công văn số 15/UBND-KT, Sở Xây dựng ban hành kế hoạch.", "carries-out"),
        ("Căn cứ Công văn số 15/UBND-KT sửa đổi Công văn số 9/UBND-KT;", "carries-out"),
    ],
)
def test_a_sentence_that_cites_an_earlier_document_says_what_it_does_to_it(linker: Linker, sentence: str, kind: str) -> None:
    later = document(linker, "cv-40", sentence, number="40/SXD-KT", issued_on="2021-04-01")
    [link] = linker.links([first(linker), later])
    assert (link["kind"], link["doc_id"], link["earlier_doc_id"], link["earlier_number"]) == (kind, "cv-40", "cv-15", "15/UBND-KT")
    assert sentence[link["start"] : link["end"]].split() == link["evidence"].split()


@pytest.mark.parametrize(
    "sentence",
    [
        "Kèm theo đây là bản sao Công văn số 15/UBND-KT.",
        "Công văn này thay thế Công văn số 16/UBND-KT.",
        "Công văn này thay thế Công văn số 15/UBND-KT ngày 02/02/2020.",
        "Công văn này thay thế các công văn trước đây.",
        "Đã gia hạn xong hợp đồng. Xin gửi lại Công văn số 15/UBND-KT.",
    ],
)
def test_a_mere_mention_another_number_or_another_day_is_no_link(linker: Linker, sentence: str) -> None:
    assert linker.links([first(linker), document(linker, "cv-40", sentence, issued_on="2021-04-01")]) == []


def test_an_extension_is_linked_to_the_task_it_is_about(linker: Linker) -> None:
    other = "Giao Sở Y tế mua bổ sung vật tư tiêm chủng cho 12 trạm y tế xã."
    before = first(linker)
    text = f"{other} {before.rows[0]['evidence']}"
    both = document(linker, "cv-15", text, told(text, other), told(text, due="2021-03-10"), number="15/UBND-KT", issued_on="2021-02-01")
    sentence = "Gia hạn việc lập danh sách hộ dân sống ven sông Hậu có nguy cơ sạt lở giao tại Công văn số 15/UBND-KT đến ngày 30/4/2021."
    later = document(linker, "cv-40", sentence, told(sentence, sentence, due="2021-04-30"), issued_on="2021-04-01")
    [link] = linker.links([both, later])
    assert (link["earlier_task"], link["earlier_due"], link["due"]) == (TASK, "2021-03-10", "2021-04-30")
    assert link["task_id"] == later.rows[0]["task_id"]
    assert 0.3 <= link["likeness"] <= 1


def test_a_replacement_holds_for_the_whole_document(linker: Linker) -> None:
    sentence = f"Văn bản này thay thế Công văn số 15/UBND-KT về việc {TASK}."
    [link] = linker.links([first(linker), document(linker, "cv-40", sentence, issued_on="2021-04-01")])
    assert (link["kind"], link["earlier_task_id"], link["task_id"]) == ("replaces", None, None)


def test_a_document_is_not_linked_to_itself_or_to_a_later_one(linker: Linker) -> None:
    own = document(linker, "a", "Gia hạn Công văn số 15/UBND-KT.", number="15/UBND-KT", issued_on="2021-04-01")
    earlier = document(linker, "b", "Công văn này thay thế Công văn số 15/UBND-KT.", number="3/UBND-KT", issued_on="2021-01-01")
    assert linker.links([own, earlier]) == []


def test_of_two_documents_with_the_number_the_day_decides_else_the_latest_before(linker: Linker) -> None:
    older, newer = (document(linker, day, "", number="15/UBND-KT", issued_on=day) for day in ("2019-02-01", "2021-02-01"))
    dated = document(linker, "dated", "Thay thế Công văn số 15/UBND-KT ngày 01/02/2019.", issued_on="2021-03-01")
    bare = document(linker, "bare", "Thay thế Công văn số 15/UBND-KT.", issued_on="2021-03-01")
    early = document(linker, "early", "Thay thế Công văn số 15/UBND-KT.", issued_on="2020-03-01")
    assert relations(linker.links([older, newer, dated, bare, early])) == [
        ("replaces", "dated", "2019-02-01"), ("replaces", "bare", "2021-02-01"), ("replaces", "early", "2019-02-01"),
    ]  # fmt: skip


def below(linker: Linker, issuer: str, *, words: str = TASK, day: str = "2021-02-15", assignees: tuple[str, ...] = ("Phòng Kỹ thuật",)) -> Linked:
    return document(linker, "kh-3", words, told(words, words, assignees=assignees), issued_on=day, issuer=issuer)


def test_a_duty_told_again_by_the_body_it_was_given_to_is_handed_down(linker: Linker) -> None:
    [link] = linker.links([below(linker, "Sở Xây dựng", words=f"{TASK}, gửi Văn phòng Sở"), first(linker)])
    assert (link["kind"], link["doc_id"], link["earlier_doc_id"], link["rule"]) == ("hands-down", "kh-3", "cv-15", "link.hands-down")


def test_a_collective_hands_down_to_its_members(linker: Linker) -> None:
    text = f"Giao UBND các huyện {TASK}."
    body = Body(5, 19, "UBND các huyện", "UBND các huyện", "collective", canonical="Ủy ban nhân dân các huyện")
    given = document(linker, "cv-15", text, told(text, assignees=("UBND các huyện",), bodies=(body,)), issued_on="2021-02-01", issuer="Ủy ban nhân dân tỉnh")
    assert relations(linker.links([given, below(linker, "Ủy ban nhân dân huyện Châu Phú")])) == [("hands-down", "kh-3", "cv-15")]
    assert linker.links([given, below(linker, "Ủy ban nhân dân thành phố Long Xuyên")]) == []


@pytest.mark.parametrize(
    ("assignees", "words", "day", "linked"),
    [
        (("Sở Xây dựng",), TASK, "2021-06-01", True),
        (("Sở Y tế",), TASK, "2021-06-01", False),
        (("Sở Xây dựng",), "lập danh sách hộ nghèo cần hỗ trợ nhà ở", "2021-06-01", False),
        (("Sở Xây dựng",), TASK, "2021-02-01", False),
    ],
)
def test_the_same_duty_of_the_same_body_later_on_is_a_repetition(linker: Linker, assignees: tuple[str, ...], words: str, day: str, linked: bool) -> None:
    found = linker.links([first(linker), below(linker, "Ủy ban nhân dân tỉnh", words=words, day=day, assignees=assignees)])
    assert relations(found) == ([("repeats", "kh-3", "cv-15")] if linked else [])


def test_formulas_that_many_tasks_share_link_nothing(linker: Linker) -> None:
    words = "thường xuyên báo cáo kết quả thực hiện về cơ quan thường trực"
    many = [document(linker, f"d{i}", words, told(words, words), issued_on=f"2021-01-{1 + i % 28:02d}") for i in range(60)]
    assert linker.links(many) == []


def test_links_fit_the_declared_columns(linker: Linker) -> None:
    links = linker.links([first(linker), below(linker, "Sở Xây dựng")])
    table = frame(links, LINK_COLUMNS)
    assert list(table.columns) == [column.key for column in LINK_COLUMNS]
    assert len(table) == 1
    assert str(table["earlier_due"].dtype).startswith("datetime64")


def test_numbers_are_compared_without_case_blanks_and_zeros() -> None:
    assert number_key("Số: 08 -KL/TU") == number_key("8-kl/tu") != number_key("8-kl/hu")


@pytest.mark.parametrize(("change", "named"), [({"kind": "cancels"}, "no kind 'cancels'"), ({"where": "above"}, "where must be")])
def test_rules_that_cannot_be_used_are_named(tmp_path: Path, change: dict[str, str], named: str) -> None:
    entry = {"id": "link.own", "kind": "extends", "where": "any", "pattern": "x"} | change
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "relations.toml").write_text("[[rule]]\n" + "\n".join(f'{key} = "{value}"' for key, value in entry.items()), encoding="utf-8")
    with pytest.raises(RuleError, match=named):
        Linker(Rules(tmp_path))


def test_every_kind_is_attested_by_a_rule() -> None:
    assert {rule.data["kind"] for rule in Rules()["links/relations"]} == set(LINK_KINDS)
