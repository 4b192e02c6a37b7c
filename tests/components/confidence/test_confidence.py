"""How sure a row is: features, weights, faint numbers of scans, and learning, on texts of our own."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extractor import pipeline
from extractor.components.confidence import Context, Scorer, describe
from extractor.components.confidence.scorer import BIAS, FAINT, SHIFT, SLOPE
from extractor.corpus import confidence as learning
from extractor.corpus.confidence import Sample
from extractor.corpus.figures import fill
from extractor.model import Notice, Page, Word
from extractor.rules import RuleError, Rules
from extractor.text import read

PLAN = """SỞ NÔNG NGHIỆP
Số: 31/KH-SNN
Cà Mau, ngày 04 tháng 5 năm 2021

KẾ HOẠCH
Phòng chống hạn mặn

I. NHIỆM VỤ
1. Chi cục Thủy lợi kiểm tra 12 cống ngăn mặn trước ngày 20/5/2021.
2. Giao Trung tâm Khuyến nông hướng dẫn hộ dân trữ nước ngọt nhằm bảo đảm sinh hoạt.
3. Tổng hợp số liệu thiệt hại; báo cáo khi có yêu cầu.
"""
DEADLINE = "20/5/2021"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules()


def doc_of(nlp: Language, text: str = PLAN, pages: tuple[Page, ...] = ()) -> Doc:
    return pipeline.read(nlp, Notice("kh-31", text, read(text), pages=pages))


def features_of(nlp: Language, rules: Rules) -> list[dict[str, float]]:
    doc = doc_of(nlp)
    return describe(doc._.tasks, Context(doc._.reading, doc._.folded, doc._.layout, doc._.dates), rules["tasks/signs"])


def scan(confidence: float) -> tuple[Page, ...]:
    """One page whose only word with a doubtful reading is the deadline."""
    at = PLAN.index(DEADLINE)
    words = (Word(at, at + len(DEADLINE), (0, 0, 1, 1), confidence), Word(0, 2, (0, 0, 1, 1), 0.1))
    return (Page(1, 0, len(PLAN), kind="scan", words=words),)


def folder(tmp_path: Path, **weights: float) -> Path:
    """Rules of one's own that replace all that was learned by these weights."""
    entries = {rule.id: 0.0 for rule in Rules()["tasks/confidence"]} | {SLOPE: 1.0} | weights
    (tmp_path / "tasks").mkdir()
    written = "\n".join(f'[[rule]]\nid = "{name}"\nweight = {weight}' for name, weight in entries.items())
    (tmp_path / "tasks" / "confidence.toml").write_text(written, encoding="utf-8")
    return tmp_path


def test_features_say_where_the_cells_came_from_and_lie_between_0_and_1(nlp: Language, rules: Rules) -> None:
    first, second, *_ = features_of(nlp, rules)
    assert first["assignees.place:clause"] == first["due.place:clause"] == first["document.letterhead"] == first["line.label"] == 1
    assert "due.place:none" in second
    assert "due.place:none" not in first
    assert second["sign.purpose"] == 1
    assert "sign.purpose" not in first
    # Of the two lines beside each of the three, two hold rows as well.
    assert first["line.siblings"] == 1
    assert all(0 <= value <= 1 for features in features_of(nlp, rules) for value in features.values())


def test_every_feature_has_a_meaning(nlp: Language, rules: Rules) -> None:
    signs = {rule.id: rule.data["means"] for rule in rules["tasks/signs"]}
    names = {name for features in features_of(nlp, rules) for name in features} | {rule.id for rule in rules["tasks/confidence"]} - {BIAS, SLOPE, SHIFT}
    assert all(learning.meaning(name, signs) for name in names)
    assert any(name.startswith("task.rule:") for name in names)
    with pytest.raises(KeyError):
        learning.meaning("no-such-feature", signs)


def test_every_row_of_a_document_is_rated_and_not_all_alike(nlp: Language) -> None:
    rated = [task.confidence for task in doc_of(nlp)._.tasks]
    assert len(rated) >= 3
    assert all(0 < value < 1 for value in rated)
    assert len(set(rated)) > 1


def test_the_probability_is_the_logistic_of_the_weights(tmp_path: Path) -> None:
    scorer = Scorer(Rules(folder(tmp_path, **{BIAS: 1.0, "due.open": -2.0, SLOPE: 0.5, SHIFT: 0.25})))
    assert scorer.probability({}) == pytest.approx(1 / (1 + np.exp(-0.75)))
    assert scorer.probability({"due.open": 1.0, "unheard-of": 1.0}) == pytest.approx(1 / (1 + np.exp(0.25)))
    assert scorer.reasons({"due.open": 0.5, "unheard-of": 1.0}) == {"due.open": -1.0}


