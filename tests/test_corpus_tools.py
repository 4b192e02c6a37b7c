"""The tools around the collection: validator, exporters, Label Studio, noise, volume, floors. They rest on a small document written here."""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor.cli.corpus import app
from extractor.corpus import Corpus, CorpusError, Document, check, export, faults, frame, from_label_studio, generate, split_of, stats, to_label_studio, twin
from extractor.corpus.agreement import agreement
from extractor.corpus.documents import FIELD_KEYS, TASK_KEYS, dump, read_document, write_document
from extractor.corpus.export import pieces
from extractor.corpus.floors import fallen, read_floors, write_floors
from extractor.corpus.noise import Noise

TEXT = """UBND XÃ LŨNG VÀI
Số: 12/KH-UBND
Lũng Vài, ngày 03 tháng 02 năm 2020
KẾ HOẠCH
I. NHIỆM VỤ
1. Giao Trạm Y tế  chủ trì, phối hợp với Công an xã kiểm tra hàng quán, báo cáo UBND xã trước ngày 20/02/2020.
2. Văn phòng gửi báo cáo vào ngày 25 hằng tháng.
Nơi nhận:
- Lưu: VT.
"""


def _row(keys: tuple[str, ...], **values: Any) -> dict[str, Any]:
    lists = ("assignees", "coordinators", "report_to", "addressees", "recipients")
    return {key: values.get(key, [] if key in lists else None) for key in keys}


