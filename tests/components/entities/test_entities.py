"""The CRF stage: what it finds, its confidence, its training, and errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.components.bodies import BodyFinder
from extractor.components.bodies.tokens import Tokens
from extractor.components.entities import EntityFinder, ModelError
from extractor.components.entities.finder import MODEL
from extractor.components.entities.train import documents_of, labels, train
from extractor.rules import Rules

SENTENCES = (
    "Giao Sở Y tế rà soát.", "Văn phòng UBND tỉnh đôn đốc.", "Xưởng Z131 báo cáo trước thứ hai.", "Đề nghị Xưởng Z132 bàn giao.",
    "Công an tỉnh kiểm tra xe quá tải.", "Hội nghị đã kết thúc tốt đẹp.", "Xưởng Z133 lập dự toán.",
)  # fmt: skip
BODIES = ("Sở Y tế", "Văn phòng UBND tỉnh", "Xưởng Z131", "Xưởng Z132", "Công an tỉnh", None, "Xưởng Z133")


def document(number: int) -> dict[str, object]:
    text = "\n".join(SENTENCES)
    spans = [(text.index(body), text.index(body) + len(body)) for body in BODIES if body]
    return {"doc_id": f"d{number}", "text": text, "bodies": [{"start": start, "end": end, "body": None} for start, end in spans]}


@pytest.fixture(scope="session")
def entities() -> EntityFinder:
    return EntityFinder(BodyFinder(Rules()))


def test_the_model_of_the_package(entities: EntityFinder) -> None:
    text = "Giao Sở Tư pháp chủ trì, phối hợp với Công an tỉnh\nvà các đơn vị liên quan rà soát văn bản."
    found = entities.find(text)
    assert [body.name for body in found] == ["Sở Tư pháp", "Công an tỉnh", "các đơn vị liên quan"]
    assert all(text[body.start : body.end] == body.text and 0 < body.confidence <= 1 for body in found)


def test_a_list_under_one_head_keeps_its_names(entities: EntityFinder) -> None:
    assert [body.name for body in entities.find("Giao các Bộ: Công an, Quốc phòng phối hợp.")] == ["Bộ Công an", "Bộ Quốc phòng"]


@pytest.mark.parametrize("text", ["", "\n\n", "Trời hôm nay đẹp."])
def test_nothing(entities: EntityFinder, text: str) -> None:
    assert entities.find(text) == []


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size < 5_000_000


def test_training_learns_the_same_twice_and_what_no_list_has(tmp_path: Path) -> None:
    documents = [document(number) for number in range(4)]
    finder = BodyFinder(Rules())
    text = "Đề nghị Xưởng Z139 báo cáo."
    assert finder.find(text) == []
    found = []
    for name in ("first", "second"):
        path = tmp_path / name
        path.write_bytes(train(documents, rare=1, epochs=30))
        found.append(EntityFinder(finder, path).find(text))
    # The trainer numbers its features as they come out of a hash: the files differ, what they say does not.
    assert [body.text for body in found[0]] == ["Xưởng Z139"]
    assert found[0] == found[1]


def test_labels_lie_on_the_tokens() -> None:
    text = "Giao Sở Y tế, UBND xã"
    tags = labels(Tokens(text), [{"start": 5, "end": 12}, {"start": 14, "end": 21}])
    assert tags == ["O", "B", "I", "I", "O", "B", "I"]


def test_a_model_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    grammar = BodyFinder(Rules())
    with pytest.raises(ModelError, match=r"none\.gz: there is no such model; train one with"):
        EntityFinder(grammar, tmp_path / "none.gz")
    broken = tmp_path / "broken.gz"
    broken.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"broken\.gz: not a packed CRF model"):
        EntityFinder(grammar, broken)


def test_the_test_split_is_never_read(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"d{number}.json").write_text(json.dumps(document(number)), encoding="utf-8")
    (tmp_path / "splits").mkdir()
    for name, ids in (("train", "d0\n"), ("dev", "d1\n"), ("test", "d2\n")):
        (tmp_path / "splits" / f"{name}.txt").write_text(ids, encoding="utf-8")
    assert [found["doc_id"] for found in documents_of(tmp_path)] == ["d0", "d1"]
    assert [found["doc_id"] for found in documents_of(tmp_path, ("test",))] == ["d2"]


def test_a_folder_without_documents_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="there is no annotated document here"):
        documents_of(tmp_path)
