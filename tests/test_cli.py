"""The command line: what it prints, what it writes, how it ends, and what it says of bad input."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from spacy.language import Language
from typer.testing import CliRunner

from extractor import pipeline
from extractor.cli import COMMANDS, GROUPS, app, console
from extractor.store import engine
from extractor.writers import streams

GOOD = "Yêu cầu Sở Y tế phối hợp với Sở Tài chính báo cáo trước ngày 05/8/2021."
Run = Callable[..., Result]


@pytest.fixture
def run(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process with the pipeline that is loaded already."""
    load = pipeline.load

    def loaded(rules: object = None) -> Language:
        return nlp if rules is None else load(rules)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "load", loaded)
    monkeypatch.setenv("COLUMNS", "200")

    def invoke(*arguments: object) -> Result:
        console.out.cache_clear()
        console.err.cache_clear()
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "cv-12.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_help_names_every_command_and_is_quick() -> None:
    began = time.perf_counter()
    shown = subprocess.run([sys.executable, "-m", "extractor", "--help"], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.getcwd()})
    took = time.perf_counter() - began
    assert all(name in shown.stdout for name in (*COMMANDS, *GROUPS))
    assert took < 3  # generous: other work may go on beside the tests; the next test says what keeps it quick


def test_help_imports_nothing_heavy() -> None:
    code = "import sys\nfrom extractor.cli import app\nprint(sorted({'spacy', 'pandas', 'underthesea', 'rich.markdown', 'openpyxl', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.getcwd()}).stdout.strip() == "[]"


