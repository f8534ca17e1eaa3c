"""Words of the split and joined forms: verbs behind a loose `di`, places behind a joined `ke`, and bound forms."""

from app.pressrelease.people import GROUPS, INSTITUTIONS
from app.pressrelease.voice import THINGS

BARE_VERBS = frozenset(
    """
    buka tulis pimpin bawa buat ambil jual beli kirim terima tutup minta ajak pilih cari dengar lihat panggil pasang
    pakai hitung periksa serahkan bangun susun bentuk tetapkan nilai ajar didik bagi pandu pandang kenal sebut tanya
    jawab antar bimbing uji cetak unggah unduh tanam potong hapus ubah ganti tolak simpan rawat jaga bantu dukung dorong
    tunjuk angkat lantik undang gelar usir cegah bayar baca kejar tangkap tahan tegur paksa larang curi jemput masak sambut
    sebar sita susul tagih tarik tempel tempuh titip tuntut ulang urus ucap utus tunda kawal kelola kemas latih liput mulai
    pajang pantau pelihara putar raih rancang rebut rekam rilis saring sembelih serap setor simak tampung tebang tekan
    tinjau tiru tukar usul usung arak pinjam tiup lawan cabut beri coba cek cuci culik gali giring goreng hafal hibur hina
    huni imbau intip jamin jepit kaji kecam kubur kupas kutip lamar lempar lipat lukis olah pacu pecat peluk
    petik pikul pilah puji rampas rebus rekrut rintis salin sapu sebut seret siram suap sunting tabur tampar
    tembak tilang timbang tuduh tuang tunggu tusuk ukir ukur ulas
    ganggu alih asah asuh atur bahas balas bantah basuh bela belah bendung blokir boyong buang bungkus bujuk buru
    campur capai catat cegat cicil cium coret duga gagas gadai ganjar gempur gendong goda gugat hadang hajar
    himpun hirup incar ingat injak jahit jalin jarah jelajah junjung kenang kepung kikis kuras lacak
    nikmati obati pamer pangkas panjat patok picu pijat pungut rayu ringkus rombak sadur sandera segel sergap sindir
    suruh takar tambah telaah telan tendang terjang tindas tipu tonton topang tuntun usap usik
    """.split()
) - {"nilai", "gelar", "bagi", "antar", "tanam"}
# Nouns as well, so that only a word of time or will before `di` makes them verbs: `bisa di antar`, but `di daftar ini`.
ALSO_NOUNS = frozenset(
    "antar tanam bagi nilai gelar operasi isi muat pesan hukum kunci data jilid potret pupuk tenun tindak wawancara telepon tabung panen data lepas rekap evaluasi verifikasi validasi survei sosialisasi publikasi".split()
)
# `di lepas langsung oleh`: who did it stands close behind, so that the noun is a verb.
AGENTS = frozenset({"oleh"})
BEFORE_VERBS = frozenset(
    """
    bisa dapat akan telah sudah harus sedang hendak perlu wajib pernah hanya jangan belum tidak langsung mau ingin segera
    """.split()
)
KE_PLACES = THINGS | frozenset(
    """
    dalam atas bawah depan depannya belakang samping tengah sana sini situ mana rumah kantor sekolah masjid madrasah
    seluruh berbagai setiap tempat daerah hadapan kota desa lapangan lokasi jalan kampus hadirat tanah pasar aula
    gedung halaman kabupaten kecamatan provinsi hotel ruang ruangan laut udara hutan sawah kebun bandara stadion surau
    musala pondok asrama pinggir tepi ujung kelas pulau pantai
    """.split()
)
QUALITIES = frozenset("harmonis sejahtera rukun tertib disiplin mandiri bersama hadir butuh giat satu sadar".split())
BOUND = {
    "pasca": None,
    "pra": None,
    "non": None,
    "antar": frozenset(
        "umat agama kota provinsi instansi lembaga daerah negara unit bagian sekolah madrasah siswa guru kelompok wilayah "
        "warga pegawai satker bangsa budaya suku generasi kabupaten kecamatan desa personal kementerian bidang kanwil kankemenag kemenag kua asn humas perguruan jemaah".split()
    )
    | (GROUPS | INSTITUTIONS) - {"anak", "orang", "mi", "ma", "pt", "ibu", "tim"},
    "sub": frozenset("bagian bidang seksi unit kegiatan tema judul bab".split()),
    "anti": frozenset("korupsi narkoba hoaks radikalisme kekerasan gratifikasi perundungan pungli".split()),
    "ekstra": frozenset(["kurikuler"]),
    "ultra": frozenset("sonik violet".split()),
    "infra": frozenset(["merah"]),
    "semi": frozenset("final permanen formal".split()),
    "swa": frozenset("daya kelola sembada foto layan".split()),
    "purna": frozenset("tugas bakti wirawan".split()),
    "maha": frozenset("siswa siswi guru".split()),
    "multi": frozenset("media guna fungsi etnis kultural".split()),
    "inter": frozenset("nasional koneksi".split()),
    "tuna": frozenset("netra rungu wisma karya daksa".split()),
}