def _span(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


@pytest.fixture
def document() -> Document:
    first = _span("Giao Trạm Y tế  chủ trì, phối hợp với Công an xã kiểm tra hàng quán, báo cáo UBND xã trước ngày 20/02/2020")
    second = _span("Văn phòng gửi báo cáo vào ngày 25 hằng tháng")
    return {
        "doc_id": "kh-12",
        "fields": _row(FIELD_KEYS, number="12/KH-UBND", type="kế hoạch", issuer="Ủy ban nhân dân xã Lũng Vài", place="Lũng Vài", issued_on="2020-02-03"),
        "tasks": [
            _row(
                TASK_KEYS, **first, task="kiểm tra hàng quán, báo cáo UBND xã", assignees=["Trạm Y tế"], coordinators=["Công an xã"], report_to=["UBND xã"],
                due_text="trước ngày 20/02/2020", due="2020-02-20", due_bound="before",
            ),
            _row(
                TASK_KEYS, **second, task="gửi báo cáo", assignees=["Văn phòng"], due_text="vào ngày 25 hằng tháng", due_bound="on",
                recurrence="FREQ=MONTHLY;BYMONTHDAY=25",
            ),
        ],
        "bodies": [
            {**_span("Trạm Y tế"), "body": "Trạm Y tế xã Lũng Vài"},
            {**_span("Công an xã"), "body": "Công an xã Lũng Vài"},
            {**_span("Văn phòng"), "body": None},
        ],
        "dates": [
            {**_span("ngày 03 tháng 02 năm 2020"), "role": "issue"},
            {**_span("trước ngày 20/02/2020"), "role": "deadline", "due": "2020-02-20", "due_bound": "before"},
            {**_span("vào ngày 25 hằng tháng"), "role": "recurrence", "due_bound": "on", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=25"},
        ],
        "meta": {"genre": "kế hoạch", "issuer_group": "commune", "issuer_key": "ubnd-xa-lung-vai", "phenomena": ["recurrence"]},
        "text": TEXT,
    }  # fmt: skip


@pytest.fixture
def folder(document: Document, tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    write_document(document, root / "documents")
    (root / "splits").mkdir()
    for name in ("train", "dev", "test"):
        (root / "splits" / f"{name}.txt").write_text("kh-12\n" if name == split_of("ubnd-xa-lung-vai") else "", encoding="utf-8")
    return root


def test_a_sound_document_has_no_faults(document: Document) -> None:
    assert list(faults(document)) == []


def _set(*path: Any, to: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        at: Any = document
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("text", to=unicodedata.normalize("NFD", TEXT)), "not NFC"),
        (_set("tasks", 0, "end", to=len(TEXT) + 5), "outside the text"),
        (_set("tasks", 0, "start", to=TEXT.index("Giao") - 1), "space or mark at its edge"),
        (_set("tasks", 1, "start", to=TEXT.index("Trạm")), "overlap"),
        (_set("tasks", 0, "due", to="2020-02-30"), "no ISO date"),
        (_set("tasks", 0, "due_start", to="2020-03-01"), "due_start lies after due"),
        (_set("tasks", 0, "due_time", to="25:00"), "not HH:MM"),
        (_set("tasks", 0, "due_bound", to="after"), "unknown bound"),
        (_set("tasks", 0, "due_bound", to=None), "without due_text or bound"),
        (_set("tasks", 0, "due_text", to="trước ngày 21/02/2020"), "due_text is not in the document"),
        (_set("tasks", 0, "recurrence", to="FREQ=MONTHLY"), "both a day and a recurrence"),
        (_set("tasks", 1, "recurrence", to="FREQ=HẰNG THÁNG"), "not a rule"),
        (_set("tasks", 0, "assignees", to=["Sở Y tế", "SỞ Y TẾ"]), "no list of different names"),
        (_set("tasks", 0, "task", to=""), "action is empty"),
        (_set("dates", 0, "role", to="hạn"), "unknown role"),
        (_set("dates", 0, "due", to=None), "out of order, unknown or null"),
        (_set("bodies", 0, "body", to="Trạm Y tế\nxã"), "no canonical name"),
        (_set("fields", "issued_on", to="03/02/2020"), "issued_on is no ISO date"),
        (_set("tasks", 0, "note", to="x"), "has not the keys"),
    ],
)
def test_the_validator_names_the_fault(document: Document, change: Callable[[Document], None], said: str) -> None:
    change(document)
    assert any(said in fault for fault in faults(document)), list(faults(document))


def test_the_folder_is_checked_as_a_whole(folder: Path, document: Document) -> None:
    assert check(Corpus.open(folder)) == []
    (folder / "documents" / "kh-12.txt").write_text("khác", encoding="utf-8")
    other = copy.deepcopy(document) | {"doc_id": "kh-13"}
    other["meta"]["issuer_key"] = next(key for key in map(str, range(99)) if split_of(key) != split_of("ubnd-xa-lung-vai"))
    other["bodies"][0]["body"] = "Trạm y tế xã Lũng Vài"
    write_document(other, folder / "documents")
    found = check(Corpus.open(folder))
    for said in ("differ", "belongs to", "two canonical names"):
        assert any(said in fault for fault in found), found


def test_what_is_no_corpus_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(CorpusError, match="holds no corpus"):
        Corpus.open(tmp_path)
    with pytest.raises(CorpusError, match="there is no split 'all'"):
        Corpus.open(folder).split("all")
    (folder / "documents" / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"x\.json: not a gold document"):
        Corpus.open(folder)


def test_the_digest_changes_with_any_change(folder: Path, document: Document) -> None:
    before = Corpus.open(folder).digest
    assert Corpus.open(folder).digest == before
    document["tasks"][0]["due"] = "2020-02-21"
    write_document(document, folder / "documents")
    assert Corpus.open(folder).digest != before


def test_writing_and_reading_keep_the_document(document: Document, tmp_path: Path) -> None:
    path = write_document(document, tmp_path)
    assert read_document(path) == document
    assert path.with_suffix(".txt").read_bytes().decode() == TEXT
    assert json.loads(dump(document)) == document


def test_label_studio_loses_nothing(document: Document) -> None:
    assert from_label_studio(json.loads(json.dumps(to_label_studio([document])))) == [document]


def test_label_studio_loses_nothing_of_the_corpus() -> None:
    documents = list(Corpus.open())
    assert from_label_studio(to_label_studio(documents)) == documents


@pytest.mark.parametrize(
    "exported",
    [{}, [{"data": {}}], [{"data": {"doc_id": "a"}, "annotations": []}], [{"data": {}, "annotations": [{"result": [{"type": "labels", "value": {}}]}]}]],
)
def test_what_is_no_label_studio_export_is_refused(exported: Any) -> None:
    with pytest.raises(CorpusError, match=r"^notices\.json"):
        from_label_studio(exported, "notices.json")


def test_the_last_annotation_that_was_not_cancelled_counts(document: Document) -> None:
    [entry] = to_label_studio([document])
    entry["annotations"].insert(0, {"result": []})
    entry["annotations"].append({"result": [], "was_cancelled": True})
    assert from_label_studio([entry]) == [document]


def test_docbin_holds_text_and_spans(document: Document, tmp_path: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    [path] = export([document], "docbin", tmp_path)
    [doc] = DocBin(store_user_data=True).from_disk(path).get_docs(Vocab())
    assert doc.text == TEXT
    for group in ("tasks", "bodies", "dates"):
        assert [(span.start_char, span.end_char) for span in doc.spans[group]] == [(row["start"], row["end"]) for row in document[group]]
    assert [span.label_ for span in doc.spans["dates"]] == ["issue", "deadline", "recurrence"]
    assert json.loads(doc.user_data["gold"])["tasks"] == document["tasks"]


def test_pieces_cover_the_text_and_meet_the_gold(document: Document) -> None:
    found = pieces(document)
    assert "".join(TEXT[start:end] for start, end in found) == TEXT
    starts = {start for start, _ in found}
    assert all(row["start"] in starts for group in ("tasks", "bodies", "dates") for row in document[group])


def test_conll_has_a_column_a_group(document: Document, tmp_path: Path) -> None:
    [path] = export([document], "conll", tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# doc_id = kh-12"
    rows = [line.split("\t") for line in lines[1:] if line]
    assert {len(row) for row in rows} == {5}
    assert [row[0] for row in rows if row[3] == "B-BODY"] == ["Trạm", "Công", "Văn"]
    assert [row[0] for row in rows if row[2] == "B-TASK"] == ["Giao", "Văn"]
    assert " ".join(row[0] for row in rows if row[4].endswith("-DEADLINE")) == "trước ngày 20 / 02 / 2020"
    assert "" in lines[1:-1]


def test_parquet_has_a_table_a_kind(document: Document, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    paths = export([document], "parquet", tmp_path)
    tables = {path.stem: pq.read_table(path).to_pylist() for path in paths}
    assert set(tables) == {"documents", "tasks", "bodies", "dates"}
    assert tables["tasks"][0]["assignees"] == ["Trạm Y tế"]
    assert [row["text"] for row in tables["dates"]][1] == "trước ngày 20/02/2020"
    assert tables["documents"][0]["issuer_key"] == "ubnd-xa-lung-vai"


def test_the_frame_has_real_dates(document: Document) -> None:
    table = frame([document])
    assert table.shape[0] == 2
    assert str(table["due"][0].date()) == "2020-02-20"
    assert table["evidence"][1] == "Văn phòng gửi báo cáo vào ngày 25 hằng tháng"


def test_stats_count(document: Document) -> None:
    counted = stats([document])
    assert (counted.totals["tasks"], counted.totals["body mentions with an identity"]) == (2, 2)
    assert counted.by["deadline"] == {"day": 1, "recurrence": 1}
    assert counted.by["year"] == {"2020": 1}


def test_a_twin_keeps_its_gold_where_it_was(document: Document) -> None:
    noisy = twin(document, seed=3, noise=Noise(strength=12, width=40, page=4))
    assert list(faults(noisy)) == []
    assert noisy["text"] != TEXT
    assert "\n\n2\n\n" in noisy["text"]
    assert (noisy["doc_id"], noisy["meta"]["twin_of"]) == ("kh-12-ocr", "kh-12")
    for before, after in zip(document["tasks"], noisy["tasks"], strict=True):
        old, new = TEXT[before["start"] : before["end"]], noisy["text"][after["start"] : after["end"]]
        assert abs(len(old) - len(" ".join(new.split()))) <= 12
        assert {key: after[key] for key in TASK_KEYS[2:]} == {key: before[key] for key in TASK_KEYS[2:]}
    assert twin(document, seed=3, noise=Noise(strength=12, width=40, page=4)) == noisy
    assert twin(document, seed=4)["text"] != twin(document, seed=3)["text"]


def test_noise_of_no_strength_only_breaks_lines(document: Document) -> None:
    plain = copy.deepcopy(document)
    assert twin(plain, noise=Noise(strength=0, width=40))["text"].split() == TEXT.split()


def test_volume_is_sound_and_repeatable(document: Document) -> None:
    made = list(generate([document], 6, seed=5, paragraphs=8))
    assert [fault for one in made for fault in faults(one)] == []
    assert made == list(generate([document], 6, seed=5, paragraphs=8))
    assert len({one["text"] for one in made}) == 6
    for one in made:
        year = one["fields"]["issued_on"][:4]
        assert year in one["text"].splitlines()[2]
        for task in one["tasks"]:
            cut = one["text"][task["start"] : task["end"]]
            assert all(name in cut for name in [*task["assignees"], *task["coordinators"]])
            if task["due"]:
                assert task["due"] == f"{year}-02-20"
                assert f"20/02/{year}" in cut
                assert task["due_text"] in cut


def test_volume_of_the_corpus_is_sound() -> None:
    made = list(generate(Corpus.open(), 25, seed=1))
    assert [fault for one in made for fault in faults(one)] == []
    assert sum(len(one["tasks"]) for one in made) > 250


def test_volume_needs_material(document: Document) -> None:
    with pytest.raises(ValueError, match="no head"):
        next(generate([document | {"tasks": []}], 1))


def _second(folder: Path, **changed: Any) -> Path:
    row = {**_span("Văn phòng gửi báo cáo vào ngày 25 hằng tháng"), "assignees": ["Văn phòng"], "coordinators": [], "due": None, "recurrence": None}
    path = folder / "second" / "kh-12.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"doc_id": "kh-12", "tasks": [row | changed]}), encoding="utf-8")
    return path


def test_two_annotations_are_compared(folder: Path) -> None:
    _second(folder, recurrence="FREQ=MONTHLY;BYMONTHDAY=25")
    total = agreement(Corpus.open(folder)).total
    assert (total.gold, total.predicted, total.matched, total.rows) == (2, 1, 1, 1)
    _second(folder)
    assert [fault.kind for fault in agreement(Corpus.open(folder)).faults] == ["due", "missed"]


def test_what_is_no_second_annotation_is_refused(folder: Path) -> None:
    with pytest.raises(CorpusError, match="no second annotation"):
        agreement(Corpus.open(folder))
    for changed in ({"note": "x"}, {"start": "0"}, {"assignees": "Văn phòng"}):
        _second(folder, **changed)
        with pytest.raises(CorpusError, match=r"kh-12\.json: not a second annotation"):
            agreement(Corpus.open(folder))
    _second(folder).write_text('{"doc_id": "kh-99", "tasks": []}', encoding="utf-8")
    with pytest.raises(CorpusError, match="kh-99"):
        agreement(Corpus.open(folder))


def test_floors_are_written_read_and_compared(tmp_path: Path) -> None:
    shares = dict.fromkeys(("precision", "recall", "detection", "assignees", "coordinators", "due", "row"), 0.81299)
    measured = {name: {"documents": 3, "tasks": 9, **shares} for name in ("train", "dev", "test", "twins")}
    write_floors(tmp_path / "floors.toml", "abc", measured)
    digest, floors = read_floors(tmp_path / "floors.toml")
    assert (digest, floors["dev"]["row"], floors["twins"]["tasks"]) == ("abc", 0.812, 9)
    assert fallen("dev", floors["dev"], measured["dev"]) == []
    assert fallen("dev", floors["dev"], measured["dev"] | {"row": 0.8119}) == ["dev: row is 0.812, under its floor 0.812"]
    with pytest.raises(CorpusError, match="no file of floors"):
        read_floors(tmp_path / "none.toml")


@pytest.fixture
def run(folder: Path) -> Callable[..., Any]:
    return lambda *words: CliRunner().invoke(app, [*map(str, words), "--corpus", str(folder)])


def test_the_command_counts_checks_and_writes(run: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    assert "kế hoạch" in run("stats").output
    assert run("validate").exit_code == 0
    assert run("export", tmp_path / "out", "--to", "labelstudio").exit_code == 0
    back = CliRunner().invoke(app, ["import", str(tmp_path / "out" / "corpus.json"), str(tmp_path / "back")])
    assert back.exit_code == 0, back.output
    assert (tmp_path / "back" / "kh-12.json").read_bytes() == (folder / "documents" / "kh-12.json").read_bytes()
    assert run("agreement").exit_code == 2
    _second(folder)
    assert "1 documents, 2 tasks: detection F1 0.667" in run("agreement").stdout
    assert run("generate", tmp_path / "volume", "--count", 3).exit_code == 0
    assert len(list((tmp_path / "volume").glob("*.json"))) == 3
    assert run("twins", "--share", 1).exit_code == 0
    assert run("validate").exit_code == 0
    assert (folder / "twins" / "kh-12-ocr.txt").is_file()


def test_the_command_says_what_is_wrong(run: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path, "--to", "xml").exit_code == 2
    (folder / "documents" / "kh-12.txt").write_text("khác", encoding="utf-8")
    assert run("validate").exit_code == 1
    assert CliRunner().invoke(app, ["stats", "--corpus", str(tmp_path / "none")]).exit_code == 2
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert CliRunner().invoke(app, ["import", str(tmp_path / "bad.json"), str(tmp_path)]).exit_code == 2
