"""An MP4 without what tells of its maker: boxes of data about it become empty `free` boxes, and no byte moves.

The tree of boxes is that of ISO/IEC 14496-12 and of QuickTime. What a player needs is listed; all else goes: places
(`udta/©xyz`, `loci`), makes and models, titles and artists (`meta/ilst`), XMP (`uuid`), leftovers in `free`, times of
recording, names of handlers, paths of data, and tracks that show nothing (telemetry of action cameras and drones).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.media.core.kinds import Unreadable

BROKEN = "Susunan video ini rusak. Ekspor ulang sebagai MP4 dari aplikasi videonya, lalu unggah lagi."
TANGLED = "Video ini memuat terlalu banyak bagian. Ekspor ulang sebagai MP4 biasa dari aplikasi videonya, lalu unggah lagi."
CUT = (
    "Video ini tidak utuh: daftar isinya tidak ada, jadi tidak dapat diputar siapa pun. Rekam atau ekspor ulang, tunggu sampai "
    "selesai tersimpan, lalu unggah lagi."
)
TELEMETRY = (
    "Video ini memuat data perjalanan yang tidak dapat kami hapus. Ekspor ulang sebagai MP4 dari aplikasi videonya, "
    "lalu unggah lagi."
)
MOST = 200_000
"""Boxes and table entries that are looked at; a video of ten minutes in pieces of one second has 6,000."""

_ROOMS: dict[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"ssix", b"mfra", b"pdin"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex", b"iods"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf", b"elng"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"sthd", b"nmhd", b"gmhd", b"hdlr", b"dinf", b"stbl"}),
    b"dinf": frozenset({b"dref"}),
    b"moof": frozenset({b"mfhd", b"traf"}),
}
"""What stays inside what. A box that has no entry of its own is not looked into."""
_ABOUT = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
"""What goes from the tables of samples, of which players know more kinds than can be listed."""
_TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_SHOWN = frozenset({b"vide", b"soun", b"text", b"sbtl", b"subt", b"subp", b"clcp", b"auxv"})
"""Handlers of tracks that are seen, heard or read."""
_LONGEST_RUN = 1 << 20


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: the offset of its size, of its payload, and of the byte behind it. Without a kind: bytes that are no box."""

    kind: bytes
    start: int
    body: int
    end: int


def bare(content: bytes) -> bytes:
    """The same video, byte for byte as long, without data about it. Raises Unreadable where it cannot be had.

    Time and memory are linear in the content; one copy of it is made.
    """
    eraser = _Eraser(content)
    eraser.whole()
    return eraser.written()


