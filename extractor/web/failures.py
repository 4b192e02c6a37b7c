"""Why a file could not be read, or not as it should, in plain Vietnamese: what is wrong and what to do about it."""

from __future__ import annotations

import regex

from extractor.table import Lang

_WORDS: tuple[tuple[str, str], ...] = (
    (r"is empty", "Tệp rỗng. Hãy chép lại tệp từ nơi gửi."),
    (r"password", "Tệp có mật khẩu. Hãy mở tệp, bỏ mật khẩu, lưu lại rồi gửi."),
    (r"holds no text", "Tệp không có chữ nào đọc được. Hãy kiểm tra xem có gửi đúng tệp không; bản quét mờ thì quét lại."),
    (r"OCR is not installed", "Đây là bản quét nhưng máy chủ chưa cài bộ nhận dạng chữ. Hãy báo quản trị viên cài Tesseract tiếng Việt."),
    (r"took LibreOffice", "Chuyển đổi tệp mất quá nhiều thời gian. Hãy lưu tệp thành .docx hoặc .pdf rồi gửi lại."),
    (r"LibreOffice", "Không mở được tệp kiểu cũ (.doc, .odt, .rtf). Hãy lưu tệp thành .docx hoặc .pdf rồi gửi lại."),
    (r"damaged image|page \d+ is damaged|damaged", "Tệp bị hỏng. Hãy chép lại từ nơi gửi, hoặc mở ra lưu lại rồi gửi."),
    (
        r"more than the|more points than|more than is read|unpacks to more",
        "Tệp lớn hơn mức máy chủ nhận. Hãy chia nhỏ tệp, bản quét thì quét lại ở 200–300 dpi.",
    ),
    (r"spreadsheet or a presentation", "Đây là bảng tính hoặc bài trình chiếu. Hãy lưu văn bản thành .docx hoặc .pdf rồi gửi lại."),
    (r"archive", "Tệp nén này không mở được hoặc không có văn bản nào bên trong. Hãy giải nén rồi gửi từng văn bản."),
    (
        r"binary data|is a program|is a Windows program|is a database|no Word document",
        "Đây không phải là tệp văn bản. Hãy lưu thông báo thành .docx, .pdf hoặc .txt rồi gửi lại.",
    ),
    (r"encoding", "Không nhận ra bảng mã chữ Việt của tệp. Hãy mở tệp bằng phần mềm hiện đúng chữ và lưu lại dạng UTF-8."),
    (r"reading process", "Đọc tệp này làm máy chủ hết bộ nhớ. Hãy chia nhỏ tệp rồi gửi lại."),
    (r"the program failed", "Chương trình gặp lỗi khi đọc tệp này. Hãy gửi tệp cho người phụ trách để xem lại."),
)
_WARNINGS: tuple[tuple[str, str], ...] = (
    (r"the name ends in (\S*), but the content is (\S+)", r"Tên tệp có đuôi \1 nhưng nội dung là \2."),
    (r"page (\d+): the text layer is damaged; the page was read by OCR", r"Trang \1: lớp chữ bị hỏng; trang đã được nhận dạng lại từ ảnh."),
    (r"page (\d+): the text layer holds (\S+) letters; they were decoded", r"Trang \1: chữ bảng mã \2 đã được chuyển sang Unicode."),
    (r"page (\d+): nothing was read on it", r"Trang \1: không đọc được chữ nào; hãy xem lại bản quét."),
    (r"the document holds macros; they were not run", "Tệp có macro; macro không được chạy."),
    (r"a document embedded in this one was left out", "Một tệp nhúng bên trong không được đọc."),
)
_COMPILED_WARNINGS = tuple((regex.compile(pattern), words) for pattern, words in _WARNINGS)
_COMPILED = tuple((regex.compile(pattern), words) for pattern, words in _WORDS)


def plain(problem: str, advice: str, lang: Lang) -> str:
    """What is wrong with a file and what to do; a problem that has no Vietnamese words here stays as the reader says it.

    >>> plain("is locked by a password", "take it off", "vi")
    'Tệp có mật khẩu. Hãy mở tệp, bỏ mật khẩu, lưu lại rồi gửi.'
    """
    if lang == "vi":
        for pattern, words in _COMPILED:
            if pattern.search(problem):
                return words
    return f"{problem}; {advice}"


def plain_warning(warning: str, lang: Lang) -> str:
    """What a reader warns of; without Vietnamese words here it stays as the reader says it.

    >>> plain_warning("page 3: nothing was read on it", "vi")
    'Trang 3: không đọc được chữ nào; hãy xem lại bản quét.'
    """
    if lang == "vi":
        for pattern, words in _COMPILED_WARNINGS:
            if found := pattern.fullmatch(warning):
                return found.expand(words)
    return warning