def test_a_number_of_a_deadline_that_ocr_read_faintly_lowers_the_row_and_is_named(nlp: Language) -> None:
    sure, doubted = (doc_of(nlp, pages=scan(confidence))._.tasks for confidence in (0.95, 0.4))
    assert [task.confidence for task in sure[1:]] == [task.confidence for task in doubted[1:]]
    assert doubted[0].confidence == pytest.approx(0.4 * sure[0].confidence, abs=0.001)
    named = [origin for origin in doubted[0].origins if origin.rule == FAINT]
    assert [(origin.field, PLAN[origin.start : origin.end]) for origin in named] == [("confidence", DEADLINE)]
    assert FAINT not in {origin.rule for task in (*sure, *doubted[1:]) for origin in task.origins}


@pytest.mark.parametrize(("weight", "named"), [('weight = "much"', "'bias' needs a number"), ("", "'bias' has no weight")])
def test_weights_that_cannot_be_used_are_named(tmp_path: Path, weight: str, named: str) -> None:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "confidence.toml").write_text(f'[[rule]]\nid = "bias"\n{weight}', encoding="utf-8")
    with pytest.raises(RuleError, match=named):
        Scorer(Rules(tmp_path))


def test_missing_calibration_says_how_to_learn_anew(tmp_path: Path) -> None:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "confidence.toml").write_text(f'[[rule]]\nid = "{SLOPE}"\nenabled = false', encoding="utf-8")
    with pytest.raises(RuleError, match=r"python -m extractor\.corpus\.confidence"):
        Scorer(Rules(tmp_path))


# Learning --------------------------------------------------------------------------------------------------------------------------------------------------


def made(rows: int, seed: int) -> Sample:
    """Rows of which those with ``good`` are right in nine of ten cases, the others in three of ten; ``noise`` says nothing."""
    draw = np.random.default_rng(seed)
    good, noise = draw.random(rows) < 0.5, draw.random(rows)
    features = tuple({"due.within": float(g), "evidence.length": float(n)} for g, n in zip(good, noise, strict=True))
    return Sample(features, (draw.random(rows) < np.where(good, 0.9, 0.3)).astype(float), tuple(f"d{i % 12}" for i in range(rows)))


def test_what_is_learned_recovers_the_chances_and_draws_nothing_at_random() -> None:
    train, dev = made(1200, 1), made(600, 2)
    model = learning.learn(train, dev)
    chances = model.probabilities(made(600, 3))
    right = [features["due.within"] > 0 for features in made(600, 3).features]
    assert float(chances[right].mean()) == pytest.approx(0.9, abs=0.05)
    assert float(chances[np.logical_not(right)].mean()) == pytest.approx(0.3, abs=0.06)
    assert abs(model.weights["evidence.length"]) < 0.5 < model.weights["due.within"]
    assert learning.learn(train, dev) == model


def test_what_is_written_is_what_is_used(tmp_path: Path) -> None:
    model = learning.learn(made(600, 1), made(600, 2))
    (tmp_path / "tasks").mkdir()
    written = learning.weights_file(model, made(600, 1), Rules())
    (tmp_path / "tasks" / "confidence.toml").write_text(written, encoding="utf-8")
    sample = made(5, 4)
    scorer = Scorer(Rules(tmp_path))
    # Weights are rounded to four decimals in the file.
    assert [scorer.probability(features) for features in sample.features] == pytest.approx(model.probabilities(sample).tolist(), abs=1e-3)
    assert all(entry["means"] for entry in tomllib.loads(written)["rule"])


def test_measures_by_hand() -> None:
    found = learning.measures(np.array([0.9, 0.6, 0.4, 0.1]), np.array([1.0, 0.0, 1.0, 0.0]))
    assert found["brier"] == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)
    assert (found["auc"], found["right"], found["constant"]) == (0.75, 0.5, 0.25)
    assert found["ece"] == pytest.approx((0.1 + 0.6 + 0.6 + 0.1) / 4)
    assert learning.bins(np.array([0.2, 0.8, 0.4, 0.6]), np.array([0.0, 1.0, 0.0, 1.0]), 2) == [(pytest.approx(0.3), 0.0, 2), (pytest.approx(0.7), 1.0, 2)]
    assert "| 50% | 50% |" in learning.review(np.array([0.9, 0.6, 0.4, 0.1]), np.array([1.0, 0.0, 1.0, 0.0]))


def test_a_rare_feature_is_not_learned() -> None:
    train = made(600, 1)
    rare = replace(train, features=tuple(features | ({"product": 1.0} if i < 5 else {}) for i, features in enumerate(train.features)))
    assert "product" not in learning.learn(rare, made(600, 2)).weights


def test_figures_go_between_their_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text("a\n<!-- measured: x -->\nold\n<!-- end: x -->\nb\n", encoding="utf-8")
    fill(page, "x", "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- measured: x -->\nnew\n<!-- end: x -->\nb\n"
    with pytest.raises(ValueError, match="measured: y"):
        fill(page, "y", "new")
