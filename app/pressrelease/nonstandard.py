"""Words often written in a form that is not standard, each with the form of KBBI and EYD V."""

# wrong right, divided by `|`; `~` stands for a space inside a form.
_PAIRS = """
standart standar|seringkali sering~kali|index indeks|mempublikasikan memublikasikan|mempopulerkan memopulerkan
mengupload mengunggah|diupload diunggah|melaunching meluncurkan|dilaunching diluncurkan|memanage mengelola
mendownload mengunduh|didownload diunduh|alhamdullilah alhamdulillah
ada~pun adapun|adlah adalah|adzan azan|akhlaq akhlak|aktifitas aktivitas|aktip aktif|analisa analisis|antri antre
antrian antrean|apapun apa~pun|apotik apotek|aqidah akidah|arkheologi arkeologi|atlit atlet|azas asas
bagaimana~pun bagaimanapun|bahwasannya bahwasanya|bekerjasama bekerja~sama|beraktifitas beraktivitas
berapapun berapa~pun|berazaskan berasaskan|berdo'a berdoa|berdzikir berzikir|beresiko berisiko|berfikir berpikir
berhutang berutang|berkarir berkarier|berkordinasi berkoordinasi|berkwalitas berkualitas|bernafas bernapas
berqurban berkurban|bertanggungjawab bertanggung~jawab|bertaqwa bertakwa|blm belum|cenderamata cendera~mata
cidera cedera|cinderamata cendera~mata|da'wah dakwah|dekrit dekret|detil detail|dgn dengan
diagnosa diagnosis|dianalisa dianalisis|diapun dia~pun|difahami dipahami|difikirkan dipikirkan|digunkan digunakan
dihadir dihadiri|dihimbau diimbau|diijinkan diizinkan|dijadualkan dijadwalkan|dilakasanakan dilaksanakan
dilaksankan dilaksanakan|dilakuakan dilakukan|dimanapun di~mana~pun|dinasehati dinasihati
direspon direspons|dirubah diubah|disampikan disampaikan|dlm dalam|dngan dengan|do'a doa|dzikir zikir
efektifitas efektivitas|efektip efektif|eklusif eksklusif|ekslusif eksklusif|ekstrim ekstrem|elit elite|enggak tidak
esei esai|exklusif eksklusif|faham paham|fihak pihak|fikir pikir|formil formal|fotocopy fotokopi|foto~copy fotokopi
fuqara fukara|gak tidak|gimana bagaimana|gladi~resik geladi~resik|hadist hadis|hadits hadis|handal andal|hapal hafal
hapalan hafalan|hembus embus|himbau imbau|himbauan imbauan|hirarki hierarki|hoax hoaks|hutang utang|iapun ia~pun
ibukota ibu~kota|idul~adha Iduladha|idul~fitri Idulfitri|iedul~fitri Idulfitri|ijasah ijazah|ijin izin
ijinkan izinkan|import impor|infaq infak|infrastuktur infrastruktur|inisiatip inisiatif|insyaf insaf
interpiu wawancara|isteri istri|itikad iktikad|itupun itu~pun|jadual jadwal|jaman zaman|jenasah jenazah
jendral jenderal|jerigen jeriken|jg juga|jum'at Jumat|jumaat Jumat|kadaluarsa kedaluwarsa|kadaluwarsa kedaluwarsa
kaedah kaidah|kalo kalau|kamipun kami~pun|kantung kantong|kapanpun kapan~pun|karir karier|karna karena
katagori kategori|kegaiatan kegiatan|kegiatam kegiatan|kegitan kegiatan|kemanapun ke~mana~pun|kementrian kementerian
kepriadian kepribadian|kerjasama kerja~sama|ketrampilan keterampilan|kholifah khalifah|khotib khatib|khutbah khotbah
kitapun kita~pun|kompentensi kompetensi|komperhensif komprehensif|komplek kompleks|komplit komplet
komprehensip komprehensif|kongkret konkret|kongkrit konkret|konkrit konkret|konperensi konferensi
konsekwen konsekuen|konsekwensi konsekuensi|kopetensi kompetensi|kordinasi koordinasi|korp korps|kosa~kata kosakata
kreatifitas kreativitas|kreatip kreatif|krn karena|kuatir khawatir|kwalitas kualitas|kwantitas kuantitas
kwitansi kuitansi|layananan layanan|lembab lembap|lobang lubang|macem macam|managemen manajemen
managemennya manajemennya|manapun mana~pun|masarakat masyarakat
masyarkat masyarakat|masyrakat masyarakat|melakasanakan melaksanakan|melaksankan melaksanakan|memberikn memberikan
memberkan memberikan|memfahami memahami|memilki memiliki|memotifasi memotivasi|mempedulikan memedulikan
mempengaruhi memengaruhi|mempercayai memercayai|memperdayakan memberdayakan|memperhatinkan memprihatinkan
mempesona memesona|mempraktekkan mempraktikkan|memungkinan memungkinkan|menasehati menasihati|menejemen manajemen
menetralisir menetralisasi|menganalisa menganalisis|mengantri mengantre|mengatkan mengatakan|menggunkan menggunakan
menghapal menghafal|menghimbau mengimbau|mengijinkan mengizinkan|mengkampanyekan mengampanyekan
mengkolaborasikan mengolaborasikan|mengkomunikasikan mengomunikasikan|mengkonfirmasi mengonfirmasi
mengkonsumsi mengonsumsi|mengkonversi mengonversi|mengkoordinasi mengoordinasi|mengkoordinasikan mengoordinasikan
mengkoordinir mengoordinasi|meningkatan~kualitas meningkatkan~kualitas|mensahkan mengesahkan
mensinergikan menyinergikan|mensosialisasikan menyosialisasikan|mensukseskan menyukseskan|mensyahkan mengesahkan
mentaati menaati|mentargetkan menargetkan|menterjemahkan menerjemahkan|mentri menteri|menuurt menurut
menyampikan menyampaikan|menyapaikan menyampaikan|merekapun mereka~pun|merespon merespons|merubah mengubah
mesjid masjid|meski~pun meskipun|metoda metode|milyar miliar|milyard miliar|moderen modern|modren modern
motifasi motivasi|muballigh mubalig|mushalla musala|mushola musala|musholla musala|musium museum
nafas napas|nampak tampak|nara~sumber narasumber|nasehat nasihat|negatip negatif|netralisir netralisasi|nggak tidak
ngomong berbicara|nomer nomor|nopember November|objektifitas objektivitas|obyek objek
obyektif objektif|orangtua orang~tua|pasip pasif|paska pasca|paspoto pasfoto|pas~foto pasfoto|pd pada
pebruari Februari|pelaksanakan pelaksanaan|pelayaan pelayanan|pelayananan pelayanan|pemahamam pemahaman
pemerintahaan pemerintahan|penasehat penasihat|peningkatkan~mutu peningkatan~mutu|peninkatan peningkatan
penyelenggraan penyelenggaraan|perduli peduli|perijinan perizinan|photo foto|photocopy fotokopi|pondasi fondasi
positifitas positivitas|positip positif|praktek praktik|prakteknya praktiknya|produktifitas produktivitas
propinsi provinsi|prosedure prosedur|prosen persen|prosentase persentase|qurban kurban|ramadhan Ramadan
ramadlan Ramadan|raport rapor|rejeki rezeki|rekaat rakaat|resiko risiko|respon respons|rezki rezeki|rizki rezeki
romadhon Ramadan|rubuh roboh|rumahsakit rumah~sakit|sadaqah sedekah|sampe sampai|satupun satu~pun|sayapun saya~pun
sbg sebagai|sdh sudah|sedikitpun sedikit~pun|sehinga sehingga|seingga sehingga|sekedar sekadar|sekertaris sekretaris
seksama saksama|selektifitas selektivitas|sensitifitas sensitivitas|sertipikat sertifikat|sesui sesuai|shalat salat
shalawat selawat|shaleh saleh|shodaqoh sedekah|sholat salat|sholawat selawat|sholeh saleh|sholehah salehah
siapapun siapa~pun|silahturahmi silaturahmi|silahturrahmi silaturahmi|silaturahim silaturahmi
silaturrahmi silaturahmi|sistim sistem|sistimatis sistematis|sodaqoh sedekah|solat salat|solawat selawat|sorga surga
spirituil spiritual|standarisasi standardisasi|strategik strategis|stratejik strategis|subyek subjek
subyektif subjektif|sungguh-sunguh sungguh-sungguh|supir sopir|surve survei|survey survei|syah sah|syari'ah syariah
syukron syukran|tabligh tablig|tahayul takhayul|tandatangan tanda~tangan|tanggungjawab tanggung~jawab|taqwa takwa
taubat tobat|tauladan teladan|tdk tidak|tehnik teknik|tehnis teknis|tehnologi teknologi|tekhnik teknik
tekhnis teknis|tekhnologi teknologi|telfon telepon|telpon telepon|tentram tenteram|terebut tersebut
terimakasih terima~kasih|tersebt tersebut|thn tahun|tilpon telepon|trampil terampil|triliyun triliun|trilyun triliun
tsb tersebut|udah sudah|ummah umat|ummat umat|umroh umrah|urgen mendesak|ustad ustaz|ustadz ustaz|ustadzah ustazah
silahkan silakan|poto foto|pertanggung~jawaban pertanggungjawaban|sinergitas sinergi|rapih rapi|rohaniawan rohaniwan|idhul~adha Iduladha
jamaah jemaah|jama'ah jemaah|al~quran Al-Qur'an|suri~tauladan suri~teladan|tranformasi transformasi|trasparan transparan
transfaran transparan|tranparansi transparansi|varitas varietas|waqaf wakaf|hikmad khidmat|khidmad khidmat|khusuk khusyuk
insya~allah insyaallah|masya~allah masyaallah|disain desain|mendisain mendesain|didisain didesain|ekosistim ekosistem
filem film|frekwensi frekuensi|group grup|hakekat hakikat|hektar hektare|hipotesa hipotesis|intensip intensif
istighosah istigasah|istiqomah istikamah|istiqamah istikamah|izasah ijazah|karakterisitik karakteristik|kharisma karisma
kharismatik karismatik|komoditi komoditas|kwartal kuartal|legalisir legalisasi|dilegalisir dilegalisasi
melegalisir melegalisasi|likwiditas likuiditas|majlis majelis|materei meterai|materai meterai|milineal milenial
millenial milenial|mubaligh mubalig|muzakki muzaki|mustahiq mustahik|nazhir nazir|nadzir nazir|praktekum praktikum
rangking peringkat|realita realitas|shadaqah sedekah|shubuh subuh|dzuhur zuhur|dhuhur zuhur|zhuhur zuhur|ashar asar
maghrib magrib|sorban serban|sukur syukur|tahajjud tahajud|ta'lim taklim|tausiyah tausiah|terlanjur telanjur
terlantar telantar|menterlantarkan menelantarkan|ujicoba uji~coba|diserah~terimakan diserahterimakan
ditanda~tangani ditandatangani|menanda~tangani menandatangani|penanda~tanganan penandatanganan
disebar~luaskan disebarluaskan|menyebar~luaskan menyebarluaskan|ditindak~lanjuti ditindaklanjuti
menindak~lanjuti menindaklanjuti|pemberi~tahuan pemberitahuan|penyalah~gunaan penyalahgunaan
menyalah~gunakan menyalahgunakan|disalah~gunakan disalahgunakan|kesalah~pahaman kesalahpahaman
memberi~tahukan memberitahukan|ketidak~tahuan ketidaktahuan|ketidak~hadiran ketidakhadiran
ketidak~sesuaian ketidaksesuaian|keikut~sertaan keikutsertaan|mengikut~sertakan mengikutsertakan
diikut~sertakan diikutsertakan
tahfidz tahfiz|tahfizh tahfiz|hafidz hafiz|hafizh hafiz|hafidzah hafizah|walikota wali~kota|utk untuk|vidio video|walau~pun walaupun|wudhu wudu
alhamdulilah alhamdulillah|al~qur'an Al-Qur'an|ba'da bakda|dari~pada daripada|ma'af maaf|menelpon menelepon
muraja'ah murajaah|sa'i sai|satu~persatu satu~per~satu|separoh separuh|tatacara tata~cara|telor telur
thawaf tawaf|diberi~sangsi diberi~sanksi|memberi~sangsi memberi~sanksi|dikenai~sangsi dikenai~sanksi
dikenakan~sangsi dikenakan~sanksi|ada~sangsinya ada~sanksinya|harus~rubah harus~ubah|akan~rubah akan~ubah
ingin~rubah ingin~ubah|bisa~rubah bisa~ubah|dapat~rubah dapat~ubah|kita~rubah kita~ubah
bolak~balik bolak-balik|carut~marut carut-marut|compang~camping compang-camping|gerak~gerik gerak-gerik
hiruk~pikuk hiruk-pikuk|lalu~lalang lalu-lalang|lauk~pauk lauk-pauk|mondar~mandir mondar-mandir
porak~poranda porak-poranda|ramah~tamah ramah-tamah|sayur~mayur sayur-mayur|seluk~beluk seluk-beluk
serba~serbi serba-serbi|warna~warni warna-warni
berwarna~warni berwarna-warni|wudlu wudu|yangt yang|yg yang
alqur'an Al-Qur'an|bea~siswa beasiswa|fakta~integritas pakta~integritas|berlangsung~hikmat berlangsung~khidmat
dengan~hikmat dengan~khidmat|tidak~lah tidaklah|bukan~lah bukanlah|itu~lah itulah|ini~lah inilah
ada~lah adalah|apa~kah apakah|siswa~siswi siswa-siswi|bersama~sama bersama-sama|mudah~mudahan mudah-mudahan
berbondong~bondong berbondong-bondong|terus~menerus terus-menerus|tolong~menolong tolong-menolong
bahu~membahu bahu-membahu|turun~temurun turun-temurun|tawar~menawar tawar-menawar|surat~menyurat surat-menyurat
sorak~sorai sorak-sorai|cerai~berai cerai-berai|berturut~turut berturut-turut|sehari~hari sehari-hari
serta~merta serta-merta|berulang~ulang berulang-ulang
"""
NONSTANDARD: dict[str, str] = {}
NONSTANDARD_PAIRS: dict[tuple[str, str], str] = {}
for _pair in filter(None, _PAIRS.strip().replace("\n", "|").split("|")):
    _wrong, _right = _pair.split()
    _first, _, _second = _wrong.partition("~")
    if _second:
        NONSTANDARD_PAIRS[_first, _second] = _right.replace("~", " ")
    else:
        NONSTANDARD[_wrong] = _right.replace("~", " ")
