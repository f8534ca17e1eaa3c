"""A PDF reaches peers with its pages and without its maker, wherever the maker stands in it."""

import io
import random
import re
import subprocess
import sys
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String
from PIL import Image

from app.media import pdf, pdfcopy
from app.media.core import jpeg, jpx
from app.media.core.kinds import Unreadable, recognise

NAME = "Zulmaidar Caniago"
PAGE = b"BT /F1 12 Tf 72 700 Td (Layanan dibuka) Tj ET"


@pytest.mark.parametrize("mode", [ObjectStreamMode.disable, ObjectStreamMode.generate])
def test_nothing_that_tells_of_the_maker_is_left_and_the_pages_are(mode):
    sent = written(telling(), object_stream_mode=mode)
    assert NAME in read(sent)
    made = pdf.bare(sent)
    assert not re.search(f"{NAME}|rahasia|/Author|/Producer|xpacket|2026", read(made))
    with pikepdf.open(io.BytesIO(made)) as again:
        assert [page.Contents.read_bytes() for page in again.pages] == [PAGE]
        assert "/Info" not in again.trailer
        assert "/Metadata" not in again.Root
        assert again.Root.AcroForm.Fields[0].T == "nama"
        assert again.Root.Outlines.First.Title == "Bab 1"
        assert again.pages[0].Annots[0].Contents == "Bagus"
    assert pdf.bare(sent) == made
    assert pdf.bare(made) == made


def test_an_earlier_version_inside_the_file_is_gone():
    first = written(telling(), object_stream_mode=ObjectStreamMode.disable)
    at = first.rindex(b"startxref\n") + 10
    before = int(first[at : first.index(b"\n", at)])
    size = int(re.search(rb"/Size (\d+)", first)[1])
    root = re.search(rb"/Root (\d+ 0 R)", first)[1]
    table = b"xref\n0 0\ntrailer\n<< /Size %d /Root %s /Prev %d >>\n" % (size, root, before)
    sent = first + table + b"startxref\n%d\n%%%%EOF\n" % len(first)
    assert NAME in read(sent)
    assert NAME not in read(pdf.bare(sent))


@pytest.mark.parametrize("packed", [False, True])
def test_camera_data_of_a_photograph_on_a_page_is_gone(packed):
    photograph = picture(exif=True)
    document = blank()
    image = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30, ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
    image.write(zlib.compress(photograph) if packed else photograph, filter=Array([Name.FlateDecode, Name.DCTDecode]) if packed else Name.DCTDecode)
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))
    with pikepdf.open(io.BytesIO(pdf.bare(written(document)))) as made:
        kept = made.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert NAME.encode() not in kept
    with Image.open(io.BytesIO(kept)) as one, Image.open(io.BytesIO(photograph)) as other:
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("is_boxed", [False, True])
def test_camera_data_of_a_jpeg_2000_on_a_page_is_gone(is_boxed):
    photograph = picture_2000(is_boxed=is_boxed)
    document = blank()
    image = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30)
    image.write(photograph, filter=Name.JPXDecode)
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))
    with pikepdf.open(io.BytesIO(pdf.bare(written(document)))) as made:
        kept = made.pages[0].Resources.XObject.Im0.read_raw_bytes()
        assert made.pages[0].Resources.XObject.Im0.Filter == Name.JPXDecode
    assert NAME.encode() in photograph
    assert NAME.encode() not in kept
    assert (len(kept), jpx.bare(kept)) == (len(photograph), kept)
    with Image.open(io.BytesIO(kept)) as one, Image.open(io.BytesIO(photograph)) as other:
        assert one.tobytes() == other.tobytes()


def test_a_jpeg_2000_that_is_none_is_not_lengthened_or_tripped_over():
    whole, chance = picture_2000(is_boxed=True), random.Random(5)
    for _ in range(500):
        sent = bytearray(whole[: chance.randrange(len(whole))])
        for _ in range(3):
            if sent:
                sent[chance.randrange(min(len(sent), 200))] = chance.choice((0xFF, 0, 1, chance.getrandbits(8)))
        assert len(jpx.bare(bytes(sent))) == len(sent)
    assert jpx.bare(b"\0" * 4000) == b"\0" * 4000


