"""A newcomer's folder: forty files of every kind, good and bad, in folders and archives. All that can be read is read, the rest is named, and the table is made."""

from __future__ import annotations

import io
import shutil
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from spacy.language import Language
from typer.testing import CliRunner

from benchmarks.pages import Sheet, as_pdf, drawn
from extractor.batch import Extractor, Settings, process
from extractor.cli import app
from extractor.readers import ocr
from tests.readers.docx_file import docx, p, table
from tests.readers.hostile_files import FILES, zipped
from tests.readers.test_office import converted
from tests.test_encodings import to_tcvn3

pytest.importorskip("pypdfium2")
try:
    ocr.model_folder()
except ocr.MissingError:
    pytest.skip("Tesseract's Vietnamese model is not installed", allow_module_level=True)

LINE = "Giao Văn phòng tổng hợp, báo cáo kết quả trước ngày 20/9/2020."
SHEET = Sheet([(LINE, 85, 100, 14, "")])


def image(kind: str) -> bytes:
    out = io.BytesIO()
    drawn(SHEET, 150).save(out, kind, dpi=(150, 150))
    return out.getvalue()


@cache
def good() -> dict[str, bytes]:
    """Files that hold the line, by name."""
    html = f"<html><body><p>{LINE}</p></body></html>"
    files = {
        "a.txt": LINE.encode(), "b.md": f"**{LINE}**".encode(), "bom.txt": LINE.encode("utf-8-sig"), "utf16.txt": LINE.encode("utf-16"),
        "tcvn3.txt": to_tcvn3(f"{LINE}\n{LINE}"), "trang.html": html.encode(), "cũ/utf16.htm": html.encode("utf-16"),
        "word.docx": docx(p(LINE)), "mẫu.docm": docx(p(LINE), extra={"word/vbaProject.bin": b"x"}), "số.pdf": as_pdf([SHEET]),
        "quét.png": image("PNG"), "quét.jpg": image("JPEG"), "quét/quét.tif": image("TIFF"), "quét.pdf": as_pdf([SHEET], images=[drawn(SHEET, 150)]),
        "lớp chữ.pdf": as_pdf([SHEET], images=[drawn(SHEET, 100)], invisible=True), "không đuôi.doc": docx(p(LINE)),
        "gói.zip": zipped({"a/một.txt": LINE.encode(), "hai.docx": docx(p(LINE)), "trong.zip": zipped({"ba.html": html.encode()})}),
        "bảng.docx": docx(table(["Nội dung", "Chủ trì", "Thời hạn"], ["Tổng hợp kết quả", "Văn phòng", "20/9/2020"])),
    }  # fmt: skip
    if shutil.which("soffice"):
        files |= {"cũ/thông báo.doc": converted(docx(p(LINE)), "doc"), "cũ/mở.odt": converted(docx(p(LINE)), "odt")}
    return files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("văn bản đến")
    bad = {f"hỏng/{name}": make() for name, (make, says) in FILES.items() if says}
    aside = {"~$word.docx": b"x", "Thumbs.db": b"x", ".DS_Store": b"x", "ảnh.svg": b"<svg/>", "bảng.xlsx": b"PK"}
    for name, data in {**good(), **bad, **aside}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    assert sum(path.is_file() for path in root.rglob("*")) >= 38
    return root


def test_all_that_can_be_read_gives_its_row_and_the_rest_is_named(folder: Path, nlp: Language, tmp_path: Path) -> None:
    results = list(process([folder], Extractor(Settings(cache=str(tmp_path / "cache")), nlp)))
    failed = {str(result.path.relative_to(folder)).split(".zip/")[0] for result in results if result.error}
    assert {name.split("/")[0] for name in failed} == {"hỏng"}
    read = [result for result in results if not result.error]
    assert len(read) == len(good()) + 2  # the archive holds three
    for result in read:
        assert [(row["assignees"], row["due"]) for row in result.rows][:1] == [(["Văn phòng"], "2020-09-20")], result.path
    for scan in (result for result in read if "quét" in result.path.name):
        evidence = next(origin for origin in scan.rows[0]["origins"] if origin["field"] == "task")
        (box,) = evidence["boxes"]
        assert (scan.rows[0]["page"], evidence["page"]) == (1, 1)
        assert 80 < box[0] < 150
        assert 85 < box[1] < box[3] < 106


def test_import_writes_texts_and_pictures_and_reads_no_page_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    for name in ("quét.png", "quét.pdf", "word.docx", "số.pdf"):
        (tmp_path / "in" / name).write_bytes(good()[name])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    command = ["import", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--debug"]
    assert CliRunner().invoke(app, command).exit_code == 0
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made == {"quét.txt", "quét.png.txt", "word.txt", "số.txt", "quét-001.png", "quét.png-001.png", "số-001.png"}
    assert (tmp_path / "out" / "quét.txt").read_text(encoding="utf-8") == f"{LINE}\n"
    with Image.open(tmp_path / "out" / "quét-001.png") as picture:
        assert (70, 90, 200) in {colour for _, colour in picture.getcolors(1 << 24) or ()}  # the box of the paragraph
    monkeypatch.setattr("extractor.readers.scan.read_lines", None)
    assert CliRunner().invoke(app, command).exit_code == 0
    assert CliRunner().invoke(app, [*command, "--cache", "none"]).exit_code == 1
