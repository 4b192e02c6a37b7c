"""Files that mean harm, or look as if they did, small on the disk: bombs, liars, loops, scripts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.readers.docx_file import docx, p

LINE = "Giao Văn phòng tổng hợp, báo cáo trước ngày 20/9/2020.\n".encode()
ENTITIES = (
    "<!DOCTYPE x [" + '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
)


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def deflated(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed, without ever having them."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def png(width: int, height: int) -> bytes:
    """A white image of one bit a point whose data is all there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = (width + 7) // 8 + 1
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", deflated(row * height // 1_000_000 + 1)) + chunk(b"IEND", b"")


def pdf(page: str = "", content: bytes = b"", more: bytes = b"", media: str = "0 0 595 842") -> bytes:
    """A PDF of one page, its objects written out; damaged tables of offsets are mended by every reader."""
    return b"".join(
        [
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{media}]/Contents 4 0 R {page}>>endobj\n".encode(),
            b"4 0 obj<</Length %d>>stream\n" % len(content) + content + b"\nendstream endobj\n" + more,
            b"trailer<</Root 1 0 R>>\n%%EOF\n",
        ]
    )


def picture_bomb() -> bytes:
    """A PDF with an image of 900 million points in a few kilobytes."""
    data = deflated(113)
    image = b"5 0 obj<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>stream\n"
    return pdf("/Resources<</XObject<</I 5 0 R>>>>", b"595 0 0 842 0 0 cm /I Do", image % len(data) + data + b"\nendstream endobj\n")


def looping_form() -> bytes:
    """A PDF whose form draws itself."""
    form = b"5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 5>>stream\n/F Do\nendstream endobj\n"
    return pdf("/Resources<</XObject<</F 5 0 R>>>>", b"/F Do", form)


def drawing(rules: int) -> bytes:
    """A PDF page with a word and thousands of rules, each where a table might have one."""
    lines = b"".join(b"%d %d m %d %d l S\n" % (i % 500, i % 800, i % 500 + 60, i % 800) for i in range(rules))
    font = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return pdf(font, b"BT /F 14 Tf 85 700 Td (Thong bao ket luan cua Chu tich) Tj ET\n" + lines)


def locked_zip() -> bytes:
    """An archive whose member says that it is locked by a password."""
    data = bytearray(zipped({"a.txt": LINE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def odt(content: str, more: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument text."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
        'xmlns:ooo="http://openoffice.org/2004/office" xmlns:dom="http://www.w3.org/2001/xml-events"'
    )
    kind = b"application/vnd.oasis.opendocument.text"
    names = ["/", "content.xml", *(more or {})]
    types = {"/": kind.decode()}
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="{types.get(name, "text/xml")}"/>' for name in names)
    manifest = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</m:manifest>'
    document = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">{content}</office:document-content>'
    return zipped({"mimetype": kind, "content.xml": document.encode(), "META-INF/manifest.xml": manifest.encode(), **(more or {})})


def odt_with_macro(target: str, url: str) -> bytes:
    """A document that, where it is let, writes a file as it is opened, and fetches a picture."""
    library = "http://openoffice.org/2000/library"
    listing = f'<l:{{}} xmlns:l="{library}" xmlns:xlink="http://www.w3.org/1999/xlink"{{}}'
    module = (
        '<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">'
        f'Sub Main\nOpen "{target}" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub\n</script:module>'
    )
    listener = (
        '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" '
        'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document" xlink:type="simple"/></office:event-listeners></office:scripts>'
    )
    image = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{url}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame>'
    body = f"<office:body><office:text><text:p>Giao Văn phòng báo cáo.{image}</text:p></office:text></office:body>"
    libraries = listing.format("libraries", "") + '><l:library l:name="Standard" l:link="false"/></l:libraries>'
    standard = listing.format("library", ' l:name="Standard" l:readonly="false" l:passwordprotected="false"') + '><l:element l:name="M"/></l:library>'
    return odt(
        listener + body,
        {"Basic/script-lc.xml": libraries.encode(), "Basic/Standard/script-lb.xml": standard.encode(), "Basic/Standard/M.xml": module.encode()},
    )


def docx_bomb() -> bytes:
    """A Word document whose text unpacks to 200 megabytes of spaces."""
    good = docx(p("MARK"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            with made.open(name, "w", force_zip64=True) as member:
                head, _, tail = given.read(name).partition(b"MARK")
                member.write(head)
                for _ in range(200 if tail else 0):
                    member.write(b" " * 1_000_000)
                member.write(tail)
    return out.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bom.zip": (lambda: zipped({"a.txt": bytes(60_000_000)}), "looks like a trap"),
    "bốn tầng.zip": (lambda: zipped({"3.zip": zipped({"2.zip": zipped({"1.zip": zipped({"a.txt": LINE})})})}), "inside an archive inside"),
    "nghìn tệp.zip": (lambda: zipped({f"{i}.txt": b"" for i in range(6000)}), "holds 6,000 files"),
    "khoá.zip": (locked_zip, "locked by a password"),
    "bom.docx": (docx_bomb, "looks like a trap"),
    "thực thể.docx": (lambda: docx(p("&i;"), head=ENTITIES), "entities|damaged"),
    "thực thể ngoài.docx": (lambda: docx(p("&x;"), head='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities|damaged"),
    "thực thể.html": (lambda: f"{ENTITIES}<html><p>Mở đầu &i;</p></html>".encode(), ""),
    "ảnh lớn.png": (lambda: png(30_000, 30_000), "30,000 × 30,000 points|more points than are read"),
    "ảnh nói dối.png": (lambda: png(8, 8).replace(struct.pack(">II", 8, 8), struct.pack(">II", 9000, 9000)), "damaged image"),
    "0 byte.jpg": (lambda: b"", "is empty"),
    "0 byte.pdf": (pdf, "holds no text"),
    "trang mênh mông.pdf": (lambda: pdf(media="0 0 900000 900000", content=b"0 0 m 9 9 l S\n" * 60), "larger? than|more than is read|holds no text"),
    "ảnh lớn.pdf": (picture_bomb, "holds an image of 30000 × 30000"),
    "vòng lặp.pdf": (looping_form, "holds no text"),
    "bản vẽ.pdf": (lambda: drawing(4_500), ""),
    "đuôi sai.docx": (lambda: LINE, ""),
    "đuôi sai.txt": (lambda: docx(p("Nội dung")), ""),
    "đuôi sai.jpg": (lambda: b"MZ" + bytes(200), "a Windows program"),
    "\u202egpj.tên lạ\u0301 \U0001f600.txt": (lambda: LINE, ""),
    "lành.txt": (lambda: LINE, ""),
}
"""By name: what makes the file, and what its error says; nothing where it is read."""