def test_a_jpeg_that_is_none_comes_back_as_it_is():
    whole = picture(exif=True)
    assert jpeg.bare(whole + b"sisa " + NAME.encode()) == jpeg.bare(whole)
    chance = random.Random(3)
    for _ in range(500):
        sent = bytearray(whole[: chance.randrange(len(whole))])
        for _ in range(3):
            if sent:
                sent[chance.randrange(len(sent))] = chance.choice((0xFF, 0, chance.getrandbits(8)))
        assert len(jpeg.bare(bytes(sent))) <= len(sent)
    assert jpeg.bare(b"\xff" * 2_000_000) == b"\xff" * 2_000_000


def test_a_locked_one_is_refused_and_one_that_only_forbids_printing_is_taken():
    document = written(blank(), encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unreadable, match=r"kata sandi, lalu unggah lagi\.$"):
        pdf.bare(document)
    document = telling()
    made = pdf.bare(written(document, encryption=pikepdf.Encryption(owner="a", user="")))
    assert NAME not in read(made)
    with pikepdf.open(io.BytesIO(made)) as again:
        assert not again.is_encrypted


def test_a_program_is_found_where_the_raw_bytes_do_not_show_it():
    document = blank()
    document.Root.OpenAction = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    sent = written(document, object_stream_mode=ObjectStreamMode.generate)
    recognise(sent)
    with pytest.raises(Unreadable, match=r"program atau lampiran"):
        pdf.bare(sent)


def test_a_form_with_scripts_of_its_own_is_refused():
    document = blank()
    script = document.make_stream(b"<xdp><script contentType='application/x-javascript'>app.alert(1)</script></xdp>")
    document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(), XFA=script))
    with pytest.raises(Unreadable, match=r"program atau lampiran"):
        pdf.bare(written(document))


@pytest.mark.parametrize(
    "told",
    [
        {"OpenAction": Dictionary(S=Name.ImportData, F=String(f"C:/Users/{NAME}/a.fdf"))},
        {"OpenAction": Dictionary(S=Name.GoToE, F=String(f"/home/{NAME}/a.pdf"))},
        {"OpenAction": Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String(f"https://{NAME}.example/")))},
        {"OpenAction": Dictionary(S=Name.URI, URI=String(f" FILE:///C:/Users/{NAME}/a"))},
        {"OCProperties": Dictionary(OCGs=Array([Dictionary(Usage=Dictionary(User=Dictionary(Name=String(NAME))))]))},
        {"DPartRoot": Dictionary(Node=Dictionary(DPM=Dictionary(By=String(NAME))))},
        {"StructTreeRoot": Dictionary(K=Dictionary(A=Dictionary(O=Name.UserProperties, P=Array([Dictionary(V=String(NAME))]))))},
    ],
)
def test_rare_places_that_tell_of_the_maker_are_emptied_too(told):
    document = blank()
    for key, value in told.items():
        document.Root[f"/{key}"] = document.make_indirect(value)
    sent = written(document)
    assert NAME in read(sent)
    assert NAME not in read(pdf.bare(sent))


@pytest.mark.parametrize("sent", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", b"%PDF-" + bytes(range(256)) * 500])
def test_what_cannot_be_copied_is_refused_with_a_way_out(sent):
    with pytest.raises(Unreadable, match=r"pilih Cetak, lalu Simpan sebagai PDF"):
        pdf.bare(sent)


def test_one_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST", 0.01)
    with pytest.raises(Unreadable, match="Simpan sebagai PDF"):
        pdf.bare(written(blank()))


def test_the_copy_has_limits_of_its_own():
    hungry = "from app.media import pdfcopy as p; p._limit(); bytearray(p.MEMORY)"
    done = subprocess.run([sys.executable, "-c", hungry], capture_output=True, check=False, timeout=60)
    assert b"MemoryError" in done.stderr


def test_nothing_that_is_sent_breaks_the_copying():
    chance = random.Random(11)
    good = [written(telling(), object_stream_mode=mode) for mode in (ObjectStreamMode.disable, ObjectStreamMode.generate)]
    known = (pdfcopy.HasProgram, *pdfcopy.REFUSED)
    passed = 0
    for turn in range(300):
        sent = bytearray(good[turn % 2])
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(sent))
            match chance.randrange(4):
                case 0:
                    sent[at] = chance.getrandbits(8)
                case 1:
                    del sent[at : at + chance.randrange(60)]
                case 2:
                    sent[at:at] = chance.choice((b"[", b"<<", b"(", b">>", b"endobj\n", b" 1 0 R ", b"9" * 20, b"/S /Launch", b"stream\n"))
                case _:
                    start = chance.randrange(len(sent))
                    sent[at:at] = sent[start : start + 40]
        try:
            made = pdfcopy.bare(bytes(sent))
        except known:
            continue
        assert made.startswith(b"%PDF-")
        passed += 1
    assert passed > 50


