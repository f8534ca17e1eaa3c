"""The root words of Indonesian: PySastrawi's dictionary and what our own list adds to it."""

from functools import cache

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

# Words of today's offices and newsrooms, and closed-class words that are never taken apart.
MODERN = """
setuju kinerja daring luring tautan swafoto hoaks literasi validasi moderasi numerasi digitalisasi gawai unggah unduh
laman peramban pindai sinergi kolaborasi inovasi integrasi koordinasi sosialisasi komunikasi optimalisasi
sertifikasi verifikasi akreditasi regulasi revitalisasi reformasi transformasi publikasi dokumentasi registrasi
evaluasi apresiasi afiliasi diversifikasi reklamasi konversi koreksi kapital kredit analisis respons respon komersial
narasumber kewirausahaan wirausaha warganegara budidaya wewenang tanggung jawab
ambilalih beritahu tandatangan kerjasama serahterima sukarela seberang langsung lembaga rekomendasi aplikasi terampil
pasukan pesisir kalangan pesantren santri ustaz salat musala madrasah
jemaah haji umrah zakat wakaf nikah khutbah takbir iktikaf manasik infak sedekah asrama kampus podcast konten kreator
bumbu ombak koma gaung dosis sumbu belang disertasi karier karir jaman zaman istri isteri ibukota dosen rektor dekan
posting hadang rinci peroleh aktivasi asesmen mitigasi tahfiz akikah
figur proyek debitur kreditur investor direktur manajer finalis politisi rasis seksis vulkanis vulkanik hit fans web
""".split()
CLOSED = """
ia di ke adalah ialah yaitu yakni apabila bilamana manakala sedangkan setelah sesudah sebelum semoga seandainya sekalipun
meskipun walaupun biarpun kendatipun adapun ternyata sebagai sebagaimana sehingga seolah seakan selama sejak seperti
semacam sementara selain selagi serta seusai seiring sekarang sekitar sendiri sangat supaya sambil terhadap tersebut
tentang terus  terlalu menurut mengenai melalui meski walau bahkan bahwa
karena kepada ketika kecuali kemudian demikian begitu begini bagaimana berapa dimana kemana darimana sebab sebuah
seluruh semua sekian sekali sering selalu sudah sebenarnya sebaliknya seharusnya sebaiknya sebisa
namun tetapi melainkan padahal hanya tanpa tanya punya biasanya umumnya sebelumnya selanjutnya seterusnya khususnya lainnya tampaknya sepertinya akhirnya agaknya kiranya rupanya
pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh kesebelas
""".split()
QUESTIONS = {"apakah": "apa", "siapakah": "siapa", "manakah": "mana", "bukankah": "bukan", "dapatkah": "dapat"}

# Entries of the dictionary that are slips or rarities and would win over the word that is meant.
NOT_ROOTS = frozenset(
    """
    adakan sahkan melambang perhati perinci merinci petan surati menggala perban pasu nila paja rang lidi gera rusa tega sunti kutu lam sal sali mes bel luk nali asai
    delap keduduk milu ronta nanya nobat ami mang per kak rap ting erti puruk tani upa rit mar awat okok berangan beranta
    pakat lang meni asih gari peluk pejal dagel sepenuh ketahui mengerti bas unjung rinci
    """.split()
) - frozenset({"rinci", "tani", "rusa", "kutu", "peluk", "asih", "lidi", "nila"})

# Words with an affix that stand alone, longer words go back to the true root: the dictionary's own, and those whose
# meaning has left their root, so that a text about `peserta` is no text about `serta`, nor `penduduk` about `duduk`.
ONLY_WHOLE = frozenset("alami fasilitasi menurut pelajar peserta penduduk pendapat".split())

# Where a prefix has swallowed the first letter, both readings may be words; these are the ones that are meant.
WITH_K = frozenset(
    """
    kabar kacau kadar kait kaji kagum kalah kali kandung karang kasih kata kaya kejar kelola kembali kembang kemas kenal
    kenang kendali kendara kerah kerja kerjakan kesan ketik kira kirim kisah kontrol koreksi korek kuasa kuat kubur kukuh
    kumpul kunjung kunci kupas kurang kurung kutip kutuk kawal kawin kecam kecewa kecil keluar keluh kena kering kerut
    kaget kais kapal kebut ketam kampanye konsumsi kelompok kaget kirap khianat kuras kutub kupang kemudi kibar kikis
    kantuk karantina kategori kecoh kelabu keliling kemah kenyang kepung keruh keruk kesal ketuk khitan kikir kilat
    """.split()
)
WITH_R = frozenset(
    """
    ragam rupa rasa rantai rencana renang rawat rokok rintis rusak rampok raih ramal rakit rekam renung rancang rantau
    rebut ramu rangkum rangkai rinci rias rambut racun roda rakyat ruang ringan rendah rumah remaja raja ranah rata
    reaksi redaksi rekayasa risiko raga raya rilis rakus rampas rangkak rapat ratus ribu reda respons rujuk rumus runding
    """.split()
)
WITH_M = frozenset(
    """
    makan masak masuk minum mandi main mulai muat malu minta milik manfaat maaf mohon mati musuh mantap maju mudah murah
    mukim mulia muda maki makna malas maklum manis marah masyarakat maksud mukjizat mutlak musnah momong molor monitor
    modal motivasi mediasi moderasi modifikasi manipulasi meriah merdeka mekar meninggal minat miskin mungkin mampu mau
    """.split()
)
WITH_N = frozenset(
    "nama nanti nasihat naik nilai nikah nikmat nyata nista nomor nonaktif normal netral nobar naung novel nalar".split()
)
WITH_NY = frozenset({"nyanyi", "nyala", "nyaman", "nyata", "nyaring", "nyenyak", "nyali", "nyiur"})


# Adjectives that are compared: `terbesar` is a superlative, `sebesar` a measure; neither is a verb.
GRADABLE = frozenset(
    """
    baik besar kecil tinggi rendah banyak sedikit luas sempit panjang pendek lama cepat lambat jauh dekat kuat lemah tua
    muda baru kaya miskin buruk jelek bagus indah cantik tampan dalam dangkal tebal tipis berat ringan mahal murah mudah
    sulit sukar penting parah dahulu dulu awal akhir depan belakang atas bawah utara selatan timur barat kanan kiri luar
    ganas hebat keras lembut halus kasar padat ramai sepi laris populer pintar cerdas bodoh rajin malas sehat sibuk
    bersih kotor terang gelap panas dingin hangat segar subur sukses aman nyaman ketat longgar tajam tumpul cerah lengkap
    kini anyar teladan tangguh unggul favorit hangat mutakhir rinci sering jarang lebar gemuk kurus manis asin pahit
    """.split()
)


@cache
def roots() -> frozenset[str]:
    """Every root word known, lower case; read once in a process."""
    return (frozenset(StemmerFactory().get_words()) - NOT_ROOTS - {""} - ONLY_WHOLE) | frozenset(MODERN)


_ALONE = frozenset(CLOSED) | ONLY_WHOLE


def is_whole(word: str) -> bool:
    """Whether a word is its own stem; `_ALONE` are no part of longer ones unless they are roots too.

    A question instead of a second set: one of thirty thousand words costs each process a megabyte.
    """
    return word in roots() or word in _ALONE
