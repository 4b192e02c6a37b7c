"""The parts of a Word document: XML files in a zip, each read within bounds, without entities, types or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from extractor.readers.draft import ReadError, Source

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_ADVICE = "open it in Word and save it again as .docx"


class Package:
    """A .docx file's parts by name. Raises ReadError for a damaged file, a bomb, or XML that no Word writes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except _BROKEN as error:
            raise self._damaged(error) from None
        self.names = {name.lstrip("/"): name for name in self._zip.namelist()}

    def _damaged(self, why: object) -> ReadError:
        return self.source.error(f"is a damaged document ({why})", "copy it again from where it came from, or open it in Word and save it again")

    def related(self, part: str, kind: str) -> list[tuple[str, str]]:
        """The parts that a part refers to by a kind of relation ("header"), as (id, name); what lies outside the file is left out."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        return [
            (item.get("Id", ""), posixpath.normpath(posixpath.join("/" + folder, item.get("Target", ""))).lstrip("/"))
            for item in root.iter("Relationship")
            if item.get("Type", "").endswith("/" + kind) and item.get("TargetMode") != "External"
        ]

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part, its names without their namespaces; None where there is no such part."""
        if part not in self.names:
            return None
        limits = self.source.limits
        try:
            info = self._zip.getinfo(self.names[part])
            with self._zip.open(info) as stream:
                data = stream.read(limits.xml_bytes + 1)
        except _BROKEN as error:
            raise self._damaged(error) from None
        if len(data) > limits.xml_bytes:
            raise self.source.error(f"unpacks to more than {limits.xml_bytes:,} bytes, which looks like a trap", _ADVICE)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(error) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.source.error("declares XML entities, which no Word document does", _ADVICE)
        return _plain(root)


def _plain(root: etree._Element) -> etree._Element:
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
        for key in [k for k in element.attrib if str(k).startswith("{")]:
            value = element.attrib.pop(key)
            element.set(etree.QName(key).localname, value)
    return root
