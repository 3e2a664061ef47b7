"""The zip around an office file: read by its table of contents, and exactly what the table says."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from stafettlogg.vault.inspection.kinds import MEGABYTE
from stafettlogg.vault.inspection.refusals import Unacceptable

MOST_MEMBERS = 5_000
MOST_UNPACKED = 200 * MEGABYTE
HIGHEST_RATIO = 200
DEEPEST = 3  # a document, its chart's workbook, and one more

MEMBER, ENDED = b"PK\x03\x04", b"PK\x05\x06"  # how a member begins, and the end of the table
LOCKED, UTF_8 = 0x1, 0x800  # bits of a member's flags
LOCAL = struct.Struct("<4s22xHH")  # a member's own head: signature, lengths of its name and of what comes after it
END = struct.Struct("<4sHHHHLLH")  # the table's end: signature, …, entries, size, start, length of a comment
DESCRIPTION = 24  # the most that may follow a member: its sizes, told afterwards


@dataclass(slots=True)
class Allowance:
    """How much more may be unpacked, of a file and of all files inside it."""

    members: int = MOST_MEMBERS
    unpacked: int = MOST_UNPACKED

    def take(self, members: int, unpacked: int) -> None:
        """Use of it; raises `Unacceptable` when it is used up."""
        self.members -= members
        self.unpacked -= unpacked
        if self.members < 0 or self.unpacked < 0:
            raise Unacceptable("bomb")


class Archive:
    """A zip that is what it says: raises `Unacceptable` for one that two programs could read in two ways."""

    def __init__(self, content: bytes, allowance: Allowance | None = None, depth: int = 0) -> None:
        self.content, self.depth = content, depth
        self.allowance = allowance or Allowance()
        if depth > DEEPEST:
            raise Unacceptable("bomb")
        _must_be_one_zip(content, self.allowance.members)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            self._ends_at = archive.start_dir
        self.allowance.take(len(members), sum(member.file_size for member in members))
        if sum(member.file_size for member in members) > len(content) * HIGHEST_RATIO:
            raise Unacceptable("bomb")
        for member in members:
            _must_be_plain(member)
        self._members = {member.filename.lower(): member for member in members}
        if len(self._members) < len(members):
            raise Unacceptable("broken")  # two of a name: we would look at one, and the program open the other
        self._must_lie_side_by_side()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    @property
    def names(self) -> list[str]:
        """Every file in it, in small letters as programs compare them; folders are no files."""
        return [name for name in self._members if not name.endswith("/")]

    @property
    def folders(self) -> list[str]:
        """Every folder that has an entry of its own."""
        return [name for name in self._members if name.endswith("/")]

    def read(self, name: str) -> bytes:
        """A file whole; raises `Unacceptable` when it is not there, or not what the table says."""
        if name.lower() not in self._members:
            raise Unacceptable("broken")
        member = self._members[name.lower()]
        start, end = self._lies(member)
        packed = self.content[start:end]
        unpacked = packed if member.compress_type == zipfile.ZIP_STORED else _inflated(packed, member.file_size)
        if len(unpacked) != member.file_size or zlib.crc32(unpacked) != member.CRC:
            raise Unacceptable("broken")
        return unpacked

    def inside(self, content: bytes) -> Archive:
        """A file of this one that is a zip itself, from the same allowance."""
        return Archive(content, self.allowance, self.depth + 1)

    def _lies(self, member: zipfile.ZipInfo) -> tuple[int, int]:
        signature, name, extra = LOCAL.unpack_from(self.content, member.header_offset)
        start = member.header_offset + LOCAL.size + name + extra
        told = self.content[member.header_offset + LOCAL.size : start - extra]
        if signature != MEMBER or told != _as_written(member):
            raise Unacceptable("broken")
        return start, start + member.compress_size

    def _must_lie_side_by_side(self) -> None:
        """One after the other from the first byte to the table: nothing hidden between, and none inside another."""
        reached = 0
        for member in sorted(self._members.values(), key=lambda member: member.header_offset):
            gap = member.header_offset - reached
            if gap < 0 or gap > (DESCRIPTION if reached else 0):
                raise Unacceptable("broken")
            reached = self._lies(member)[1]
        if not 0 <= self._ends_at - reached <= DESCRIPTION:
            raise Unacceptable("broken")


def _must_be_one_zip(content: bytes, most: int) -> None:
    """It ends with the end of its table, which is looked at before the table is read."""
    if len(content) < END.size:
        raise Unacceptable("broken")
    signature, *_, entries, _size, _start, _comment = END.unpack(content[-END.size :])
    if signature != ENDED:
        raise Unacceptable("broken")
    if entries > most:
        raise Unacceptable("bomb")


def _must_be_plain(member: zipfile.ZipInfo) -> None:
    """A name that stays inside, a way of packing that we know, and nothing that is not a file."""
    if member.flag_bits & LOCKED:
        raise Unacceptable("encrypted")
    name = member.orig_filename
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in PurePosixPath(name).parts:
        raise Unacceptable("broken")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or member.header_offset < 0:
        raise Unacceptable("broken")
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unacceptable("broken")


def _as_written(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & UTF_8 else "cp437")


def _inflated(packed: bytes, size: int) -> bytes:
    """What was packed, if it is one whole stream of no more than its size."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = stream.decompress(packed, size + 1)
    if not stream.eof or stream.unused_data:
        raise Unacceptable("broken")
    return unpacked
