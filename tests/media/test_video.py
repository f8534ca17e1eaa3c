"""What a phone or a camera writes beside the pictures of a video is gone; the video plays as before."""

import hashlib
import random
import re
import struct
import subprocess
import time

import imageio_ffmpeg
import pytest

from app.media.core.kinds import Unreadable
from app.media.core.video import MOST, bare

NAME, PLACE = b"Zulmaidar Caniago", b"-00.9471+100.4172/"
FTYP = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"


@pytest.mark.parametrize("way", ["+faststart", "frag_keyframe+empty_moov"])
def test_a_video_plays_as_before_and_tells_nothing(tmp_path, way):
    sent = tmp_path / "sent.mp4"
    ffmpeg(
        "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10", "-f", "lavfi", "-i", "sine", "-t", "1", "-c:v", "libx264", "-c:a", "aac",
        "-metadata", f"title=Oleh {NAME.decode()}", "-metadata", f"artist={NAME.decode()}", "-metadata", f"comment={PLACE.decode()}",
        "-metadata:s:v", f"handler_name={NAME.decode()}", "-metadata", "creation_time=2026-11-01T10:00:00Z", "-movflags", way, str(sent),
    )  # fmt: skip -- one command
    content = sent.read_bytes()
    assert NAME in content
    assert PLACE in content
    made = bare(content)
    assert NAME not in made
    assert PLACE not in made
    assert len(made) == len(content)
    assert bare(made) == made
    kept = tmp_path / "kept.mp4"
    kept.write_bytes(made)
    assert frames(kept) == frames(sent)
    assert b"creation_time" in ffmpeg("-i", str(sent), "-f", "null", "-", errors=True)
    told = ffmpeg("-i", str(kept), "-f", "null", "-", errors=True)
    assert b"creation_time" not in told
    assert lasting(told) == lasting(ffmpeg("-i", str(sent), "-f", "null", "-", errors=True))


def test_every_place_that_tells_is_emptied_and_nothing_moves():
    samples = b"gambar-dan-suara"
    content = movie(samples, track(b"vide", samples, 0))
    made = bare(content)
    assert len(made) == len(content)
    for word in (NAME, PLACE, b"Xiaomi", b"xpacket", b"/Users", b"\xe3" * 4):
        assert word in content, word
        assert word not in made, word
    assert made.index(samples) == content.index(samples)
    for kind in (b"stsd", b"stco", b"elst", b"url "):
        assert made.count(kind) == content.count(kind) == 1
    assert b"udta" not in made
    assert bare(made) == made


def test_both_versions_of_times_are_forgotten_and_lengths_stay():
    for version, moments in ((0, struct.pack(">II", 0xE3E3E3E3, 0xE3E3E3E3)), (1, struct.pack(">QQ", 0xE3E3E3E3, 0xE3E3E3E3))):
        head = box(b"mvhd", bytes((version, 0, 0, 0)) + moments + b"panjang-1000" + bytes(80))
        made = bare(FTYP + box(b"moov", head))
        assert b"\xe3" not in made
        assert b"panjang-1000" in made


def test_a_track_that_shows_nothing_goes_with_its_samples():
    picture, journey = b"PIXELS" * 20, b"GPS " + PLACE * 6
    samples = picture + journey
    content = movie(samples, track(b"vide", picture, 0), track(b"meta", journey, len(picture), number=2))
    made = bare(content)
    assert PLACE not in made
    assert picture in made
    assert made.count(b"trak") == 1


def test_a_journey_in_pieces_is_refused():
    pieces = box(b"moof", box(b"traf", box(b"tfhd", struct.pack(">II", 0, 2))))
    with pytest.raises(Unreadable, match="data perjalanan"):
        bare(movie(b"x", track(b"meta", b"x", 0, number=2)) + pieces)
    assert bare(movie(b"x", track(b"vide", b"x", 0)) + pieces)


def test_large_sizes_and_the_size_to_the_end_are_read():
    told = box(b"\xa9xyz", PLACE)
    wide = struct.pack(">I4sQ", 1, b"udta", 16 + len(told)) + told
    to_the_end = struct.pack(">I4s", 0, b"uuid") + NAME
    made = bare(FTYP + box(b"moov", wide) + to_the_end)
    assert PLACE not in made
    assert NAME not in made
    assert made.count(b"free") == 2


def test_samples_of_a_lost_track_never_erase_what_is_no_data():
    lost = track(b"meta", bytes(100_000), -10_000)
    content = movie(b"data" * 10, track(b"vide", b"data", 0), lost)
    made = bare(content)
    assert made.count(b"moov") == made.count(b"mdat") == 1
    assert b"stsd" in made


@pytest.mark.parametrize("more", [b"", bytes(64), b"\x00\x00\x00\x08mdat", b"\xff\xff\xff\xffmdat"])
def test_odd_but_harmless_ones_pass(more):
    for movie_box in (box(b"moov", b""), b"\x00\x00\x00\x0cmoov\x00\x00\x00\x03"):
        assert len(bare(FTYP + movie_box + more)) == len(FTYP + movie_box + more)


@pytest.mark.parametrize("content", [FTYP, FTYP + bytes(64), FTYP + b"<html><script>", FTYP + b"\x00\x00\x01\x00mdat" + bytes(200)])
def test_one_that_was_cut_off_before_its_contents_is_refused(content):
    with pytest.raises(Unreadable, match="tidak utuh"):
        bare(content)


