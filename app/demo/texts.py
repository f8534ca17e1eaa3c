"""Press releases, reviews and answers of people who do not exist, put together from banks of sentences by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A service of an invented office; every number in it is invented too."""

    service: str
    keyphrase: str
    place: str
    office: str
    before: str
    after: str
    count: int
    officer: str
    officer_title: str
    citizen: str
    citizen_about: str
    how: str
    hours: str


TOPICS: tuple[Topic, ...] = (
    Topic("pendaftaran nikah", "daftar nikah daring", "Tanjung Rimbang", "KUA Tanjung Rimbang", "dua kali datang dan menunggu tiga hari", "satu kali datang selama 20 menit", 46, "Yusmar Hadi", "Kepala KUA Tanjung Rimbang", "Rini Oktavia", "calon pengantin dari Jorong Bukik Ambacang", "mengisi formulir lewat ponsel, memilih jam kedatangan, lalu membawa berkas asli", "Senin sampai Jumat pukul 08.00-15.00 WIB"),
    Topic("legalisasi ijazah madrasah", "legalisasi ijazah madrasah", "Simpang Cindai", "Kantor Kementerian Agama Kabupaten Batang Sati", "satu hari perjalanan ke ibu kota kabupaten", "10 menit di loket keliling", 128, "Hendri Saputra", "Kepala Seksi Pendidikan Madrasah", "Fajri Ramadhan", "lulusan madrasah asal Nagari Air Baluran", "membawa ijazah asli dan dua salinan ke loket keliling terdekat", "setiap Rabu pukul 09.00-14.00 WIB"),
    Topic("sertifikasi tanah wakaf", "sertifikasi tanah wakaf", "Nagari Kubu Rambutan", "KUA Kubu Rambutan", "delapan bulan", "enam pekan", 31, "Darwin Syafri", "penyelenggara zakat dan wakaf", "Buya Sutan Marajo", "pengurus Masjid Al-Ikhlas Kubu Rambutan", "menyerahkan ikrar wakaf dan denah tanah, sedangkan pengukuran dijadwalkan petugas", "Selasa dan Kamis pukul 08.30-15.30 WIB"),
    Topic("manasik haji bagi lansia", "manasik haji lansia", "Lubuk Malako", "Kantor Kementerian Agama Kabupaten Sungai Landai", "satu kelas berisi 120 orang", "kelas kecil berisi 15 orang dengan pendamping kesehatan", 75, "Erlina Wati", "Kepala Seksi Penyelenggaraan Haji dan Umrah", "Nurhayati", "jemaah berusia 68 tahun", "mendaftar lewat petugas KUA dengan menyebut kebutuhan kursi roda atau pendamping", "Sabtu pukul 08.00-11.30 WIB"),
    Topic("konsultasi keluarga", "konsultasi keluarga gratis", "Koto Palambayan", "KUA Koto Palambayan", "tanpa jadwal tetap", "dua kali sepekan dan rahasia terjaga", 58, "Mutia Sari", "penghulu sekaligus konselor", "seorang warga", "ibu dua anak yang meminta namanya tidak disebut", "membuat janji lewat nomor layanan KUA tanpa menyebut masalahnya", "Senin dan Kamis pukul 13.00-16.00 WIB"),
    Topic("perpustakaan keliling madrasah", "perpustakaan keliling madrasah", "Bukik Sileh", "MTsN Contoh Bukik Sileh", "satu rak buku untuk 240 siswa", "600 judul yang bergilir setiap pekan", 240, "Afrizal", "kepala madrasah", "Wahyuni", "orang tua siswa kelas VIII", "meminjam dua buku sepekan dengan kartu siswa", "Senin, Rabu, dan Jumat pada jam istirahat"),
)  # fmt: skip