@pytest.mark.parametrize("command", [["--help"], *([name, "--help"] for name in (*COMMANDS, *GROUPS)), ["rules", "check", "--help"]])
def test_every_command_and_option_is_explained(run: Run, command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == 0
    lines = [line for line in result.stdout.splitlines() if line.startswith("  -")]
    assert lines
    assert all(len(line.split("  ")) > 2 or following.startswith("      ") for line, following in zip(lines, [*lines[1:], ""], strict=True))


def test_run_shows_a_table_and_closes_with_counts(run: Run, good: Path) -> None:
    result = run("run", good)
    assert result.exit_code == 0
    assert all(words in result.stdout for words in ("Nội dung nhiệm vụ", "Đơn vị chủ trì", "Sở Y tế", "05/08/2021"))
    assert "1 văn bản · 1 nhiệm vụ · 1 có thời hạn · 0 tệp lỗi" in result.stdout


def test_run_speaks_english_when_asked(run: Run, good: Path) -> None:
    result = run("run", good, "--lang", "en")
    assert "Lead body" in result.stdout
    assert "1 documents · 1 tasks · 1 with a deadline · 0 failures" in result.stdout


def test_run_writes_every_format(run: Run, good: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"out.{ending}" for ending in ("csv", "jsonl", "xlsx", "parquet")]
    result = run("run", good, *(part for file in files for part in ("-o", file)))
    assert result.exit_code == 0
    assert "Nội dung nhiệm vụ" not in result.stdout
    assert all(file.stat().st_size for file in files)
    [row] = [json.loads(line) for line in files[1].read_text(encoding="utf-8").splitlines()]
    asked = "doc_id start end task assignees coordinators supervisor report_to due_text due due_time due_start due_bound recurrence section confidence rules number type issuer issued_on subject responsible"
    assert set(asked.split()) <= set(row)
    assert (row["doc_id"], row["due"], row["assignees"], row["number"]) == ("cv-12", "2021-08-05", ["Sở Y tế"], None)
    assert GOOD[row["start"] : row["end"]] == GOOD
    sheet = openpyxl.load_workbook(files[2]).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"


def test_run_shows_as_many_rows_as_asked(run: Run, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(GOOD, encoding="utf-8")
    result = run("run", tmp_path, "--rows", 1)
    assert "… 2 nhiệm vụ nữa" in result.stdout


def test_the_day_of_issue_may_be_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Giao Văn phòng báo cáo trước ngày 15/3.", encoding="utf-8")
    for day in ("2022-02-01", "01/02/2022"):
        assert "15/03/2022" in run("run", path, "--issued-on", day).stdout
    assert run("run", path, "--issued-on", "1.2.22").exit_code == 2


# Bad input: a clear message that names the file, the rest is processed, the status tells.

BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\n", "is empty"),
    "binary.txt": (bytes(range(256)) * 40, "is not text but binary data"),
    "unknown.txt": (bytes([0x80, 0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 400, "encoding|binary"),
    "long.txt": ("Giao Sở Y tế báo cáo. ".encode() * 2_400_000, "more than the .* that are read; split it"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_what_to_do(run: Run, tmp_path: Path, name: str) -> None:
    content, said = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    result = run("run", path)
    assert result.exit_code == 2
    assert name in result.stderr
    assert re.search(said, result.stderr), result.stderr


def test_a_missing_path_is_named(run: Run, tmp_path: Path) -> None:
    result = run("run", tmp_path / "none.txt")
    assert result.exit_code == 2
    assert "none.txt: there is no such file" in result.stderr


def test_a_folder_without_documents_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.xyz").write_text("x", encoding="utf-8")
    result = run("run", tmp_path)
    assert result.exit_code == 2
    assert "nothing in it that can be read" in result.stderr


def test_one_bad_file_among_a_hundred(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(99):
        (folder / f"{number:02}.txt").write_text(GOOD, encoding="utf-8")
    (folder / "50-bad.txt").write_bytes(bytes(range(256)))
    out = tmp_path / "out.jsonl"
    result = run("run", folder, "-o", out)
    assert result.exit_code == 1
    assert "50-bad.txt" in result.stderr
    assert "99 văn bản · 99 nhiệm vụ · 99 có thời hạn · 1 tệp lỗi" in result.stdout
    assert [json.loads(line)["doc_id"] for line in out.read_text(encoding="utf-8").splitlines()] == [f"{number:02}" for number in range(99)]


def test_a_document_on_which_the_program_fails_does_not_end_the_batch(run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "worse.txt").write_text("Giao Văn phòng họp.", encoding="utf-8")
    real = pipeline.read

    def fails(nlp: Language, notice: object, issued_on: object = None) -> object:
        if notice.doc_id == "worse":  # type: ignore[attr-defined]
            raise IndexError("list index out of range")
        return real(nlp, notice, issued_on)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "read", fails)
    result = run("run", good, tmp_path / "worse.txt")
    assert result.exit_code == 1
    assert "worse.txt: the program failed on it (IndexError: list index out of range); please report it with the file" in result.stderr
    assert "1 văn bản · 1 nhiệm vụ" in result.stdout


# Outputs: told before the work when they cannot be written, and never half-written.


@pytest.mark.parametrize(("name", "said"), [("out.docm", "no format has the ending '.docm'"), ("out", "no format has the ending ''"), ("none/out.csv", "there is no folder")])
def test_an_output_that_cannot_be_written_is_told_before_the_work(run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.setattr(pipeline, "read", lambda *_: pytest.fail("work was done"))
    result = run("run", good, "-o", tmp_path / name)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_output_stays_as_it_was_when_writing_fails(run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, other = tmp_path / "out.csv", tmp_path / "other.jsonl"
    out.write_text("before", encoding="utf-8")

    class Full:
        @staticmethod
        @contextmanager
        def opened(path: Path, lang: str) -> Iterator[Callable[[object], None]]:  # noqa: ARG004
            def put(rows: object) -> None:  # noqa: ARG001
                path.write_text("half", encoding="utf-8")
                raise OSError(28, "No space left on device")

            yield put

    real = streams.import_module
    monkeypatch.setattr(streams, "import_module", lambda name: Full if name.endswith(".csv") else real(name))
    result = run("run", good, "-o", out, "-o", other)
    assert result.exit_code == 1
    assert "out.csv" in result.stderr
    assert "No space left" in result.stderr
    assert out.read_text(encoding="utf-8") == "before"
    assert other.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cv-12.txt", "other.jsonl", "out.csv"]


def test_an_output_stays_as_it_was_when_nothing_can_be_read(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before", encoding="utf-8")
    assert run("run", tmp_path / "none.txt", "-o", out).exit_code == 2
    assert out.read_text(encoding="utf-8") == "before"


def test_rows_are_written_as_they_come_and_not_kept(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(6):
        (tmp_path / f"{i}.txt").write_text(GOOD, encoding="utf-8")
    sizes: list[int] = []
    add = streams.Stream.add

    def counted(stream: streams.Stream, rows: tuple[object, ...]) -> None:
        sizes.append(len(rows))
        add(stream, rows)

    monkeypatch.setattr(streams.Stream, "add", counted)
    assert run("run", tmp_path, "-o", tmp_path / "out.jsonl", "--rows", 2).exit_code == 0
    assert sizes == [1] * 6
    assert [json.loads(line)["doc_id"] for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()] == list("012345")


def test_a_document_that_takes_too_long_is_told_in_one_process_too(run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow.txt").write_text(GOOD + " chậm", encoding="utf-8")
    read = pipeline.read

    def slow(nlp: Language, notice: object, issued_on: str | None = None) -> object:
        if "chậm" in notice.text:  # type: ignore[attr-defined]
            time.sleep(30)
        return read(nlp, notice, issued_on)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "read", slow)
    began = time.monotonic()
    result = run("run", tmp_path, "-j", 1, "--time-limit", 1, "-o", tmp_path / "out.jsonl")
    assert time.monotonic() - began < 15
    assert result.exit_code == 1
    assert "slow.txt: took more than 1 s" in result.stderr
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert good.exists()


def test_a_store_that_another_program_holds_is_told(run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_BUSY", 200)
    store = tmp_path / "store.db"
    assert run("run", good, "--store", store).exit_code == 0
    before = tmp_path / "cv-13.txt"
    before.write_text(GOOD + " Gấp.", encoding="utf-8")
    with sqlite3.connect(store) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = run("run", before, "--store", store, "-o", tmp_path / "out.jsonl")
        assert result.exit_code == 2
        assert "another program is writing to it; try again" in " ".join(result.stderr.split())
        assert not (tmp_path / "out.jsonl").exists()
        other.rollback()
    other.close()
    assert run("run", tmp_path, "--store", store).exit_code == 0


def test_a_document_without_tasks_gives_an_empty_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("Hôm nay trời đẹp.", encoding="utf-8")
    assert run("run", path, "-o", tmp_path / "out.jsonl").exit_code == 0
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == ""


# The other commands.


def test_show_explains_fields_outline_tasks_and_dates(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kh.txt"
    path.write_text(
        "Số: 12/KH-SVHTT\nĐà Lạt, ngày 05 tháng 3 năm 2021\nKẾ HOẠCH\nTổ chức hội thi\n\nI. TỔ CHỨC THỰC HIỆN\n1. Thư viện tỉnh\n"
        "- Xây dựng thể lệ trước ngày 20/3/2021 theo Quyết định số 5/QĐ-UBND ngày 04/01/2021.\n- Định kỳ hằng quý báo cáo Sở.\n",
        encoding="utf-8",
    )
    result = run("show", path)
    assert result.exit_code == 0
    for words in ("12/KH-SVHTT", "05/03/2021", "TỔ CHỨC THỰC HIỆN", "việc phải làm", "2 nhiệm vụ", "theo đề mục «Thư viện tỉnh»", "trước 20/03/2021", "Hằng quý",
                  "verb.imperative", "Ngày tháng không phải là thời hạn", "ngày của văn bản viện dẫn"):  # fmt: skip
        assert words in result.stdout, words


def test_show_of_a_bad_file_or_of_many(run: Run, good: Path, tmp_path: Path) -> None:
    assert "there is no such file" in run("show", tmp_path / "none.txt").stderr
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    assert good.exists()
    result = run("show", tmp_path)
    assert result.exit_code == 2
    assert "2 documents are there" in result.stderr


def test_evaluate_scores_and_lists_errors(run: Run, tmp_path: Path) -> None:
    task = {"start": 0, "end": len(GOOD), "task": "", "assignees": ["Sở Nội vụ"], "coordinators": [], "due": "2021-08-05", "recurrence": None}
    (tmp_path / "d.json").write_text(json.dumps({"doc_id": "d", "text": GOOD, "fields": {"number": None}, "tasks": [task]}), encoding="utf-8")
    result = run("evaluate", tmp_path, "--errors")
    assert result.exit_code == 0
    assert "1 documents" in result.stdout
    assert "number 1/1" in result.stdout
    assert all(words in result.stdout for words in ("assignees", "Sở Nội vụ", "Sở Y tế"))


@pytest.mark.parametrize(("content", "said"), [(None, "holds no gold documents"), ("{", "bad.json: not a gold document")])
def test_evaluate_without_gold(run: Run, tmp_path: Path, content: str | None, said: str) -> None:
    if content:
        (tmp_path / "bad.json").write_text(content, encoding="utf-8")
    result = run("evaluate", tmp_path)
    assert result.exit_code == 2
    assert said in result.stderr


def test_rules_check(run: Run, tmp_path: Path) -> None:
    assert "all well" in run("rules", "check").stdout
    assert run("rules", "check", tmp_path / "none").exit_code == 2
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "cues.toml").write_text('[[rule]]\nid = "mine"\npattern = "("\n', encoding="utf-8")
    result = run("rules", "check", tmp_path)
    assert result.exit_code == 1
    assert "cues.toml: rule 'mine'" in result.stderr


def test_dates_of_a_text_or_a_file(run: Run, good: Path) -> None:
    for given in (GOOD, good):
        result = run("dates", given)
        assert result.exit_code == 0
        assert "before 2021-08-05" in result.stdout
        assert "thời hạn" in result.stdout
    assert "2022-03-15" in run("dates", "trước ngày 15/3", "--issued-on", "2022-02-01").stdout
    assert "không có ngày tháng nào" in run("dates", "Không có gì.").stdout


@pytest.mark.parametrize(("given", "message"), [("no/../lost.docx", "no such file"), ("/lost/file", "no such file"), (".", "a folder")])
def test_dates_of_a_path_that_is_no_file_are_refused(run: Run, given: str, message: str) -> None:
    result = run("dates", given)
    assert result.exit_code == 2
    assert message in result.stderr
    assert run("dates", "20/9/2020").exit_code == 0


def test_import_writes_texts(run: Run, good: Path, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "cv-12.txt").write_text("Khác.", encoding="utf-8")
    result = run("import", good, tmp_path / "deep", tmp_path / "none.txt", "-o", tmp_path / "texts")
    assert result.exit_code == 1
    assert "none.txt" in result.stderr
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "texts").iterdir()} == {"cv-12.txt": GOOD, "cv-12~2.txt": "Khác."}


# Links and clarity -----------------------------------------------------------------------------------------------------------------------------------------


def test_links_of_a_batch_are_written_beside_the_table(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Số: 15/SYT-VP\n\nYêu cầu Phòng Nghiệp vụ báo cáo trước ngày 05/8/2021.", encoding="utf-8")
    (folder / "b.txt").write_text("Gia hạn thời gian thực hiện Công văn số 15/SYT-VP đến ngày 20/8/2021.", encoding="utf-8")
    result = run("run", folder, "--links", tmp_path / "links.jsonl", "--rows", 0)
    assert result.exit_code == 0, result.output
    [link] = [json.loads(line) for line in (tmp_path / "links.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (link["kind"], link["doc_id"], link["earlier_doc_id"]) == ("extends", "b", "a")


@pytest.mark.parametrize("command", [("run", "--links"), ("clarity", "-o")])
def test_a_report_that_could_not_be_written_ends_the_command_before_any_work(run: Run, good: Path, tmp_path: Path, command: tuple[str, str]) -> None:
    result = run(command[0], good, command[1], tmp_path / "report.docx")
    assert result.exit_code == 2
    assert ".jsonl" in result.output
    assert run(command[0], good, command[1], tmp_path / "none" / "report.csv").exit_code == 2


def test_clarity_shows_what_is_missing_and_writes_it(run: Run, good: Path, tmp_path: Path) -> None:
    result = run("clarity", good, "-o", tmp_path / "six.xlsx", "-o", tmp_path / "six.jsonl")
    assert result.exit_code == 0, result.output
    assert "chưa nêu cấp chỉ đạo" in " ".join(result.output.split())
    [line] = [json.loads(line) for line in (tmp_path / "six.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (line["person"], line["time"], line["power"]) == ("clear", "clear", "missing")
    assert openpyxl.load_workbook(tmp_path / "six.xlsx").sheetnames == ["6 rõ", "Theo văn bản"]


def test_clarity_of_a_document_without_tasks_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    path.write_text("Hôm qua trời mưa.", encoding="utf-8")
    result = run("clarity", path)
    assert result.exit_code == 0
    assert "không có nhiệm vụ nào" in result.output