@pytest.mark.parametrize("content", [FTYP + b"\x00\x00\x00\x05mdat....", FTYP + struct.pack(">I4sQ", 1, b"mdat", 3) + b"....", FTYP + b"\x00\x00\x00\x08free" * (MOST + 1)])
def test_a_tangle_is_refused_with_a_way_out(content):
    with pytest.raises(Unreadable, match=r"lalu unggah lagi\.$"):
        bare(content)


def test_nothing_that_is_sent_breaks_the_reader():
    chance = random.Random(7)
    samples = b"s" * 400
    good = movie(samples, track(b"vide", samples[:200], 0), track(b"meta", samples[:200], 200, number=2))
    begun = time.monotonic()
    passed = 0
    for _ in range(1500):
        sent = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(sent))
            match chance.randrange(4):
                case 0:
                    sent[at : at + 4] = struct.pack(">I", chance.choice((0, 1, 7, 8, 0xFFFFFFFF, chance.getrandbits(32))))
                case 1:
                    sent[at] = chance.getrandbits(8)
                case 2:
                    del sent[at:]
                    sent += b"."
                case _:
                    room = chance.choice((b"moov", b"trak", b"mdia", b"udta", b"stbl", b"free"))
                    sent[at:at] = struct.pack(">I4s", chance.randrange(200), room)
        try:
            made = bare(bytes(sent))
        except Unreadable:
            continue
        assert len(made) == len(sent)
        assert bare(made) == made
        passed += 1
    assert passed > 100
    assert time.monotonic() - begun < 30


def test_depth_and_number_of_boxes_cost_little():
    deep = FTYP + b"".join(struct.pack(">I4s", 1_000_000, kind) for kind in (b"moov", b"trak", b"mdia", b"minf") * 5_000)
    begun = time.monotonic()
    assert len(bare(deep)) == len(deep)
    many = struct.pack(">I", 100_000) + struct.pack(">I", 40) * 100_000
    table = box(b"stco", bytes(4) + many) + box(b"stsc", bytes(4) + struct.pack(">IIII", 1, 1, 2**32 - 1, 1)) + box(b"stsz", bytes(4) + struct.pack(">II", 2**31, 2**31))
    lost = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"meta" + bytes(12)) + box(b"minf", box(b"stbl", table))))
    assert bare(FTYP + box(b"moov", lost) + box(b"mdat", b"x" * 5_000_000)).count(b"x") == 0
    assert time.monotonic() - begun < 10


def box(kind, payload):
    return struct.pack(">I4s", 8 + len(payload), kind) + payload


def track(handler, samples, at, *, number=1):
    """A track whose one chunk begins `at` bytes behind the start of the data; `movie` puts that start in."""
    moment = struct.pack(">II", 0xE3E3E3E3, 0xE3E3E3E3)
    tables = (
        box(b"stsd", bytes(8)) + box(b"stsz", bytes(4) + struct.pack(">III", 0, 1, len(samples))) + box(b"stsc", bytes(4) + struct.pack(">IIII", 1, 1, 1, 1))
        + box(b"stco", bytes(4) + struct.pack(">I4si", 1, b"@@@@", at)) + box(b"udta", NAME)
    )  # fmt: skip -- the tables of a track
    places = box(b"dinf", box(b"dref", bytes(4) + struct.pack(">I", 1) + box(b"url ", b"\x00\x00\x00\x01file:///Users/zul/a.mp4")))
    return box(
        b"trak",
        box(b"tkhd", bytes(4) + moment + struct.pack(">I", number) + bytes(68))
        + box(b"edts", box(b"elst", bytes(16)))
        + box(b"mdia", box(b"mdhd", bytes(4) + moment + bytes(12)) + box(b"hdlr", bytes(8) + handler + bytes(12) + NAME + b"\x00") + box(b"minf", box(b"vmhd", bytes(12)) + places + box(b"stbl", tables)))
        + box(b"meta", NAME) + box(b"udta", box(b"\xa9mod", b"Xiaomi")),
    )  # fmt: skip -- a tree


def movie(samples, *tracks):
    about = box(b"udta", box(b"\xa9xyz", PLACE) + box(b"meta", NAME)) + box(b"uuid", bytes(16) + b"<?xpacket " + NAME)
    moov = box(b"moov", box(b"mvhd", bytes(4) + struct.pack(">II", 0xE3E3E3E3, 0xE3E3E3E3) + bytes(88)) + b"".join(tracks) + about)
    begins = len(FTYP) + len(moov) + 8
    while (hole := moov.find(b"@@@@")) >= 0:
        offset = max(0, begins + struct.unpack_from(">i", moov, hole + 4)[0])
        # the number is written where the mark stood; the one behind it lies past the table's single row
        moov = moov[:hole] + struct.pack(">I", offset) + bytes(4) + moov[hole + 8 :]
    return FTYP + moov + box(b"mdat", samples) + box(b"free", NAME) + box(b"meta", NAME)


def frames(path):
    return hashlib.sha256(ffmpeg("-i", str(path), "-f", "framemd5", "-")).hexdigest()


def lasting(told):
    return re.search(rb"Duration: [\d:.]+", told)[0]


def ffmpeg(*arguments, errors=False):
    done = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", *arguments], capture_output=True, check=True, timeout=60)
    return done.stderr + done.stdout if errors else done.stdout
