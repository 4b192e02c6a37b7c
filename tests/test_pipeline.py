"""The whole road from a notice to its rows, on documents written for these tests."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest
import spacy.lang.vi
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import extractor
from extractor import pipeline
from extractor.model import Cell, Notice, Page, Table
from extractor.readers import ReadError
from extractor.rules import RuleError
from extractor.table import COLUMNS
from extractor.text import read

PLAN = """SỞ VĂN HÓA VÀ THỂ THAO
Số: 12/KH-SVHTT
Đà Lạt, ngày 05 tháng 3 năm 2021

KẾ HOẠCH
Tổ chức hội thi đọc sách

I. NỘI DUNG
1. **Thư viện tỉnh** xây dựng thể lệ hội thi, trình Giám đốc Sở trước ngày 20/3/2021.
2. Văn phòng Sở chuẩn bị hội trường.

II. TỔ CHỨC THỰC HIỆN
Giao Ban Tổ chức hội thi tổng hợp, báo cáo Sở trong tháng 5/2021.
"""


def notice(text: str, **more: object) -> Notice:
    return Notice("kh-12", text, read(text), **more)  # type: ignore[arg-type]


def test_a_doc_carries_fields_tasks_and_the_span_groups(nlp: Language) -> None:
    doc = pipeline.read(nlp, notice(PLAN))
    assert doc._.fields.number == "12/KH-SVHTT"
    assert doc._.fields.issued_on == "2021-03-05"
    assert set(doc.spans) == {"sections", "bodies", "dates", "tasks"}
    assert [span.text for span in doc.spans["bodies"]][-2:] == ["Ban Tổ chức", "Sở"] or "Ban Tổ chức" in doc.spans["bodies"][-2].text
    assert [span.label_ for span in doc.spans["dates"]].count("deadline") == 2
    assert [(task.due, task.due_bound) for task in doc._.tasks] == [("2021-03-20", "before"), (None, None), ("2021-05-31", "within")]
    assert len(doc.spans["tasks"]) == 3


def test_evidence_is_cut_from_the_text_as_it_was_read(nlp: Language) -> None:
    first = pipeline.read(nlp, notice(PLAN))._.tasks[0]
    assert PLAN[first.start : first.end].replace("*", "").startswith("Thư viện tỉnh xây dựng")
    for body in first.bodies:
        assert PLAN[body.start : body.end].strip("*") == body.text
    for origin in first.origins:
        assert 0 <= origin.start < origin.end <= len(PLAN)


def test_a_text_alone_gives_the_rows_of_its_notice(nlp: Language) -> None:
    assert nlp(PLAN)._.tasks == pipeline.read(nlp, notice(PLAN))._.tasks
    assert [doc._.tasks for doc in nlp.pipe([PLAN, PLAN])] == [nlp(PLAN)._.tasks] * 2


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("Giao Sở Ban tổ chức-*\n\t .,;:/20|ÿðửŰ…“”🙂\u0301"), max_size=120))
def test_tokens_keep_every_character_in_its_place(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    assert doc.text == doc._.reading.text
    for token in doc:
        assert doc.text[token.idx : token.idx + len(token)] == token.text


def test_words_end_where_a_body_ends(nlp: Language) -> None:
    doc = nlp("Giao Ban Tổ chức Tỉnh ủy chủ trì.")
    assert [span.text for span in doc.spans["bodies"]] == ["Ban Tổ chức Tỉnh ủy"]
    assert doc[0].text == "Giao"


def test_sentences_are_those_of_the_text(nlp: Language) -> None:
    doc = nlp("Họp giao ban. Giao Văn phòng ghi biên bản.\nHết.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Họp giao ban.", "Giao Văn phòng ghi biên bản.", "Hết."]


def test_a_row_knows_its_page(nlp: Language) -> None:
    cut = PLAN.index("II. TỔ CHỨC")
    pages = (Page(1, 0, cut), Page(2, cut, len(PLAN)))
    assert [task.page for task in pipeline.read(nlp, notice(PLAN, pages=pages))._.tasks] == [1, 1, 2]
    assert {task.page for task in pipeline.read(nlp, notice(PLAN))._.tasks} == {None}


def test_the_tables_of_a_notice_are_read(nlp: Language) -> None:
    lines = ["Nội dung công việc | Đơn vị chủ trì | Thời hạn", "Xây dựng quy chế phối hợp | Phòng Pháp chế | 15/4/2021", "Rà soát thủ tục hành chính | Văn phòng Sở | 30/4/2021"]
    text = "PHÂN CÔNG NHIỆM VỤ\n" + "\n".join(lines) + "\n"
    cells, at = [], text.index(lines[0])
    for row, line in enumerate(lines):
        for column, words in enumerate(line.split(" | ")):
            cells.append(Cell(row, column, at, at + len(words)))
            at += len(words) + 3
        at += 1 - 3
    table = Table(cells[0].start, cells[-1].end, tuple(cells))
    tasks = pipeline.read(nlp, notice(text, tables=(table,)))._.tasks
    assert [(task.assignees, task.due) for task in tasks] == [(("Phòng Pháp chế",), "2021-04-15"), (("Văn phòng Sở",), "2021-04-30")]


def test_a_given_day_of_issue_counts_only_where_none_is_stated(nlp: Language) -> None:
    text = "Giao Văn phòng báo cáo trước ngày 15/3."
    assert pipeline.read(nlp, notice(text), "2022-02-01")._.tasks[0].due == "2022-03-15"
    assert pipeline.read(nlp, notice(text), dt.date(2022, 4, 1))._.tasks[0].due == "2023-03-15"
    assert pipeline.read(nlp, notice(text))._.tasks[0].due is None
    assert pipeline.read(nlp, notice(PLAN), "1999-01-01")._.fields.issued_on == "2021-03-05"


def test_a_day_that_is_none_is_refused(nlp: Language) -> None:
    with pytest.raises(ValueError, match="month must be in"):
        pipeline.read(nlp, notice(PLAN), "2022-13-01")


def test_some_other_pipeline_is_refused() -> None:
    with pytest.raises(TypeError, match=r"extractor\.load"):
        pipeline.read(spacy.blank("xx"), notice(PLAN))


def test_a_short_name_is_resolved_from_the_document(nlp: Language) -> None:
    bodies = {body.name: body.canonical for task in pipeline.read(nlp, notice(PLAN))._.tasks for body in task.bodies}
    assert bodies["Thư viện tỉnh"]
    assert "Văn hóa và Thể thao" in str(bodies["Văn phòng Sở"])


@pytest.mark.parametrize("text", ["", " \n\t", "…", "Giao", "20/9/2020", "- \n- \n- "])
def test_a_text_without_tasks_has_none(nlp: Language, text: str) -> None:
    assert nlp(text)._.tasks == ()


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1/", "Giao Sở Y tế ", "- ", "trước ngày 20/9 ", "a", "các sở, ban, ngành; ", "I. ", "| "])
def test_time_grows_with_the_length(nlp: Language, piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        nlp(text)
        return time.process_time() - began

    seconds(1000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.05)


def test_users_rules_reach_every_stage(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    entry = {"id": "tct970", "form": "TCT970", "expansion": "Tổ công tác 970", "role": "body", "group": "state", "level": "province", "status": "active", "source": "own"}
    (tmp_path / "bodies" / "abbreviations.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "parts.toml").write_text('[[rule]]\nid = "part.past"\nenabled = false\n', encoding="utf-8")
    mine, ours = extractor.load(tmp_path), extractor.load()
    assert ours("Giao TCT970 báo cáo.")._.bodies == ()
    assert [body.text for body in mine("Giao TCT970 báo cáo.")._.bodies] == ["TCT970"]
    text = "I. KẾT QUẢ CÔNG TÁC\n1. Xây dựng kế hoạch kiểm tra.\n2. Tổ chức hội nghị."
    docs = [loaded(text) for loaded in (mine, ours)]
    assert [[span.label_ for span in doc.spans["sections"]] for doc in docs] == [["section"], ["past"]]


def test_a_rule_without_a_key_that_a_stage_needs_is_named(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "abbreviations.jsonl").write_text('{"id": "tct970", "form": "TCT970"}\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"abbreviations\.jsonl: rule 'tct970' has no role"):
        extractor.load(tmp_path)


def test_rules_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no such folder"):
        extractor.load(tmp_path / "none")


def test_factories_are_found_by_name_alone() -> None:
    blank = spacy.lang.vi.Vietnamese.from_config({"nlp": {"lang": "vi", "tokenizer": {"@tokenizers": "directive_segmenter", "rules": None}}})
    for name in ("layout", "bodies", "dates", "tasks", "tables", "rows"):
        blank.add_pipe(f"directive_{name}")
    assert blank("Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021.")._.tasks[0].due == "2021-08-05"


def test_extract_reads_folders_into_one_frame(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.md").write_text("Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021.", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"")
    with pytest.warns(UserWarning, match=r"bad\.txt: is empty"):
        table = extractor.extract([tmp_path])
    assert table.shape == (4, len(COLUMNS))
    assert list(table["doc_id"]) == ["a"] * 3 + ["c"]
    assert str(table["due"].dtype) == "datetime64[s]"


def test_extract_raises_when_nothing_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no such file"):
        extractor.extract(tmp_path / "none.txt")


def test_offsets_of_a_decomposed_text_are_those_of_the_composed_one() -> None:
    import unicodedata

    text = "Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021."
    [task] = extractor.extract_text(unicodedata.normalize("NFD", text))
    assert text[task.start : task.end] == text
