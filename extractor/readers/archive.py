"""Folders and .zip archives: which files are read, and the bytes of one of them.

A member of an archive is named as if the archive were a folder ("many.zip/a/one.docx"). Nothing is ever unpacked to the disk, so a member's name
("../../etc/passwd") can do nothing.
"""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from extractor.readers.draft import Draft, ReadError, Source
from extractor.readers.kinds import ENDINGS, ending
from extractor.readers.limits import DEFAULT, Limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_ASIDE = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")


def expand_paths(paths: Iterable[Path], limits: Limits = DEFAULT) -> Iterator[Path]:
    """The documents among files, folders (recursively, sorted) and archives, each once.

    What is named outright is always given, whatever its ending, and so is what cannot be opened, or a folder that holds nothing to read: `read_notice` then
    says what is wrong with it.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _expand(Path(path), limits):
            if found not in seen:
                seen.add(found)
                yield found


def _expand(path: Path, limits: Limits) -> Iterator[Path]:
    if path.is_dir():
        files = [f for f in _walk(path) if ending(f.name) in ENDINGS]
        if not files:
            yield path
        for file in files:
            yield from _expand(file, limits)
    elif _is_archive(path.name) and path.is_file():
        try:
            members = list(_Unpacker(limits, _is_archive).members(str(path), load(path, limits), 1))
        except ReadError:
            yield path
            return
        yield from (Path(name) for name, _ in members)
    else:
        yield path


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder in a settled order, without following links to folders."""
    try:
        entries = sorted(folder.iterdir(), key=lambda p: unicodedata.normalize("NFC", p.name))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(_ASIDE):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry)
        elif entry.is_file():
            yield entry


def load(path: Path, limits: Limits = DEFAULT) -> bytes:
    """The bytes of a file or of a member of an archive. Raises ReadError."""
    path = Path(path)
    try:
        if path.is_dir():
            raise ReadError(path, "is a folder with nothing in it that can be read", f"readable are {', '.join(sorted(ENDINGS))}")
        if not path.exists():
            archive = next((p for p in path.parents if _is_archive(p.name) and p.is_file()), None)
            if archive is None:
                raise ReadError(path, "there is no such file", "check the path")
            return _member(archive, path, limits)
        if not path.is_file():
            raise ReadError(path, "is no regular file", "give the path of a document")
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise ReadError(path, f"has {size:,} bytes, more than the {limits.file_bytes:,} that are read", "split it, or check that it is a notice at all")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"cannot be opened ({error.strerror or error})", "check the path and your right to read it") from None
    except ValueError:
        raise ReadError(repr(str(path)), "is no path", "check its name") from None


def _member(archive: Path, path: Path, limits: Limits) -> bytes:
    wanted = _Unpacker(limits, lambda member: member == str(path) or str(path).startswith(member + "/"))
    for name, data in wanted.members(str(archive), load(archive, limits), 1):
        if name == str(path):
            return data
    raise ReadError(path, f"there is no such file in {archive.name}", "check the path")


def expand_bytes(name: str, data: bytes, limits: Limits = DEFAULT) -> Iterator[tuple[str, bytes]]:
    """The documents of an archive as (name, bytes), in the order of their names.

    Raises ReadError for an archive that is damaged, locked by a password, or larger inside than the limits allow.
    """
    yield from _Unpacker(limits, lambda _: True).members(name, data, 1)


def _is_archive(name: str) -> bool:
    return ending(name) == ".zip"


class _Unpacker:
    """One walk through an archive and those inside it, with one purse for all of them; members that are not wanted are named and not unpacked."""

    def __init__(self, limits: Limits, wanted: Callable[[str], bool]) -> None:
        self.limits, self.wanted = limits, wanted
        self.bytes = self.files = 0

    def members(self, name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
        if depth > self.limits.archive_depth:
            raise ReadError(name, "is an archive inside an archive inside an archive", "unpack it and give the folder")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member, info in self._listing(name, archive):
                    content = self._unpack(name, archive, info) if self.wanted(member) else b""
                    if not _is_archive(member):
                        yield member, content
                    elif content:
                        yield from self.members(member, content, depth + 1)
        except _BROKEN as error:
            raise ReadError(name, f"is a damaged archive ({error})", "copy it again, or unpack it and give the folder") from None

    def _listing(self, name: str, archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
        infos = [i for i in archive.infolist() if not i.is_dir()]
        self.files += len(infos)
        self.bytes += sum(i.file_size for i in infos)
        if self.files > self.limits.archive_members:
            raise ReadError(name, f"holds {self.files:,} files, more than the {self.limits.archive_members:,} that are read", "unpack it and give the folder")
        bomb = any(i.file_size > 1_000_000 and i.file_size > self.limits.archive_ratio * max(i.compress_size, 1) for i in infos)
        if self.bytes > self.limits.archive_bytes or bomb:
            raise ReadError(name, f"unpacks to {self.bytes:,} bytes, which looks like a trap", "unpack it yourself if you trust it, and give the folder")
        named: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            parts = [p for p in PurePosixPath(_decoded(info).replace("\\", "/")).parts if p not in ("/", "..", ".")]
            if not parts or any(p.startswith(_ASIDE) for p in parts) or ending(parts[-1]) not in ENDINGS or stat.S_ISLNK(info.external_attr >> 16):
                continue
            member = f"{name}/{'/'.join(parts)}"
            while member in named:  # two members of one name
                stem, dot, suffix = member.rpartition(".")
                member = f"{stem}~{dot}{suffix}"
            named[member] = info
        return sorted(named.items())

    def _unpack(self, name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise ReadError(name, "is locked by a password", "unpack it and give the folder")
        with archive.open(info) as member:
            data = member.read(info.file_size + 1)
        if len(data) > info.file_size or len(data) > self.limits.file_bytes:
            raise ReadError(name, f"holds {PurePosixPath(info.filename).name}, which is larger than it says or than is read", "unpack it and give the folder")
        return data


def _decoded(info: zipfile.ZipInfo) -> str:
    """A member's name in NFC; zip programs that know no Unicode write UTF-8 and call it code page 437."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", "".join(c for c in name if c.isprintable()))


def read(source: Source) -> Draft:
    """An archive that is read as one document: says what is wrong with it, or that it holds many."""
    members = list(expand_bytes(source.name, source.data, source.limits))
    if not members:
        raise source.error("is an archive with nothing in it that can be read", f"readable are {', '.join(sorted(ENDINGS))}")
    raise source.error(f"is an archive of {len(members)} documents", "give it the ending .zip, so that each is read by itself")
