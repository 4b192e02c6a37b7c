"""A short run of the fuzzer with fixed seeds, and the seeds at which it once found a fault."""

from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import MagicMock, Mock

import pdfplumber
import pytest
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from spacy.language import Language

from benchmarks.fuzz import case, check_text
from benchmarks.hostile import TEXTS
from benchmarks.notices import UNION
from benchmarks.pages import as_pdf, set_pages
from extractor.readers import read_notice

CORPUS = Path(__file__).parent.parent


@pytest.mark.parametrize("start", range(0, 60, 12))
def test_seeded_cases(nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: int) -> None:
    monkeypatch.chdir(CORPUS)
    came = {case(nlp, seed, tmp_path) for seed in range(start, start + 12)}
    assert "rows" in came


def test_a_row_that_does_not_cut_its_evidence_is_found(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021."
    assert check_text(nlp, text) == 1
    monkeypatch.setattr("benchmarks.fuzz.rows", lambda *_: [{"start": 0, "end": 5, "evidence": "khác", "confidence": None}])
    with pytest.raises(AssertionError):
        check_text(nlp, text)


@pytest.mark.parametrize("piece", ["Giao 中文 Сектор ภาษา Sở ", "Phòng A Sở B ", "các đơn vị thuộc ", "Ban của ", "Trưởng các ", "a"])
def test_a_chain_of_names_without_end(nlp: Language, piece: str) -> None:
    check_text(nlp, piece * (4_000 // len(piece)))


def test_a_long_word_between_who_orders_and_the_order(nlp: Language) -> None:
    check_text(nlp, f"Sở Y tế {'a' * 600}1 yêu cầu Sở Nội vụ báo cáo trước ngày 20/9/2020.")


@pytest.mark.parametrize("name", ["mixed scripts", "a list without end"])
def test_a_name_without_end_is_not_resolved_link_by_link(nlp: Language, name: str) -> None:
    def seconds(length: int) -> float:
        text = TEXTS[name](length)
        began = time.process_time()
        nlp(text)
        return time.process_time() - began

    seconds(1000)
    assert seconds(24_000) < 9 * max(seconds(6_000), 0.1)


@pytest.mark.parametrize("error", [PdfminerException, MalformedPDFException])
def test_a_damaged_pdf_in_which_no_tables_can_be_looked_for_is_read_as_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    path = tmp_path / "tb-87.pdf"
    path.write_bytes(as_pdf(set_pages(UNION)))
    assert read_notice(path).tables
    monkeypatch.setattr(pdfplumber, "open", Mock(side_effect=error("No /Root object")))
    notice = read_notice(path)
    assert not notice.tables
    assert "Sửa đổi quy chế chi tiêu nội bộ" in notice.text
    monkeypatch.setattr(pdfplumber, "open", MagicMock(**{"return_value.__enter__.return_value.pages": [], "return_value.__exit__.return_value": None}))
    assert read_notice(path).text == notice.text
