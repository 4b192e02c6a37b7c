"""Writes small .docx files for the tests: the body's XML as it stands, with the parts that a test asks for."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def p(*content: str, props: str = "") -> str:
    """A paragraph of runs; plain text becomes one."""
    return f"<w:p><w:pPr>{props}</w:pPr>{''.join(c if c.startswith('<') else run(c) for c in content)}</w:p>"


def run(text: str, props: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, num: int, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    return p(text, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(text: str, props: str = "") -> str:
    """A table cell of one paragraph a line."""
    return f"<w:tc><w:tcPr><w:tcW w:w='2400' w:type='dxa'/>{props}</w:tcPr>{''.join(p(t) for t in text.split(chr(10)))}</w:tc>"


def table(*rows: list[str], rules: bool = True) -> str:
    """A table of rows of cells."""
    borders = '<w:tblBorders><w:insideH w:val="single"/></w:tblBorders>' if rules else ""
    body = "".join(f"<w:tr>{''.join(c if c.startswith('<') else cell(c) for c in row)}</w:tr>" for row in rows)
    grid = "<w:gridCol w:w='2400'/>" * max(len(row) for row in rows)
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def docx(body: str, parts: dict[str, str] | None = None, head: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A document; ``parts`` are further parts by kind of relation ("numbering", "header"), given as the inside of their root element."""
    parts = parts or {}
    roots = {"numbering": "numbering", "styles": "styles", "header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
    relations = "".join(f'<Relationship Id="{kind}1" Type="{R}/{kind}" Target="{kind}1.xml"/>' for kind in parts)
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {"word/document": "document.main", **{f"word/{kind}1": kind for kind in parts}}
    types = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' + "".join(
        f'<Override PartName="/{part}.xml" ContentType="{office}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package.replace("relationships", "content-types")}">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document {_SPACES}><w:body>{body}</w:body></w:document>',
        **{f"word/{kind}1.xml": f"<w:{roots[kind]} {_SPACES}>{inside}</w:{roots[kind]}>" for kind, inside in parts.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()
