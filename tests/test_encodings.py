"""Each legacy encoding is read back exactly: letter by letter, and as a whole notice that the detector has never seen."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest

from extractor.encodings import UnknownEncodingError, decode, from_tcvn3, from_vni, quality, repair, well_formed

NOTICE = """SỞ XÂY DỰNG TỈNH AN GIANG
Số: 112/KH-SXD
KẾ HOẠCH
Kiểm tra chất lượng công trình thủy lợi, giao thông nông thôn quý III năm 2023
1. Phòng Quản lý hạ tầng chủ trì, phối hợp với Thanh tra Sở rà soát những tuyến đường đã xuống cấp; tham mưu Giám đốc Sở hướng xử lý trước ngày 15/8/2023.
2. Các huyện, thị xã báo cáo kết quả khắc phục sụt lún, ngập úng về Sở, kể cả các hộ bị ảnh hưởng. Ưu tiên những xã đặc biệt khó khăn – vùng “rốn lũ”.
ĐỀ NGHỊ các đơn vị nghiêm túc thực hiện./.
"""
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0309\u0303\u0301\u0323"
SMALL = [unicodedata.normalize("NFC", v + t) for v, t in product(VOWELS, ["", *TONES])] + ["đ"]
LETTERS = [c for small in SMALL for c in (small, small.upper()) if not c.isascii()]

# The tables once more, written the other way about and from other sources than the code's: what a typist's program stored for each letter.
TCVN3 = dict(zip("ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
                 "¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ", strict=True))  # fmt: skip
TCVN3 |= dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
WRITTEN = """
aê aâ eâ oâ ô ö ñ aø aû aõ aù aï aè aú aü aé aë aà aå aã aá aä eø eû eõ eù eï eà eå eã eá eä ì æ ó í ò oø oû oõ où oï oà oå oã oá oä
ôø ôû ôõ ôù ôï uø uû uõ uù uï öø öû öõ öù öï yø yû yõ yù î
"""
VNI = dict(zip("ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ", WRITTEN.split(), strict=True))
VNI |= {letter.upper(): written.upper() for letter, written in VNI.items()}


def to_tcvn3(text: str) -> bytes:
    """As typed: a capital with a tone has no code and is stored as its small letter."""
    return "".join(TCVN3.get(c, TCVN3.get(c.lower(), c)) for c in text).encode("cp1252")


def to_vni(text: str) -> bytes:
    return "".join(VNI.get(c, c) for c in text).encode("cp1252")


def to_viscii(text: str) -> bytes:
    codes = {
        letter: code
        for start, letters in (
            (0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"),
        )
        for code, letter in enumerate(letters, start)
    }
    codes |= {"Ẳ": 2, "Ẵ": 5, "Ẫ": 6, "Ỷ": 20, "Ỹ": 25, "Ỵ": 30}
    return bytes(codes[c] if c in codes else ord(c) for c in text.replace("–", "-").replace("“", '"').replace("”", '"'))


def to_cp1258(text: str) -> bytes:
    """As Windows types: the circumflex and the like in the letter, the tone after it."""

    def apart(c: str) -> str:
        base = "".join(x for x in unicodedata.normalize("NFD", c) if x not in TONES)
        return unicodedata.normalize("NFC", base) + "".join(x for x in unicodedata.normalize("NFD", c) if x in TONES)

    return "".join(map(apart, text)).encode("cp1258")


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter(letter: str) -> None:
    word = f"{letter} "  # decoded as text, so that nothing but the table decides
    assert from_vni(VNI[letter]) == letter
    assert from_tcvn3(TCVN3.get(letter, TCVN3[letter.lower()])) == (letter if letter in TCVN3 else letter.lower())
    assert to_viscii(word)
    assert decode(to_viscii(NOTICE + word)).text.rstrip().endswith(letter)
    assert decode(to_cp1258(NOTICE + word)).text.rstrip().endswith(letter)


ENCODERS = {
    "utf-8": lambda t: t.encode(),
    "utf-8 with a mark": lambda t: t.encode("utf-8-sig"),
    "utf-16-le": lambda t: t.encode("utf-16-le"),
    "utf-16-be": lambda t: t.encode("utf-16-be"),
    "utf-16 with a mark": lambda t: t.encode("utf-16"),
    "nfd": lambda t: unicodedata.normalize("NFD", t).encode(),
    "tcvn3": to_tcvn3,
    "vni": to_vni,
    "viscii": to_viscii,
    "cp1258": to_cp1258,
    "tcvn3 saved as utf-8": lambda t: to_tcvn3(t).decode("cp1252").encode(),
    "vni saved as utf-8": lambda t: to_vni(t).decode("cp1252").encode(),
    "utf-8 read as Latin and saved again": lambda t: "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in t.encode()).encode(),
}


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("lines", [slice(None), slice(4, 5), slice(3, 4)], ids=["notice", "one line", "short line"])
def test_detector(name: str, lines: slice) -> None:
    text = "\n".join(NOTICE.splitlines()[lines])
    expected = text.replace("–", "-").replace("“", '"').replace("”", '"') if name == "viscii" else text
    decoded = decode(ENCODERS[name](text))
    assert decoded.text == expected
    assert decoded.decoder.split()[0].startswith(name.split()[0].replace("nfd", "utf-8").replace("saved", "")) or "saved" in name
    assert bool(decoded.warnings) == ("saved" in name)


def test_capitals_of_tcvn3_come_back_where_the_neighbours_tell() -> None:
    assert from_tcvn3("B¸O C¸O VÒ VIÖC") == "BÁO CÁO VỀ VIỆC"
    assert from_tcvn3("VÒ viÖc b¸o c¸o") == "Về việc báo cáo"


def test_words() -> None:
    assert all(map(well_formed, ("nghiêng", "khuỷu", "quyết", "giữa", "gì", "oằn", "thuở", "hoẵng", "uỷ", "ủy", "quốc", "yết", "ngoắc", "giếng")))
    assert not any(map(well_formed, ("kÕ", "ho¹ch", "wê", "tât", "hoậch", "ưươ", "zế", "kế\u0301")))
    assert quality("LĐLĐ huyện HĐND xãx") == (1, 1)


def test_sound_text_is_left_alone() -> None:
    for text in (NOTICE, "Café, naïve, Übung", "½ × 3 ÷ 2 § 4 ¬", "Ông Müller (Đức) và bà Gómez", ""):
        assert repair(text) == (text, None)


def test_old_spelling_and_length_are_kept() -> None:
    assert decode("hoà, uỷ, thuý\r\nkhoẻ\rxong".encode()).text == "hoà, uỷ, thuý\nkhoẻ\nxong"


@pytest.mark.parametrize(("data", "binary"), [(bytes(range(256)) * 8, True), ("Настоящий приказ вступает в силу".encode("koi8-r"), False)])
def test_what_is_no_vietnamese_text(data: bytes, binary: bool) -> None:
    with pytest.raises(UnknownEncodingError) as caught:
        decode(data)
    assert caught.value.binary is binary


def test_a_cut_letter_does_not_spoil_a_file() -> None:
    decoded = decode(NOTICE.encode()[:-30] + "ệ".encode()[:2])
    assert decoded.decoder == "utf-8"
    assert decoded.warnings == ("1 characters could not be decoded",)