@dataclass(slots=True)
class _Eraser:
    content: bytes
    _spans: list[tuple[int, int]] = field(default_factory=list)
    """Half-open ranges to be zeroed."""
    _renamed: list[int] = field(default_factory=list)
    """Offsets of kinds that become `free`."""
    _samples: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of what tracks that go have in the data."""
    _data: list[_Box] = field(default_factory=list)
    _gone: set[bytes] = field(default_factory=set)
    """Numbers (four bytes) of tracks that go."""
    _in_pieces: set[bytes] = field(default_factory=set)
    """Numbers of tracks whose samples are named by fragments."""
    _left: int = MOST
    _has_contents: bool = False
    """Whether it says where its pictures and sounds lie; a camera writes that last."""

    def whole(self) -> None:
        """Find all that goes. Raises Unreadable for what no player plays."""
        for box in self._kept(_Box(b"", 0, 0, len(self.content))):
            if box.kind == b"mdat":
                self._data.append(box)
            elif box.kind == b"moov":
                self._has_contents = True
                self._movie(box)
            elif box.kind == b"moof":
                self._fragment(box)
        if not self._has_contents:
            raise Unreadable(CUT)
        if self._gone & self._in_pieces:
            raise Unreadable(TELEMETRY)
        self._spans += _common(_merged(self._samples), [(box.body, box.end) for box in self._data])

    def written(self) -> bytes:
        """The content with all that goes overwritten."""
        out = io.BytesIO(self.content)  # copies once, at the first write
        for at in self._renamed:
            out.seek(at)
            out.write(b"free")
        for start, end in self._spans:
            out.seek(start)
            for done in range(start, end, _LONGEST_RUN):
                out.write(bytes(min(_LONGEST_RUN, end - done)))
        return out.getvalue()

    def _movie(self, movie: _Box) -> None:
        for box in self._kept(movie):
            if box.kind == b"mvhd":
                self._forget_times(box)
            elif box.kind == b"trak":
                self._track(box)

    def _track(self, track: _Box) -> None:
        inside = list(self._boxes(track))
        media = [one for box in inside if box.kind == b"mdia" for one in self._boxes(box)]
        if not any(box.kind == b"hdlr" and self.content[box.body + 8 : box.body + 12] in _SHOWN for box in media):
            self._drop_track(track, inside, media)
            return
        for box in self._kept(track):
            if box.kind == b"tkhd":
                self._forget_times(box)
            elif box.kind == b"mdia":
                self._media(box)

    def _media(self, media: _Box) -> None:
        for box in self._kept(media):
            if box.kind == b"mdhd":
                self._forget_times(box)
            elif box.kind == b"hdlr":
                self._zero(box, 24)
            elif box.kind == b"minf":
                self._tables(box)

    def _tables(self, information: _Box) -> None:
        for box in self._kept(information):
            if box.kind == b"hdlr":
                self._zero(box, 24)
            elif box.kind == b"stbl":
                self._drop_about(box)
            elif box.kind == b"dinf":
                self._references(box)

    def _references(self, places: _Box) -> None:
        """Where the data lies: in this file, whatever path an editor wrote down."""
        for references in self._kept(places):
            entries = _Box(b"dref", references.start, min(references.body + 8, references.end), references.end)
            for box in self._boxes(entries):
                self._zero(box, 4)

    def _fragment(self, fragment: _Box) -> None:
        for run in self._kept(fragment):
            if run.kind == b"traf":
                self._in_pieces |= {
                    self.content[box.body + 4 : box.body + 8] for box in self._boxes(run) if box.kind == b"tfhd"
                }
                self._drop_about(run)

    def _drop_about(self, room: _Box) -> None:
        for box in self._boxes(room):
            if box.kind in _ABOUT:
                self._free(box)

    def _drop_track(self, track: _Box, inside: list[_Box], media: list[_Box]) -> None:
        for box in inside:
            if box.kind == b"tkhd":
                number = box.body + (20 if self.content[box.body : box.body + 1] == b"\x01" else 12)
                self._gone.add(self.content[number : number + 4])
        tables = [one for box in media if box.kind == b"minf" for one in self._boxes(box) if one.kind == b"stbl"]
        for table in tables:
            self._samples += self._samples_of({box.kind: box for box in self._boxes(table)})
        self._free(track)

    def _samples_of(self, tables: dict[bytes, _Box]) -> Iterator[tuple[int, int]]:
        """The ranges of a track's chunks in the file (ISO/IEC 14496-12, 8.7: stsc, stsz, stco or co64)."""
        if b"stz2" in tables:
            raise Unreadable(TELEMETRY)
        offsets = self._numbers(tables.get(b"stco"), 4, 8, 1) or self._numbers(tables.get(b"co64"), 4, 8, 1, wide=True)
        runs = self._numbers(tables.get(b"stsc"), 4, 8, 3)
        sizes = self._numbers(tables.get(b"stsz"), 8, 12, 1)
        same = self._number(tables.get(b"stsz"), 4)
        run, sample = 0, 0
        for number, start in enumerate(offsets, start=1):
            while run + 3 < len(runs) and runs[run + 3] <= number:
                run += 3
            in_chunk = runs[run + 1] if runs else 0
            length = same * in_chunk or sum(sizes[sample : sample + in_chunk])
            sample += in_chunk
            yield start, start + length

    def _number(self, box: _Box | None, at: int) -> int:
        return int.from_bytes(self.content[box.body + at : box.body + at + 4], "big") if box else 0

    def _numbers(self, box: _Box | None, count_at: int, at: int, each: int, *, wide: bool = False) -> tuple[int, ...]:
        """The numbers of a table: how many rows stands at `count_at`, the rows of `each` numbers at `at`."""
        if box is None:
            return ()
        width = 8 if wide else 4
        rows = min(self._number(box, count_at), max(0, box.end - box.body - at) // (width * each))
        self._spend(rows)
        if not rows:
            return ()
        return struct.unpack_from(f">{rows * each}{'Q' if wide else 'I'}", self.content, box.body + at)

    def _kept(self, room: _Box) -> Iterator[_Box]:
        """The boxes of a room that stay; the others are emptied in passing."""
        for box in self._boxes(room):
            if box.kind in _ROOMS[room.kind]:
                yield box
            else:
                self._free(box)

    def _boxes(self, room: _Box) -> Iterator[_Box]:
        """The boxes in a room. One that claims more than there is ends with the room, as players read it."""
        at = room.body
        while at < room.end:
            self._spend(1)
            size, body = int.from_bytes(self.content[at : at + 4], "big"), at + 8
            if size == 1:
                size, body = int.from_bytes(self.content[at + 8 : at + 16], "big"), at + 16
            end = min(at + size, room.end) if size else room.end
            if body > room.end or end < body:
                self._rest(at, room)
                return
            yield _Box(self.content[at + 4 : at + 8], at, body, end)
            at = end

    def _rest(self, at: int, room: _Box) -> None:
        """Bytes in a room that are no box. Players stop there, but samples may lie there when it is the file itself."""
        if not room.kind and room.end - at >= 8:
            raise Unreadable(BROKEN)
        self._spans.append((at, min(at + 4, room.end)))  # without a size a box goes on to the end of its room
        if room.end - at >= 8:
            self._renamed.append(at + 4)
            self._spans.append((at + 8, room.end))
        else:
            self._spans.append((at, room.end))

    def _free(self, box: _Box) -> None:
        self._renamed.append(box.start + 4)
        self._spans.append((box.body, box.end))

    def _zero(self, box: _Box, at: int) -> None:
        self._spans.append((min(box.body + at, box.end), box.end))

    def _forget_times(self, box: _Box) -> None:
        """When it was made and changed: two numbers of four bytes, or of eight in version 1."""
        length = 16 if self.content[box.body : box.body + 1] == b"\x01" else 8
        self._spans.append((min(box.body + 4, box.end), min(box.body + 4 + length, box.end)))

    def _spend(self, rows: int) -> None:
        self._left -= rows
        if self._left < 0:
            raise Unreadable(TANGLED)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same bytes in rising ranges that do not touch."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found


def _common(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What two lists of rising ranges have in common."""
    left, right = iter(some), iter(others)
    one, other = next(left, None), next(right, None)
    while one and other:
        start, end = max(one[0], other[0]), min(one[1], other[1])
        if start < end:
            yield start, end
        if one[1] <= other[1]:
            one = next(left, None)
        else:
            other = next(right, None)
