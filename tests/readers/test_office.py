"""Files that LibreOffice converts: the outcome is that of the .docx, and nothing is left behind."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from extractor.readers import Limits, ReadError, office, read_bytes
from tests.readers.docx_file import cell, docx, item, p, table
from tests.readers.test_word import LISTS

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
BODY = (
    table(["SỞ CÔNG THƯƠNG\nSố: 3/SCT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"], rules=False)
    + p("THÔNG BÁO")
    + item("Nội dung", 1)
    + item("Kiểm tra các chợ đầu mối", 1, 1)
    + item("Xử lý vi phạm", 1, 1)
    + p("Nộp trước ngày ", "<w:del w:id='1' w:author='a'><w:r><w:delText>01/3/2024</w:delText></w:r></w:del>", "15/3/2024")
    + table(
        ["Việc", "Đơn vị", "Hạn"],
        ["a", cell("Phòng Thương mại", '<w:vMerge w:val="restart"/>'), "1/4"],
        ["b", cell("", "<w:vMerge/>"), "2/4"],
    )
    + p("Hết.")
)  # fmt: skip


def converted(data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.docx").write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", folder, str(Path(folder, "a.docx"))]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Path(folder, f"a.{suffix}").read_bytes()


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
def test_the_same_as_docx(suffix: str) -> None:
    data = docx(BODY, parts={"numbering": LISTS})
    expected = read_bytes("a.docx", data)
    notice = read_bytes(f"a.{suffix}", converted(data, suffix))
    assert notice.text == expected.text
    assert [(b.kind, b.label) for b in notice.blocks] == [(b.kind, b.label) for b in expected.blocks]
    assert notice.tables == expected.tables
    assert (notice.format, notice.decoder, notice.warnings) == (suffix, "libreoffice", ())


@needs_office
def test_a_damaged_file_and_a_file_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    damaged = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100) + "WordDocument".encode("utf-16-le") + bytes(3000)
    with pytest.raises(ReadError, match=r"^a\.doc: is damaged or locked"):
        read_bytes("a.doc", damaged)
    with pytest.raises(ReadError, match="more than 0 seconds"):
        read_bytes("a.rtf", b"{\\rtf1 Xin chao}", limits=Limits(office_seconds=0))
    assert list(tmp_path.iterdir()) == []
    assert subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, check=False).stdout == b""


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    with pytest.raises(ReadError, match="apt-get install libreoffice-writer-nogui"):
        read_bytes("a.rtf", b"{\\rtf1 x}")
