"""Which file is read how, and what is said of files that cannot be read."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pytest

from extractor import readers
from extractor.readers import Limits, ReadError, expand_bytes, expand_paths, read_bytes, read_notice

LINE = "Giao Văn phòng tổng hợp, báo cáo trước ngày 20/9/2020.\n"


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_notice_carries_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "54.KH-LĐLĐ.txt"
    path.write_bytes(LINE.encode())
    notice = read_notice(path)
    assert (notice.doc_id, notice.text, notice.format, notice.decoder, notice.source) == ("54.KH-LĐLĐ", LINE, "txt", "utf-8", str(path))
    assert notice.digest == hashlib.sha256(LINE.encode()).hexdigest()
    assert notice.warnings == ()


def test_markdown_is_text_whose_marks_are_edits() -> None:
    notice = read_bytes("a.md", "# KẾ HOẠCH\n\n**Giao** Văn phòng".encode())
    assert notice.format == "md"
    assert [notice.text[e.start : e.end] for e in notice.edits] == ["# ", "**", "**"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("trống.txt", b"", "is empty"),
        ("trống.txt", b"\xef\xbb\xbf \r\n", "is empty"),
        ("trống.txt", b"\x00" * 5000, "is empty"),
        ("chương trình.txt", bytes(range(256)) * 20, "binary data"),
        ("chương trình.txt", b"MZ\x90\x00" + bytes(60), "a Windows program"),
        ("thư.txt", "Настоящий приказ вступает в силу".encode("koi8-r"), "unknown encoding"),
        ("dài.txt", b"a" * 50_000_000, "has 50,000,000 bytes of text, more than the 20,000,000"),
        ("gói.rar", b"Rar!\x1a\x07\x00", "a RAR archive"),
        ("gói.zip", zipped({"a.txt": b"x", "b.txt": b"y"}), "an archive of 2 documents"),
        ("gói.zip", zipped({"a.exe": b"x"}), "nothing in it"),
        ("gói.zip", zipped({"a.txt": b"x" * 99})[:-30], "damaged archive"),
        ("bảng.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "spreadsheet"),
    ],
)
def test_bad_files_are_named_with_what_to_do(name: str, data: bytes, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(name, data)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert says in message
    assert "; " in message


def test_paths_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path, says in ((tmp_path / "x.txt", "no such file"), (tmp_path / "empty", "folder with nothing"), (Path("a\x00b.txt"), "is no")):
        (found,) = expand_paths([path])
        with pytest.raises(ReadError, match=says):
            read_notice(found)


def test_a_missing_package_is_named_and_other_formats_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.delitem(sys.modules, "extractor.readers.pdf", raising=False)
    monkeypatch.delattr(readers, "pdf", raising=False)
    with pytest.raises(ReadError, match="needs the package pypdfium2, which is not installed"):
        read_bytes("a.pdf", b"%PDF-1.7")
    assert read_bytes("a.txt", LINE.encode()).text == LINE


def test_limits_are_settings() -> None:
    with pytest.raises(ReadError, match="more than the 10 that"):
        read_bytes("a.txt", LINE.encode(), limits=Limits(file_bytes=10))
    with pytest.raises(ReadError, match="characters of text"):
        read_bytes("a.txt", LINE.encode(), limits=Limits(text_chars=10))


def test_one_bad_file_among_a_hundred(tmp_path: Path) -> None:
    for i in range(100):
        (tmp_path / f"{i:03}.txt").write_text(LINE, encoding="utf-8")
    (tmp_path / "050.txt").write_bytes(b"")
    read, failed = [], []
    for path in expand_paths([tmp_path]):
        try:
            read.append(read_notice(path).doc_id)
        except ReadError as error:
            failed.append(error.name)
    assert (len(read), failed) == (99, [str(tmp_path / "050.txt")])


def test_a_folder_is_walked_in_order_and_what_is_no_document_is_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.TXT", "a.txt", "~$a.docx", ".DS_Store", "a.json", "__MACOSX/a.txt", "c.zip"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zipped({"z/y.txt": LINE.encode(), "__MACOSX/._y.txt": b"", "x.md": LINE.encode()}) if name == "c.zip" else LINE.encode())
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = [path.relative_to(tmp_path).as_posix() for path in expand_paths([tmp_path, tmp_path / "a.txt"])]
    assert found == ["a.txt", "b/1.TXT", "b/2.txt", "c.zip/x.md", "c.zip/z/y.txt"]
    assert [read_notice(tmp_path / name).text for name in found] == [LINE] * 5


def test_names_in_archives_do_no_harm(tmp_path: Path) -> None:
    names = ["../../etc/passwd.txt", "/abs.txt", "..\\win.txt", "a/../b.txt", "a/b.txt", "b.txt", "thông báo.txt", "\u202egpj.txt"]
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({name: f"{LINE}{i}".encode() for i, name in enumerate(names)}))
    found = list(expand_paths([path]))
    assert all(p.is_relative_to(path) and ".." not in p.parts for p in found)
    assert len(found) == len(names)
    assert {read_notice(p).text[-1] for p in found} == set("01234567")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["many.zip"]


def test_archives_inside_archives(tmp_path: Path) -> None:
    inner = zipped({"a.txt": LINE.encode()})
    path = tmp_path / "two.zip"
    path.write_bytes(zipped({"inner.zip": inner, "b.txt": LINE.encode()}))
    found = list(expand_paths([path]))
    assert [p.relative_to(path).as_posix() for p in found] == ["b.txt", "inner.zip/a.txt"]
    assert read_notice(found[1]).text == LINE
    path.write_bytes(zipped({"2.zip": zipped({"3.zip": inner})}))
    (found_path,) = expand_paths([path])
    with pytest.raises(ReadError, match="inside an archive inside"):
        read_notice(found_path)


@pytest.mark.parametrize(
    ("limits", "says"),
    [(Limits(), "looks like a trap"), (Limits(archive_ratio=10**9, archive_bytes=10**6), "looks like a trap"), (Limits(archive_members=1), "holds 2 files")],
)
def test_archive_bombs(tmp_path: Path, limits: Limits, says: str) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"a.txt": b"0" * 30_000_000, "b.txt": b"x"}))
    (found,) = expand_paths([path], limits)
    with pytest.raises(ReadError, match=says):
        read_notice(found, limits=limits)


def test_a_member_larger_than_it_says() -> None:
    data = bytearray(zipped({"a.txt": b"0123456789" * 50}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (20).to_bytes(4, "little")
    with pytest.raises(ReadError, match=r"larger than it says|damaged"):
        list(expand_bytes("a.zip", bytes(data)))


def test_a_wrong_ending_is_read_by_its_content() -> None:
    notice = read_bytes("a.pdf", LINE.encode())
    assert notice.text == LINE
    assert notice.warnings == ("the name ends in .pdf, but the content is txt",)
