"""Why a file could not be read, in plain Vietnamese: what is wrong and what to do about it."""

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
