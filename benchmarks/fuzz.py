"""Fuzzing: texts and files made from a seed go through the program, which must neither fail nor hang nor give a row whose offsets do not cut its evidence.

    python -m benchmarks.fuzz [MINUTES, by default 5] [SEED, by default the day's number]

Texts are recombined from pieces of directives, dates, names, marks and noise, as lines and as tables, and from the corpus with stretches moved, doubled and cut
out; files are small ones of every format, whole and with bytes changed. A fault ends the run with its seed, from which `case` makes the same input again. Runs
are recorded in docs/fuzzing.md.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import textwrap
import time
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from benchmarks.pages import as_pdf, face, set_text
from extractor.model import Notice
from extractor.readers import ReadError, expand_paths, read_notice
from extractor.table import rows
from extractor.text import nfc, read

if TYPE_CHECKING:
    from spacy.language import Language

RECORD = Path(__file__).parent.parent / "docs" / "fuzzing.md"
PIECES = (
    "Giao ", "Yêu cầu ", "Đề nghị ", "Sở Y tế", "UBND các huyện", "các sở, ban, ngành", "Văn phòng", " chủ trì, phối hợp với ", " báo cáo ", "tham mưu ",
    "trước ngày 20/9/2020", "quý II/2021", "hằng tháng", "31/02/2021", "ngày 5", "00/00/0000", "12 giờ 60", "I. ", "1.1. ", "a) ", "- ", "+ ", "Điều 3. ",
    "Nơi nhận:", "KT. CHỦ TỊCH", "UỶ BAN NHÂN DÂN TỈNH", "Số: 54/KH-LĐLĐ", "KẾ HOẠCH", "\n", "\n\n",
    "; ", ": ", ", ", ". ", " | ", "|---|---|", "\t", "**", "__",
    "(", ")", "“", "”", "/", "%", "…", "\u200b", "\u202e", "\ufeff",
    "\x00", "\x0b", "\u00a0", "e\u0301", "ǅ", "İ", "ß", "😀", "中文", "עברית", "1" * 40, "a" * 300,
)  # fmt: skip
ENDINGS = (".txt", ".md", ".html", ".docx", ".docx", ".pdf", ".pdf", ".zip", ".rtf", ".odt", ".doc", ".png", ".jpg", ".tif")
_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.2"><office:body><office:text><text:p>{}</text:p></office:text></office:body></office:document-content>'
)


def text_of(seed: int) -> str:
    """The text of a seed, at most some ten thousand letters."""
    rng = random.Random(seed)
    if rng.random() < 0.2:
        return _table(rng)[:10_000]
    if rng.random() < 0.5:
        return "".join(rng.choice(PIECES) * rng.choice((1, 1, 1, 1, 2, 50)) for _ in range(rng.randrange(1, 300)))[:10_000]
    documents = sorted(Path("corpus/documents").rglob("*.txt"))
    text = rng.choice(documents).read_text(encoding="utf-8")[:8_000]
    for _ in range(rng.randrange(1, 12)):
        one, two, at = (rng.randrange(len(text) + 1) for _ in range(3))
        part = text[min(one, two) : min(one, two) + 400]
        less = text.replace(part, "", 1) if part else text
        text = rng.choice((text[:at] + part + text[at:], less, text[:at] + rng.choice(PIECES) + text[at:], text.replace(" ", "\n", 3)))
    return text[:12_000]


def _table(rng: random.Random) -> str:
    """Rows of cells, not all of one length, between lines."""
    width = rng.randrange(2, 9)
    heads = [rng.choice(("STT", "Nội dung", "Nhiệm vụ", "Đơn vị chủ trì", "Phối hợp", "Thời hạn", "Ghi chú", "")) for _ in range(width)]
    lines = ["PHỤ LỤC", "| " + " | ".join(heads) + " |"] + ["|" + "---|" * width] * rng.randrange(2)
    for _ in range(rng.randrange(1, 60)):
        cells = ["".join(rng.choice(PIECES) for _ in range(rng.choice((0, 1, 1, 2, 6)))) for _ in range(width + rng.choice((0, 0, 0, 0, 1, -1)))]
        lines.append(rng.choice(("| ", "| ", "")) + " | ".join(cells).replace("\n", rng.choice((" ", " ", "\n"))) + rng.choice((" |", " |", "")))
    return "\n".join(lines)


def file_of(seed: int, folder: Path) -> Path:
    """A file of a seed, most of them damaged."""
    rng = random.Random(seed)
    ending = rng.choice(ENDINGS)
    data = bytearray(_whole(ending, text_of(seed)[:2000]))
    for _ in range(rng.choice((0, 1, 1, 2, 5, 30))):
        if data:
            at = rng.randrange(len(data))
            data[at : at + rng.choice((0, 1, 1, 8))] = rng.randbytes(rng.choice((0, 1, 1, 4)))
    path = folder / f"fuzz-{seed}{ending}"
    path.write_bytes(bytes(data[: rng.randrange(len(data) + 1)]) if rng.random() < 0.2 else bytes(data))
    return path


def _whole(ending: str, text: str) -> bytes:
    clean = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
    out = io.BytesIO()
    if ending == ".docx":
        from docx import Document

        document = Document()
        for line in clean.split("\n"):
            document.add_paragraph(line)
        table = document.add_table(2, 3)
        table.cell(0, 0).text = clean[:30]
        document.save(out)
        return out.getvalue()
    if ending in (".zip", ".odt"):
        escaped = escape("".join(letter for letter in clean if letter >= " "))
        odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _ODT.format(escaped)}
        with zipfile.ZipFile(out, "w") as archive:
            for name, part in (odt if ending == ".odt" else {"a/b.txt": text, "c.md": text}).items():
                archive.writestr(name, part)
        return out.getvalue()
    if ending == ".pdf":
        return as_pdf(set_text(clean))
    if ending in (".png", ".jpg", ".tif"):
        picture = Image.new("L", (700, 240), 255)
        ImageDraw.Draw(picture).multiline_text((20, 20), textwrap.fill(clean[:300], 60), font=ImageFont.truetype(face(""), 24))
        picture.save(out, {".png": "PNG", ".jpg": "JPEG", ".tif": "TIFF"}[ending])
        return out.getvalue()
    if ending == ".doc":
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + text.encode("utf-16-le", "replace")
    if ending == ".rtf":
        return (r"{\rtf1\ansi " + "".join(letter if letter.isascii() else rf"\u{ord(letter) & 0xFFFF}?" for letter in clean) + "}").encode("ascii")
    return (("<html><body><table><tr><td>" if ending == ".html" else "") + clean).encode("utf-8", "replace")


def check_text(nlp: Language, text: str) -> int:
    """Reads a text and checks every row; the number of rows. Raises AssertionError."""
    from extractor import pipeline

    text = nfc(text)
    began = time.process_time()
    notice = Notice("fuzz", text, read(text))
    doc = pipeline.read(nlp, notice)
    made = rows(notice, doc._.fields, doc._.tasks)
    taken = time.process_time() - began
    assert taken < 2 * max(1.0, len(text) / 10_000), f"took {taken:.1f} s for {len(text)} letters"
    for row in made:
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert row["evidence"] == text[row["start"] : row["end"]]
        assert row["confidence"] is None or 0 <= row["confidence"] <= 1
    for task in doc._.tasks:
        assert all(0 <= body.start <= body.end <= len(text) for body in task.bodies)
        assert all(0 <= origin.start <= origin.end <= len(text) for origin in task.origins if origin.start is not None and origin.end is not None)
    for found in (*doc._.bodies, *doc._.dates):
        assert doc.text[found.start : found.end] == found.text
    return len(made)


def check_file(nlp: Language, path: Path) -> bool:
    """Reads a file, or the files in it, which may be refused with a ReadError that names it; whether any was read."""
    from extractor import pipeline

    came = []
    for part in expand_paths([path]):
        try:
            notice = read_notice(part)
        except ReadError as error:
            came.append(str(error))
        else:
            came.append("")
            for task in pipeline.read(nlp, notice)._.tasks:
                assert 0 <= task.start < task.end <= len(notice.text)
    assert all(path.name in refused for refused in came if refused), f"{came} does not name {path.name}"
    return "" in came


def case(nlp: Language, seed: int, folder: Path) -> str:
    """One case: three seeds of four are texts. What came of it, in a word."""
    if seed % 4:
        return "rows" if check_text(nlp, text_of(seed)) else "no rows"
    return "files read" if check_file(nlp, file_of(seed, folder)) else "files refused"


def main(minutes: float, seed: int) -> None:
    """Fuzzes for so long and records the run."""
    import extractor

    nlp = extractor.load()
    counts: Counter[str] = Counter()
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            try:
                counts[case(nlp, seed + sum(counts.values()), Path(folder))] += 1
            except Exception as error:
                raise SystemExit(f"seed {seed + sum(counts.values())}: {type(error).__name__}: {error}") from error
    line = f"| {seed}–{seed + sum(counts.values()) - 1} | {minutes:g} | {', '.join(f'{count} {what}' for what, count in sorted(counts.items()))} | none |\n"
    with RECORD.open("a", encoding="utf-8") as file:
        file.write(line)
    print(line, end="")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0, int(sys.argv[2]) if len(sys.argv) > 2 else date.today().toordinal() * 1_000_000)
