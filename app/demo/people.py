"""The people of the demonstration. Nobody of them exists; the numbers are valid in form only."""

from __future__ import annotations

from dataclasses import dataclass

from app.access.permissions import Role

PASSWORD = "surau peragaan 2026"  # noqa: S105 -- printed at every start of the demonstration, refused by `make serve`


MADRASAH = "madrasah"
"""Stands where the code of a kankemenag stands: the madrasah that the demonstration adds to Bukittinggi."""


@dataclass(frozen=True, slots=True)
class Persona:
    """One demo account per role, printed at the start."""

    username: str
    name: str
    role: str
    unit_code: str
    title_after: str = ""
    title_before: str = ""
    position: str = ""
    rank: str = ""
    nip: str = ""

    @property
    def is_pupil(self) -> bool:
        """Whether this is a pupil of a madrasah."""
        return Role(self.role) is Role.SISWA


PERSONAS: tuple[Persona, ...] = (
    Persona("desi", "Desi Marlina", "pengelola", "13", "S.Sos.", position="Ketua Tim Humas", rank="Penata Tingkat I III/d"),
    Persona("hendra", "Hendra Gusman", "pelatih", "13", "S.I.Kom.", position="Pranata Humas Ahli Muda", rank="Penata III/c"),
    Persona("rahmi", "Rahmi Yulianti", "peserta", "1371", "S.Pd.", position="Pengelola Layanan Kehumasan", rank="Penata Muda III/a", nip="199205142019032007"),
    Persona("fikri", "Fikri Alhamdi", "siswa", MADRASAH),
    Persona("yusnidar", "Yusnidar", "pendamping", MADRASAH, "M.Pd.", position="Guru Bahasa Indonesia", rank="Pembina IV/a"),
    Persona("maya", "Maya Saputri", "penyusun", "13", position="Redaktur media mitra"),
)

LEARNERS: tuple[tuple[str, str], ...] = (
    ("Afrizal Nur", "1301"), ("Betti Anggraini", "1302"), ("Chandra Wijaya Putra", "1303"), ("Dewi Permata Sari", "1304"),
    ("Edison Chaniago", "1305"), ("Fitri Handayani", "1306"), ("Gusrizal", "1307"), ("Hasnah Dalimunthe", "1308"),
    ("Irwan Tanjung", "1309"), ("Jusnida", "1310"), ("Khairul Anwar", "1311"), ("Lusi Febriani", "1312"),
    ("Murni Koto", "1371"), ("Novrizal Piliang", "1371"), ("Oktaviani", "1372"), ("Pebri Andika", "1373"),
    ("Qonita Zahra", "1374"), ("Ramli Sikumbang", "1375"), ("Sri Wahyuni", "1376"), ("Taufik Hidayat", "1377"),
    ("Ulfa Rahmadani", "1305"), ("Vivi Susanti", "1307"), ("Wandi Saputra", "1308"), ("Yelni Fitria", "1306"),
    ("Zulfahmi", "1302"), ("Arina Fauziah", "1371"), ("Bustami Guci", "1376"), ("Citra Melayu", "1303"),
)  # fmt: skip
"""28 people, with Rahmi and Fikri 30: (name, kode_bps of the kankemenag)."""

ALUMNI: tuple[Persona, ...] = (
    Persona("salma", "Salma Hayati", "peserta", "1371", "S.Ag.", position="Pengelola Layanan Kehumasan", rank="Penata Muda Tingkat I III/b", nip="198903122015032006"),
    Persona("alumni1", "Rizal Effendi Koto", "peserta", "1376", "S.Kom.", position="Pranata Komputer", rank="Penata Muda III/a"),
    Persona("alumni2", "Nurmala Dewi", "peserta", "1306", "S.Pd.I.", position="Guru Bahasa Indonesia", rank="Penata III/c"),
    Persona("alumni3", "Fauzan", "peserta", "1305", position="Penyuluh Agama Islam", rank="Penata Muda III/a"),
    Persona("alumni4", "Elvi Sukaesih Tanjung", "peserta", "1311", "S.Sos.", position="Pengelola Layanan Kehumasan", rank="Pengatur Tingkat I II/d"),
    Persona("alumni5", "Darmawan Piliang", "peserta", "1373", "S.H.I.", position="Penghulu Ahli Pertama", rank="Penata Muda III/a"),
    Persona("alumni6", "Wirda Ningsih", "peserta", "1308", "S.Pd.", position="Guru Madrasah", rank="Penata Muda III/a"),
)  # fmt: skip
"""Seven who have gone all the way in the class before; Salma is printed at every start, for her certificate."""

FIRST = ("Ahmad", "Siti", "Nur", "Rahma", "Yusuf", "Aisyah", "Hasan", "Fatimah", "Rizki", "Dewi", "Andi", "Putri", "Joni", "Lina", "Eka", "Wulan", "Arif", "Mega", "Bayu", "Ratna")
LAST = ("Chaniago", "Koto", "Piliang", "Sikumbang", "Tanjung", "Guci", "Jambak", "Malayu", "Caniago", "Panyalai", "Mandaliko", "Bodi", "Kutianyia", "Pitopang", "Payobada")


def name_of(number: int) -> str:
    """A name for the n-th person of a large class."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {number}"