OPENINGS = (
    "Warga {place} kini dapat mengurus {service} dengan {after}, dari semula {before}.",
    "Layanan {service} di {office} kini memerlukan {after}, turun dari {before}.",
    "Sebanyak {count} warga sudah merasakan layanan {service} yang kini memerlukan {after} di {place}.",
)
HOW = (
    "Caranya mudah: {how}. Layanan dibuka {hours} dan tidak dipungut biaya.",
    "Untuk memperolehnya, warga cukup {how}. Petugas melayani {hours} tanpa biaya.",
    "Warga yang ingin memakai layanan ini {how}. Loket buka {hours}, tanpa pungutan.",
)
CITIZEN = (
    "“Dulu saya harus meninggalkan pekerjaan. Sekarang urusannya selesai sebelum makan siang,” kata {citizen}, {citizen_about}.",
    "“Saya tahu jam berapa harus datang dan berkas apa yang dibawa. Tidak ada lagi bolak-balik,” ujar {citizen}, {citizen_about}.",
    "“Yang paling terasa, ada kepastian. Petugas mengabari lewat pesan,” tutur {citizen}, {citizen_about}.",
)
OFFICER = (
    "{officer_title} {officer} mengatakan perubahan itu dimulai dari catatan keluhan selama tiga bulan. “Kami menghitung di tahap mana warga paling lama menunggu, lalu memotong tahap itu,” katanya.",
    "Menurut {officer_title} {officer}, petugas memeriksa kelengkapan berkas sebelum warga datang. “Kalau ada yang kurang, warga tahu sejak dari rumah,” jelasnya.",
    "“Kami mengubah urutan kerja, bukan menambah orang,” kata {officer_title} {officer}. Ia menyebut pembagian jam kedatangan membuat antrean tidak menumpuk pada pagi hari.",
)
DATA = (
    "Dalam dua bulan terakhir {count} orang memakai layanan ini. Dari jumlah itu, sembilan dari sepuluh selesai pada hari yang sama menurut buku register {office}.",
    "Buku register {office} mencatat {count} permohonan selama dua bulan. Rata-rata waktu tunggu dihitung dari saat berkas diterima sampai dokumen diserahkan.",
    "Data layanan menunjukkan {count} permohonan sejak awal triwulan. Permohonan paling banyak datang dari jorong yang jaraknya lebih dari 15 kilometer.",
)
CONTEXT = (
    "Sebelumnya warga harus {before_act}. Jarak dan ongkos menjadi alasan utama permohonan ditunda. Perubahan alur ini dibahas bersama wali nagari dan diuji selama satu bulan sebelum diberlakukan.",
    "Alur lama membuat warga {before_act}. Setelah diuji selama sebulan di dua jorong, alur baru diterapkan untuk seluruh wilayah kerja {office}.",
    "Penataan dimulai setelah petugas menemukan bahwa warga {before_act}. Perbaikan dilakukan bertahap dan dicatat setiap pekan agar dapat diperiksa.",
)
NEXT = (
    "Bulan depan layanan serupa dibuka di dua lokasi lain. Jadwalnya diumumkan di papan pengumuman kantor wali nagari dan di situs {office}.",
    "Warga yang belum terjangkau dapat meminta kunjungan lewat wali jorong. Jadwal kunjungan bulan depan ditempel di kantor wali nagari mulai tanggal 25.",
    "Saran dan keluhan dapat disampaikan lewat kotak saran, nomor layanan, atau langsung kepada petugas. Semua masukan dibalas paling lambat tiga hari kerja.",
)
CEREMONY = (
    "Kegiatan dibuka dengan pembacaan ayat suci Al-Qur'an, dilanjutkan menyanyikan lagu Indonesia Raya dan sambutan-sambutan. Hadir dalam kesempatan itu para pejabat, tokoh masyarakat, serta undangan lainnya.",
    "Dalam sambutannya, {officer_title} {officer} menyambut baik kegiatan ini dan mengapresiasi semua pihak yang telah mendukung sehingga acara berjalan lancar.",
    "Acara ditutup dengan doa, penyerahan cendera mata, dan foto bersama seluruh peserta di halaman {office}.",
)
EXTRA = (
    "Petugas juga menyediakan bangku prioritas bagi lansia, ibu hamil, dan penyandang disabilitas. Mereka dipanggil lebih dahulu tanpa harus mengambil nomor.",
    "Bagi warga yang tidak memakai ponsel, wali jorong membantu mengisi formulir dan menyampaikan nomor antrean. Bantuan itu tidak dipungut biaya.",
    "Dokumen yang sudah selesai dapat diambil sendiri atau diantar petugas saat kunjungan berikutnya. Warga memilihnya ketika mendaftar.",
    "Semua persyaratan ditulis dalam satu lembar yang ditempel di kantor wali nagari, masjid, dan warung, agar warga tidak perlu bertanya berkali-kali.",
)
BEFORE_ACT = (
    "datang pagi-pagi tanpa kepastian dilayani",
    "kembali lagi karena berkas kurang satu lembar",
    "menempuh perjalanan hampir dua jam untuk satu tanda tangan",
)


@dataclass(frozen=True, slots=True)
class Release:
    """The fields of a press release as the editor keeps them; `quality` 0 weak, 1 fair, 2 good."""

    fields: dict[str, str]
    quality: int
    topic: Topic