def telling():
    """One page, and the maker in every place that programs write him to."""
    document = blank()
    document.docinfo["/Author"] = NAME
    document.docinfo["/Title"] = f"Tulisan ({NAME}) \\ rahasia"
    document.docinfo["/Unit"] = "rahasia"
    document.docinfo["/CreationDate"] = "D:20261101100000+07'00'"
    document.Root.Metadata = document.make_stream(b"<?xpacket begin?><dc:creator>" + NAME.encode() + b"</dc:creator><?xpacket end?>", Type=Name.Metadata, Subtype=Name.XML)
    page = document.pages[0]
    page.PieceInfo = Dictionary(Word=Dictionary(Private=String("rahasia")))
    page.LastModified = String("D:20261101")
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=String(NAME), M=String("D:20261101"), CreationDate=String("D:20261101"), Contents=String("Bagus"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=String("file:///C:/Users/rahasia/a.docx")))
    page.Annots = Array([document.make_indirect(note), document.make_indirect(link)])
    signature = document.make_indirect(Dictionary(Type=Name.Sig, Name=String(NAME), Reason=String("rahasia"), ByteRange=[0, 1, 2, 3], Contents=String("rahasia")))
    field = document.make_indirect(Dictionary(FT=Name.Sig, T=String("nama"), V=signature, Subtype=Name.Widget, Rect=[0, 0, 0, 0]))
    document.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    document.Root.Threads = Array([document.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Author=String(NAME))))])
    chapter = document.make_indirect(Dictionary(Title=String("Bab 1"), Dest=Array([page.obj, Name.Fit])))
    document.Root.Outlines = document.make_indirect(Dictionary(First=chapter, Last=chapter, Count=1))
    document.trailer.ID = Array([String(NAME), String(NAME)])
    return document


def blank():
    document = Pdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.pages[0].Contents = document.make_stream(PAGE)
    return document


def picture(*, exif):
    tags = Image.Exif()
    if exif:
        tags[0x013B] = NAME
    out = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(out, "JPEG", exif=tags, comment=NAME.encode(), progressive=True)
    return out.getvalue()


def picture_2000(*, is_boxed):
    """A picture with a comment, and in boxes also what cameras and editors add before and behind its pixels."""
    out = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(out, "JPEG2000", no_jp2=not is_boxed, comment=NAME.encode())
    made, told = out.getvalue(), b"<xmp>" + NAME.encode() + b"</xmp>"
    if not is_boxed:
        return made
    at = made.index(b"jp2c") - 4
    size = int.from_bytes(made[at : at + 4], "big") or len(made) - at
    made = made[:at] + size.to_bytes(4, "big") + made[at + 4 :]
    boxes = [(8 + len(told)).to_bytes(4, "big") + kind + told for kind in (b"xml ", b"uinf")]
    long = (1).to_bytes(4, "big") + b"uuid" + (16 + len(told)).to_bytes(8, "big") + told
    return made[:at] + boxes[0] + boxes[1] + made[at:] + long + bytes(4) + b"xml " + told


def written(document, **more):
    out = io.BytesIO()
    document.save(out, fix_metadata_version=False, **more)
    return out.getvalue()


def read(content):
    """Every letter of the file and of what is packed in it."""
    with pikepdf.open(io.BytesIO(content)) as document:
        out = io.BytesIO()
        document.save(out, static_id="/ID" not in document.trailer, encryption=False, object_stream_mode=ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False, fix_metadata_version=False)
    return (content + out.getvalue()).decode("latin-1")
