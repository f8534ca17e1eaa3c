"""Passive verbs: di- forms, and ter- and ke-an forms, told from prepositions, names, superlatives and nouns."""

from functools import lru_cache

from app.pressrelease.roots import GRADABLE
from app.pressrelease.stems import CLITICS, VOWELS, analysis
from app.pressrelease.tokens import Token

# Things and houses of which no bare di- verb is made, so that `dikedai` and `dikartu` are slips as well.
THINGS = frozenset(
    """
    kedai warung kartu rekening formulir laptop komputer gawai papan spanduk baliho brosur kantin dapur gudang teras beranda
    serambi mimbar panggung podium loket klinik puskesmas posko poskamling balai gereja wihara kelenteng kuburan pemakaman
    perbatasan pedesaan perkotaan pegunungan permukiman pelabuhan dermaga terminal stasiun parkiran perpustakaan
    laboratorium universitas kementerian kelurahan jorong dusun aplikasi
    """.split()
)
# Words after a preposition that writers join to it: `dibawah`, `dimana`. A slip of spelling, not a verb.
PLACES = THINGS | frozenset(
    """
    mana manapun sini situ sana atas bawah dalam luar depan belakang samping antara antaranya tengah sekitar sekeliling
    sekitarnya hadapan sisi kanan kiri pinggir tepi ujung pusat bidang berbagai seluruh beberapa setiap tiap rumah kantor
    sekolah kelas desa kota daerah wilayah lingkungan kawasan lokasi tempat jalan pasar masjid mesjid madrasah kampus aula
    gedung halaman kabupaten kecamatan provinsi negeri negara dunia indonesia sumbar padang jakarta bukittinggi luarnya
    atasnya bawahnya dalamnya depannya belakangnya sampingnya tengahnya hari bulan tahun akhir awal waktu saat masa era
    zaman media internet situs laman hotel kamar ruang ruangan lapangan lantai meja bagian bank toko sungai laut darat sela
    kalangan kemudian
    sebelah tahap daratan tanah pantai pulau kampung surau musala pesantren asrama
    udara hutan gunung sawah kebun bumi langit hati samudra medan balik angka kesempatan tingkat level bandara tangan sekeliling penghujung rangka jawa sumatera sumatra bali dirinya pihak
    """.split()
)
NOT_VERBS = frozenset(
    """
    dia dialah dialog diri dirinya diriku dirimu diam diamlah dini dinding dingin dinginnya dinilah dikau dirut ditjen
    dirjen dishub dinkes diskominfo disdik digital dividen disiplin diskusi distribusi diploma diplomat diktator dimensi
    dinamika diskon divisi dinas direksi direktur direktorat digit difabel dilema dinasti diet diesel diagram diare
    diabetes diameter diakon diaspora didih dilan dimas dian diana didi dika dina disertasi disinfektan diskotek
    distrik diklat dipa disabilitas disket diversi diversifikasi digitalisasi digitisasi diskriminasi dispensasi
    disposisi disrupsi distorsi diagnosa diagnosis diferensiasi difusi disertai-nya
    """.split()
) - {"disertai-nya"}
NOT_TER = frozenset(
    """
    tersebut terhadap terus terusan terus-menerus terakhir terutama terlalu tertentu terlebih ternyata terbatas teratas
    terbit terbitan terbang teror teroris terorisme terjal terima terang teras terminal ternak terowongan teritori
    terobosan terampil tersangka tertawa terjemah terjemahan teriak teriakan terigu termin termal terapi terap teruna
    tertib terumbu terik tertua terdiam tersenyum teringat tergesa-gesa terkadang terperanjat terbenam terjun ternate
    terbangun tersesat terdakwa tertanggung tergugat terlatih tersayang tercinta terhormat terdahulu terkemuka
    terkejut tertidur terdepan terpadu ter
    """.split()
)
KE_AN_PASSIVES = frozenset(
    "kehilangan kelihatan kedengaran ketahuan kecurian kebanjiran kejatuhan ketinggalan kerampokan kedapatan".split()
)
SHORTEST = 5
REMEMBERED = 10_000


def may_be_di_passive(word: str) -> bool:
    """Whether a lower-case word is worth the question below: it begins like a verb with di-."""
    return word[:2] == "di" and len(word) >= SHORTEST and word not in NOT_VERBS


def is_di_passive(token: Token, *, opens_sentence: bool) -> bool:
    """Whether a token is a verb with the passive prefix di-; a capital inside a sentence is taken for a name."""
    word = token.lower
    if not may_be_di_passive(word):
        return False
    if token.is_capital and not opens_sentence and not token.text.isupper():
        return False
    head = word.split("-", 1)[0]
    if head in NOT_VERBS or head[2:] in PLACES or len(head) < SHORTEST - 1:
        return False
    if "-" in word and head + "-" + head == word:
        return False
    return _is_built_with(head, "di", doubtful=token.is_capital)


@lru_cache(maxsize=REMEMBERED)
def _is_built_with(word: str, prefix: str, *, doubtful: bool) -> bool:
    """Whether a word can be read as prefix + root; an unknown root needs -kan or -i, and no capital."""
    for form in _without_clitics(word):
        found = analysis(form)
        if found is not None:
            return found.prefixes[:1] == (prefix,) or (
                not found.prefixes
                and found.root == form
                and analysis(form[len(prefix) :]) is not None
                and len(form) > 6
            )
    bare = _without_clitics(word)[-1]
    is_latin = bare.startswith("dis") and bare[3:4] not in VOWELS
    return not doubtful and bare.isalpha() and len(bare) >= 6 and (not is_latin or bare.endswith(("kan", "i")))


def _without_clitics(word: str) -> list[str]:
    forms = [word]
    for clitic in CLITICS:
        if word.endswith(clitic) and len(word) - len(clitic) >= SHORTEST:
            forms.append(word[: -len(clitic)])
            break
    return forms


def is_other_passive(token: Token, *, opens_sentence: bool) -> bool:
    """Whether a token is a passive of state: a ter- verb that is no superlative, or one of the few ke-an verbs."""
    word = token.lower
    if word in KE_AN_PASSIVES:
        return True
    if len(word) < SHORTEST + 1 or not word.startswith("ter"):
        return False
    if token.is_capital and not opens_sentence:
        return False
    for form in _without_clitics(word):
        if form in NOT_TER or form[3:] in GRADABLE or form[2:] in GRADABLE:
            return False
    return _is_built_with(word.split("-", 1)[0], "ter", doubtful=token.is_capital)
