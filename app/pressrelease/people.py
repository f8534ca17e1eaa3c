"""Offices, institutions and groups of people as Indonesian news names them, and how a name looks."""

from collections.abc import Sequence

from app.pressrelease.nonstandard import NONSTANDARD
from app.pressrelease.places import KNOWN
from app.pressrelease.stems import analysis
from app.pressrelease.tokens import Token

OFFICES = frozenset(
    """
    kepala kakanwil kakankemenag kakan kabid kabag kasubbag kasubag kasi ketua wakil sekretaris direktur menteri menag
    wamenag dirjen sekjen irjen gubernur bupati wali walikota camat lurah rektor dekan dosen guru penyuluh penghulu
    pengawas koordinator presiden juru humas staf plt plh kamad wakamad pembina pimpinan pengasuh komisioner anggota
    peneliti analis operator asisten kadis kajari kajati inspektur kapuskesmas danramil kasat kasatreskrim warga siswa siswi santri orang mahasiswa jemaah jamaah peserta redaktur manajer pemilik
    petugas bendahara imam ustaz ustazah buya kiai pemohon calon ibu bapak kasatgas kapolres kapolsek dandim dokter
    penyelenggara pembimas pembimbing widyaiswara sekda kapus
    """.split()
)
# Words of the list above that may stand in the place of an office and are none.
PEOPLE = frozenset(
    "warga siswa siswi santri orang mahasiswa jemaah jamaah peserta pemilik pemohon calon ibu bapak".split()
)
# What stands before a name and is no part of it.
ADDRESSES = frozenset(
    "pak bu buk bapak ibu uda uni mak buya ustaz ustadz ustazah datuak datuk dt angku haji hajah h hj dr drs dra prof".split()
)
INSTITUTIONS = frozenset(
    """
    kementerian kemenag kanwil kankemenag kantor kua madrasah man mtsn mts min mi ma pesantren pondok universitas uin iain
    dinas pemerintah pemprov pemkab pemkot bimas balai bdk baznas bpkh bpjph ppih dprd polres polda bank yayasan masjid
    sekolah sma smp sd perusahaan pt lembaga majelis mui nu muhammadiyah fkub ptsp satker langgam tim panitia komisi
    puskesmas aliyah tsanawiah tsanawiyah ibtidaiah ibtidaiyah bidang seksi subbag asosiasi aliansi ikatan himpunan persatuan dewan badan direktorat inspektorat biro pusat
    """.split()
)
GROUPS = frozenset(
    """
    warga masyarakat siswa siswi santri guru jemaah jamaah peserta pasangan pengantin mahasiswa pegawai asn penyuluh
    penghulu orang keluarga anak ibu petani nelayan pelajar umat calon pemohon pelaku dosen pensiunan lansia difabel
    """.split()
)
DAYS = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "jum'at": 4,
    "jum’at": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari maret april mei juni juli agustus september oktober november desember".split(), 1
    )
}
# What follows `Kepala` in the names of offices and agencies, and is nobody's name.
AGENCY_WORDS = frozenset(
    """
    agama islam kabupaten kota provinsi kecamatan nagari kelurahan jorong desa republik indonesia negara daerah umum
    urusan tata usaha subbagian bagian zakat wakaf haji umrah syariah pos unit satuan aula gedung hukum
    """.split()
)
PLACE_WORDS = frozenset({word for name in KNOWN for word in name.split()})


def looks_like_name(token: Token) -> bool:
    """Whether a word has the capital of a name and is no day, month, office, institution or known place."""
    lower = token.lower
    return (
        token.is_capital
        and len(lower) > 1
        and not token.text[0].isdigit()
        and lower not in DAYS
        and lower not in MONTHS
        and lower not in OFFICES
        and lower not in INSTITUTIONS
        and lower not in PLACE_WORDS
    )


def looks_like_person(token: Token) -> bool:
    """Whether a word may be part of a person's name: it looks like a name, and is no word of offices and agencies.

    A word with prefix and suffix (`Kesehatan`, `Penyelenggaraan`) names an agency and nobody.
    """
    if not looks_like_name(token) or token.text.isupper():
        return False
    if token.lower in AGENCY_WORDS or token.lower in NONSTANDARD:
        return False
    known = analysis(token.lower)
    return known is None or not (known.prefixes and known.suffix)


def has_office_and_name(words: Sequence[Token], offices: frozenset[str] = OFFICES) -> bool:
    """Whether an office and a person's name stand close together in a sentence; its first word is no name."""
    for place, word in enumerate(words):
        if word.lower in offices:
            near = [*words[max(1, place - 6) : place], *words[place + 1 : place + 16]]
            if any(looks_like_person(other) for other in near):
                return True
    return False