def release(seed: int, *, quality: int, shortest: int = 300, month: str = "Oktober 2026") -> Release:
    """One press release of `shortest` words or a little more, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 -- invented texts, no secret
    topic = TOPICS[seed % len(TOPICS)]
    words = {name: getattr(topic, name) for name in Topic.__dataclass_fields__}
    words["before_act"] = dice.choice(BEFORE_ACT)
    words["count"] = topic.count + dice.randint(0, 40)

    def pick(bank: tuple[str, ...]) -> str:
        return dice.choice(bank).format(**words)

    good = [pick(HOW), pick(CITIZEN), "<h2>Antrean terukur</h2>", pick(DATA), pick(OFFICER), pick(CONTEXT), *(one.format(**words) for one in dice.sample(EXTRA, 3)), pick(NEXT)]
    fair = [pick(CONTEXT), pick(OFFICER), pick(DATA), *(one.format(**words) for one in dice.sample(EXTRA, 2)), pick(HOW), pick(NEXT)]
    weak = [CEREMONY[0].format(**words), CEREMONY[1].format(**words), pick(OFFICER), pick(DATA), *(one.format(**words) for one in dice.sample(EXTRA, 2)), CEREMONY[2].format(**words)]
    paragraphs = (weak, fair, good)[quality]
    spare = [one.format(**words) for bank in (EXTRA, CONTEXT, DATA, OFFICER, NEXT, HOW) for one in bank]
    dice.shuffle(spare)
    while spare and sum(len(one.split()) for one in paragraphs) < shortest - 25:
        more = spare.pop()
        if more not in paragraphs:
            paragraphs.insert(-1, more)
    opening = dice.choice(OPENINGS).format(**words)
    lead = (
        f"{topic.officer_title} {topic.officer} menghadiri kegiatan peningkatan {topic.service} di aula {topic.office}.",
        f"{topic.office} meningkatkan mutu {topic.service} bagi masyarakat melalui penataan alur kerja di {topic.place}.",
        opening,
    )[quality]
    title = (
        f"{topic.officer_title} Hadiri Kegiatan Peningkatan {topic.service.title()}",
        f"{topic.office} Tingkatkan {topic.service.title()}",
        f"{topic.keyphrase.capitalize()} di {topic.place} kini {topic.after.split(',')[0]}",
    )[quality]
    body = "".join(one if one.startswith("<h2>") else f"<p>{one}</p>" for one in paragraphs)
    slug = "-".join("".join(c for c in word if c.isalnum()) for word in f"{topic.keyphrase} {topic.place}".lower().split())
    return Release(
        {
            "judul": title,
            "titimangsa": f"{topic.place}, Humas",
            "teras": lead,
            "isi": body,
            "kata_kunci": topic.keyphrase if quality else "",
            "judul_halaman": f"{topic.keyphrase.capitalize()} di {topic.place}" if quality == 2 else "",  # noqa: PLR2004 -- good
            "deskripsi": f"Cara mengurus {topic.service} di {topic.place}: syarat, jam layanan, dan waktu tunggu terbaru menurut catatan {topic.office} bulan {month}."[:160] if quality else "",
            "slug": slug if quality else "",
            "narahubung": "Humas, 0812-0000-0000" if quality else "",
            "penulis": "",
        },
        quality,
        topic,
    )


STRENGTHS = (
    "Teras langsung menyebut perubahan: “{quote}”. Pembaca tahu gunanya sejak kalimat pertama.",
    "Kalimat “{quote}” jelas dan dapat diperiksa, sehingga saya percaya pada naskah ini.",
    "Bagian “{quote}” membantu warga tahu apa yang harus dilakukan.",
)
SUGGESTIONS = (
    "Pindahkan syarat dan jam layanan ke alinea kedua, karena itu yang paling dicari warga.",
    "Tambahkan sumber untuk angka jumlah pemohon, misalnya buku register dan bulan pencatatannya.",
    "Pecah alinea kontekstual menjadi dua kalimat pendek agar mudah dibaca di ponsel.",
    "Beri satu kutipan dari warga yang menerima layanan, bukan hanya dari pejabat.",
    "Ganti judul agar memuat istilah yang diketik warga di mesin pencari.",
    "Hapus kalimat sambutan; pembaca belum memperoleh apa-apa dari bagian itu.",
)
QUESTIONS = (
    "Apakah layanan ini tetap berjalan pada hari libur, dan bagaimana warga mengetahuinya?",
    "Dari mana angka waktu tunggu itu dihitung: sejak warga datang atau sejak berkas lengkap?",
    "Apa yang harus dilakukan warga yang tidak memiliki ponsel?",
)
NOTES = (
    "Manfaat baru tampak di tengah naskah; pembaca ponsel mungkin sudah berhenti.",
    "Satu angka belum menyebut sumbernya.",
    "Beberapa kalimat melebihi tiga puluh kata.",
)


@dataclass(frozen=True, slots=True)
class ReviewText:
    """What a reviewer wrote, in the fields of a review."""

    strength: str
    suggestion_one: str
    suggestion_two: str
    question: str


def review(seed: int, quote: str) -> ReviewText:
    """One review of more than 40 words that quotes the text."""
    dice = random.Random(seed)  # noqa: S311 -- invented texts, no secret
    first, second = dice.sample(SUGGESTIONS, 2)
    return ReviewText(dice.choice(STRENGTHS).format(quote=quote), first, second, dice.choice(QUESTIONS))


def levels(seed: int, quality: int, criteria: tuple[str, ...]) -> dict[str, int]:
    """Levels 1-4 near what the quality deserves."""
    dice = random.Random(seed)  # noqa: S311 -- invented numbers, no secret
    centre = (1.9, 2.8, 3.6)[quality]
    return {one: max(1, min(4, round(dice.gauss(centre, 0.45)))) for one in criteria}
