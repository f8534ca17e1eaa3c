"""C4: impact, not ceremony: whether the news says what citizens gain before it says who came."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.pressrelease.reading import Paragraph, Reading, Sentence
from app.pressrelease.rules import found
from app.pressrelease.tokens import Token, tokens_of
from app.pressrelease.values import BlockKind, Field, Finding, Span, Status

OPENING = 3
TITLED_NAMES = 4
LONGEST_CUE = 60
EVENTS = frozenset(
    """
    acara kegiatan rapat raker rakor rakernas rakerwil rakorwil bimtek pelatihan seminar workshop lokakarya sosialisasi
    lomba mtq pameran forum musyawarah diklat porseni turnamen pembinaan orientasi konferensi perkemahan jambore resepsi
    pembukaan penutupan festival webinar kongres muktamar kompetisi silaturahmi
    """.split()
)
OCCASIONS = frozenset(
    """
    memperingati peringati peringatan pembinaan monitoring monev supervisi milad maulid hut dirgahayu semarak semarakkan
    meriahkan memeriahkan dialog jumpa tausiah tausiyah ceramah arahan mengajak ajak mengimbau imbau juara prestasi
    penghargaan meraih raih berhasil menorehkan torehkan membanggakan bangga optimalisasi mengoptimalkan optimalkan sinergi
    bersinergi komitmen berkomitmen meningkatkan tingkatkan menyiapkan siapkan akan
    """.split()
)
EVENTS_AND_OCCASIONS = EVENTS | OCCASIONS
OPENERS = frozenset(
    "membuka buka dibuka menutup tutup ditutup menggelar gelar mengikuti ikuti mengadakan adakan melaksanakan laksanakan".split()
)
CEREMONIES = frozenset(
    """
    menghadiri hadiri dihadiri meresmikan resmikan diresmikan sambutan penandatanganan penandatangan menandatangani mou
    rapat raker rakor rakernas rakerwil rakorwil rakerda kunjungan silaturahmi silaturahim pelantikan melantik lantik
    dilantik apel upacara audiensi seremoni seremonial pembukaan penutupan halalbihalal syukuran serimonial
    ramah-tamah sertijab pisah pelepasan wisuda purnawiyata
    """.split()
)
PHRASES = re.compile(
    r"\b(?:nota kesepahaman|studi banding|studi tiru|rapat kerja|rapat koordinasi|serah terima jabatan|lesson learned"
    r"|kunjungan kerja|halal bihalal|potong pita|pemotongan pita|ramah tamah|pisah sambut"
    r"|resmi di(?:buka|tutup) oleh|di(?:buka|tutup) secara resmi oleh|meninjau|tinjau|peninjauan)\b",
    re.IGNORECASE,
)
NEGATED = frozenset({"bukan", "tanpa", "tidak"})
OFFICES = frozenset(
    """
    Kepala Kabid Kabag Kasubbag Kasubag Kasi Kakanwil Kakankemenag Bupati Walikota Wali Camat Lurah Sekretaris Ketua
    Direktur Gubernur Kapolres Dandim Rektor Dekan Pengawas Pembimas Kapolsek Danramil Wakil Plt Kajari Sekda Asisten
    """.split()
)
UNITS = frozenset(
    """
    menit jam detik persen rupiah juta miliar triliun ribu warga siswa siswi santri jemaah jamaah pasangan keluarga
    penerima pemohon mustahik kepala rumah petani nelayan madrasah masjid musala desa nagari berkas sertifikat paket
    dokumen layanan pernikahan bidang hektare unit beasiswa lulusan anak lansia penyandang pelaku umkm produk buku
    kelas bulan hari guru penyuluh kasus permohonan porsi kuota calon medali ton kuintal kilogram liter meter kilometer
    pasar titik pasien kacamata
    """.split()
)
ATTENDANCE = re.compile(
    r"\b(?:di ?ikuti|di ?hadiri|mengikuti|menghadiri|hadir|peserta|undangan|tamu|berlangsung selama|selama \w+ hari"
    r"|di ?lantik|melantik|pejabat|eselon|bersaing|bertanding|berlaga|berkompetisi)\b",
    re.IGNORECASE,
)
GAIN = re.compile(
    r"\bdari\s[^.]{1,60}\smenjadi\s[^.]{0,30}\d|\b(?:semula|sebelumnya|dulu|dahulu)\b[^.]{1,90}\b(?:kini|sekarang|menjadi)\b"
    r"|\b(?:lebih (?:cepat|murah|mudah|singkat|hemat)|gratis|tanpa (?:biaya|dipungut|antre|harus)|bebas biaya|hemat\s\w+"
    r"|tidak (?:lagi )?perlu (?:datang|lagi|antre|bolak)|cukup (?:membawa|mengisi|datang|membuka|dengan))\b"
    r"|\b(?:warga|masyarakat|jemaah|calon pengantin|siswa|santri|murid|orang tua|pemohon|peserta didik|pengguna|pedagang|lansia)\s(?:\w+,?\s){0,12}"
    r"(?:dapat|bisa|cukup|tinggal|kini)\s(?:meng|men|mem|me|ber|langsung|meny)\w*"
    r"|\b(?:warga|jemaah|siswa|santri|murid|pemohon|pedagang|petani|nelayan|lansia|difabel)\s(?:\w+\s)?"
    r"(?:diantar|dijemput|dilayani|dibantu|dibebaskan|digratiskan)\b"
    r"|\b(?:membagikan|menyalurkan|mengantarkan|menyumbangkan|mendistribusikan|di(?:bagi|salur|antar|sumbang|distribusi)kan)\b"
    r"[^.]{0,40}\d[^.]{0,60}\b(?:kepada|untuk|bagi|ke)\b"
    r"|\b(?:sepakat|menyepakati|disepakati)\b[^.]{1,80}\b(?:dibatasi|boleh|wajib|dilarang|mulai|sampai|dibuka|ditutup)\b"
    r"|\b(?:bisa|dapat) di(?:pakai|gunakan|akses|manfaatkan) (?:oleh|untuk)\b|\b(?:kini|sekarang) (?:bisa|dapat)\b|\bdalam (?:satu|dua|tiga|empat|lima|sepuluh|hitungan|\d{1,2}) (?:menit|jam)\b"
    r"|\b(?:cara (?:mendaftar|mengurus|memperoleh)|jam layanan|loket (?:buka|dibuka|melayani)|syaratnya|selesai dalam \d"
    r"|(?:turun|naik|meningkat|berkurang|bertambah|tumbuh)\s(?:menjadi|sebesar|hingga|dari)?\s?\d)",
    re.IGNORECASE,
)

# One of these words stands in every gain above, so that other sentences are passed over at once.
GAIN_WORDS = frozenset(
    """
    menjadi kini sekarang lebih gratis tanpa bebas hemat perlu cukup dapat bisa tinggal diantar dijemput dilayani dibantu
    dibebaskan digratiskan membagikan menyalurkan mengantarkan menyumbangkan mendistribusikan dibagikan disalurkan
    diantarkan disumbangkan didistribusikan sepakat menyepakati disepakati menit jam cara loket syaratnya selesai
    turun naik meningkat berkurang bertambah tumbuh
    """.split()
)
# `dijamin bersih seratus persen`: a promise is no result.
PROMISE = re.compile(r"\b(?:dijamin|menjamin)\b", re.IGNORECASE)
TIMES = frozenset({"menit", "jam", "hari", "pekan", "bulan", "tahun"})
# `tiga bulan sebelum nikah` says when, not how long.
NOT_HOW_LONG = frozenset({"sebelum", "setelah", "sesudah", "lalu", "mendatang", "lagi"})
NUMBERS = frozenset("dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas puluhan ratusan".split())
MONEY = re.compile(r"\bRp\.?\s?\d")
STEP = re.compile(r"(?:\d{1,2}[.)]|[-•–])\s")
FEWEST_STEPS = 3
NOT_THINGS = frozenset(
    {"tahun", "hingga", "sampai", "dan", "di", "yang", "pada", "untuk", "dengan", "dari", "lalu", "wib"}
)
BEFORE = re.compile(r"\b(?:dulu|dahulu|semula|selama ini|sebelum ini|biasanya|tahun lalu|bulan lalu)\b", re.IGNORECASE)
NOW = re.compile(r"\b(?:kini|sekarang|mulai (?:hari|pekan|bulan|tahun|\d)|tidak lagi)\b", re.IGNORECASE)


def check_impact(reading: Reading) -> Iterator[Finding]:
    """C4: a ceremonial cue in title or lead and no performance cue in the first three paragraphs is red."""
    if not reading.prose:
        return
    cues = _ceremony(reading)
    has_gain = any(has_performance(reading, paragraph) for paragraph in reading.prose[:OPENING]) or bool(
        GAIN.search(reading.release.title)
    )
    if cues and not has_gain:
        words = ", ".join(dict.fromkeys(_named(reading.text(span)) for span in cues[:3]))
        yield found(
            "C4",
            Status.RED,
            f"Berita ini dibuka dengan acara ({words}), bukan dengan manfaat. Apa manfaatnya bagi warga?",
            "Mulai dari hasilnya, misalnya: “Calon pengantin di Kuranji kini cukup sekali datang ke KUA”; "
            "acaranya menyusul sebagai latar.",
            spans=cues,
        )
    elif has_gain:
        yield found("C4", Status.GREEN, "Manfaat atau hasil bagi warga tampak di tiga paragraf pertama.")
    elif not cues and _is_of_use(reading):
        yield found("C4", Status.GREEN, "Angka, perubahan, atau langkah bagi warga tampak di tiga paragraf pertama.")
    elif reading.is_opinion:
        yield found("C4", Status.GREEN, "Ini tampaknya opini: yang dinilai gagasannya, bukan hasil sebuah layanan.")
    elif reading.is_notice:
        yield found("C4", Status.GREEN, "Ini pengumuman atau ralat: faktanya sendiri yang dicari warga.")
    elif not cues and not _is_about_an_event(reading):
        yield found("C4", Status.GREEN, "Tidak ada acara yang mendahului isi beritanya.")
    else:
        yield found(
            "C4",
            Status.ADVICE,
            "Tiga paragraf pertama belum memuat angka atau perubahan yang dirasakan warga.",
            "Tambahkan satu ukuran: berapa orang terlayani, berapa cepat, atau cara memperoleh layanannya.",
        )


def _is_of_use(reading: Reading) -> bool:
    """Whether news without ceremony needs no advice: it counts something, names a sum, sets then against now, or lists steps.

    Any number of any thing will do where `has_performance` knows its units, but not a number of those who came.
    """
    opening = reading.prose[:OPENING]
    said = " ".join(reading.text(paragraph) for paragraph in opening)
    if (BEFORE.search(said) and NOW.search(said)) or MONEY.search(said):
        return True
    steps = (item.kind is BlockKind.ITEM or STEP.match(reading.text(item)) is not None for item in reading.prose)
    if sum(steps) >= FEWEST_STEPS:
        return True
    sentences = (sentence for paragraph in opening for sentence in paragraph.sentences)
    return any(_counts_things(sentence) for sentence in sentences if not ATTENDANCE.search(reading.text(sentence)))


def _is_about_an_event(reading: Reading) -> bool:
    """Whether title or lead name an event, an award, an audience or an intention: there it is fair to ask of what use."""
    words = [*reading.title, *reading.prose[0].words]
    return any(word.lower in EVENTS_AND_OCCASIONS for word in words) or bool(
        ATTENDANCE.search(reading.release.title) or ATTENDANCE.search(reading.text(reading.prose[0]))
    )


def _counts_things(sentence: Sentence) -> bool:
    """A number right before a common noun: `87 kantong`, `tiga santri`, and no date, age or class."""
    return any(
        (number.text[0].isdigit() or number.lower in NUMBERS)
        and thing.text.islower()
        and thing.text.isalpha()
        and thing.lower not in NOT_THINGS
        for number, thing in pairwise(sentence.words)
        if number.end + 1 == thing.start
    )


def _named(words: str) -> str:
    """A cue as the message names it: the words themselves, or what a long list of names is."""
    return f"“{words}”" if len(words) <= LONGEST_CUE else "daftar nama pejabat"


def _ceremony(reading: Reading) -> list[Span]:
    """Where title and lead speak of ceremony; a list of four titled names there counts as well."""
    cues = list(_cues_in(Field.TITLE, reading.release.title, [item for item in reading.title if item.is_word]))
    lead = reading.prose[0]
    cues += _cues_in(lead.field, reading.release.text_of(lead.field), lead.words)
    # who came is a cue in the lead, and further down only where the news opens with the ceremony he came to
    is_ceremony = bool(cues) or (_is_about_an_event(reading) and not _is_of_use(reading))
    for paragraph in reading.prose[: OPENING if is_ceremony else 1]:
        for sentence in paragraph.sentences:
            if sum(word.text in OFFICES for word in sentence.words) >= TITLED_NAMES and "," in reading.text(
                sentence.span
            ):
                cues.append(sentence.span)
    return cues


def _cues_in(field: Field, text: str, words: list[Token]) -> Iterator[Span]:
    for place, word in enumerate(words):
        lower = word.lower
        is_ceremony = lower in CEREMONIES or ("-" in lower and lower.partition("-")[0] in CEREMONIES)
        if not is_ceremony and lower not in OPENERS:
            continue
        if any(other.lower in NEGATED for other in words[max(0, place - 2) : place]):
            continue
        if is_ceremony:
            yield Span(field, word.start, word.end)
        else:
            event = next((other for other in words[place + 1 : place + 5] if other.lower in EVENTS), None)
            if event is not None:
                yield Span(field, word.start, event.end)
            elif _is_opened_by(words, place):
                yield Span(field, word.start, words[place + 1].end)
    if words:
        for match in PHRASES.finditer(text, words[0].start, words[-1].end):
            yield Span(field, match.start(), match.end())


def _is_opened_by(words: list[Token], place: int) -> bool:
    """`Bimtek operator dibuka oleh Kabid`: the event stands before, and what is opened is no registration for it."""
    if words[place].lower not in ("dibuka", "ditutup") or place + 1 == len(words) or words[place + 1].lower != "oleh":
        return False
    before = {word.lower for word in words[max(0, place - 6) : place]}
    return not before.isdisjoint(EVENTS) and "pendaftaran" not in before


def has_performance(reading: Reading, paragraph: Paragraph) -> bool:
    """Whether a paragraph gives a result: number and unit, before and after, time or cost saved, how to get it."""
    for sentence in paragraph.sentences:
        text = reading.text(sentence)
        if not GAIN_WORDS.isdisjoint(sentence.vocabulary) and GAIN.search(text):
            return True
        if not any(lower[0].isdigit() for lower in sentence.lowers):
            continue
        if ATTENDANCE.search(text) or PROMISE.search(text):
            continue
        whole = reading.release.text_of(sentence.field)
        if any(_counts(whole, sentence.words, place) for place in range(len(sentence.words))):
            return True
    return False


def _counts(text: str, words: tuple[Token, ...], place: int) -> bool:
    """A number with a unit close after it and no comma between, no date, year or clause."""
    word = words[place]
    if not word.text[0].isdigit() or "/" in word.text or (len(word.text) == 4 and word.text.startswith(("19", "20"))):
        return False
    if word.text.endswith("%"):
        return True
    before = words[place - 1].lower if place else ""
    if before in {"nomor", "no", "pasal", "tahun", "pukul", "tanggal", "ayat", "selama", "man", "mtsn", "min"}:
        return False
    after = words[place + 1 : place + 4]
    if len(after) > 1 and after[0].lower in TIMES and after[1].lower in NOT_HOW_LONG:
        return False
    unit = next((item for item in after if item.lower in UNITS and (not item.is_capital or item.text.isupper())), None)
    return unit is not None and "," not in text[word.end : unit.start]


def performance_words(text: str) -> int:
    """How many numbers with units a text holds; used to compare two versions."""
    words = tuple(token for token in tokens_of(text) if token.is_word)
    return sum(_counts(text, words, place) for place in range(len(words)))
