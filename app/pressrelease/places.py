"""Towns a dateline may name: the regencies and cities of West Sumatra with their seats, and Indonesia's larger towns.

Names of places are facts. The 19 regencies and cities of West Sumatra follow the list of BPS (codes 1301-1377), their
seats and the provincial capitals follow the laws that founded them.
"""

from app.pressrelease.districts import DISTRICTS

WEST_SUMATRA = """
Kepulauan Mentawai|Pesisir Selatan|Solok|Sijunjung|Tanah Datar|Padang Pariaman|Agam|Lima Puluh Kota|Pasaman
Solok Selatan|Dharmasraya|Pasaman Barat|Padang|Kota Solok|Sawahlunto|Padang Panjang|Bukittinggi|Payakumbuh|Pariaman
"""
SEATS = """
Tuapejat|Painan|Arosuka|Muaro Sijunjung|Batusangkar|Parik Malintang|Parit Malintang|Lubuk Basung|Sarilamak
Lubuk Sikaping|Padang Aro|Pulau Punjung|Simpang Empat|Mentawai|Limapuluh Kota|Kayu Tanam|Maninjau|Lubuk Alung|Koto Baru
Pasbar|Pessel|Solsel
"""
CAPITALS = """
Banda Aceh|Medan|Pekanbaru|Tanjungpinang|Tanjung Pinang|Jambi|Palembang|Pangkalpinang|Pangkal Pinang|Bengkulu
Bandar Lampung|Bandarlampung|Serang|Jakarta|Bandung|Semarang|Yogyakarta|Surabaya|Denpasar|Mataram|Kupang|Pontianak
Palangka Raya|Palangkaraya|Banjarmasin|Banjarbaru|Samarinda|Tanjung Selor|Manado|Gorontalo|Palu|Mamuju|Makassar
Kendari|Ambon|Sofifi|Manokwari|Sorong|Jayapura|Nabire|Wamena|Merauke|Nusantara
"""
TOWNS = """
Bogor|Depok|Bekasi|Tangerang|Tangerang Selatan|Ciputat|Cirebon|Sukabumi|Tasikmalaya|Garut|Cianjur|Karawang|Cimahi
Solo|Surakarta|Magelang|Salatiga|Tegal|Pekalongan|Purwokerto|Kudus|Jepara|Demak|Kebumen|Cilacap|Klaten|Boyolali|Sleman
Bantul|Malang|Batu|Kediri|Blitar|Madiun|Mojokerto|Pasuruan|Probolinggo|Jombang|Tuban|Gresik|Sidoarjo|Lamongan|Jember
Banyuwangi|Bojonegoro|Ngawi|Ponorogo|Pamekasan|Sumenep|Bangkalan|Binjai|Pematangsiantar|Sibolga|Padangsidimpuan|Dumai
Bengkalis|Siak|Rengat|Tembilahan|Bangkinang|Batam|Bintan|Karimun|Sungai Penuh|Muara Bungo|Bangko|Lubuklinggau
Prabumulih|Pagar Alam|Curup|Metro|Cilegon|Pandeglang|Lebak|Singaraja|Gianyar|Bima|Sumbawa Besar|Selong|Praya|Ende
Maumere|Ruteng|Labuan Bajo|Singkawang|Sambas|Sampit|Martapura|Balikpapan|Bontang|Tarakan|Tenggarong|Bitung|Tomohon
Kotamobagu|Luwuk|Poso|Parepare|Palopo|Bone|Gowa|Maros|Bulukumba|Baubau|Kolaka|Tual|Ternate|Tidore|Timika|Biak|Fakfak
Langsa|Lhokseumawe|Meulaboh|Sabang|Bireuen|Mekkah|Makkah|Madinah|Jeddah|Mina|Arafah|Kuala Lumpur|Kairo|Riyadh|Langkat
"""
PREFIXES = ("kota ", "kab. ", "kab.", "kabupaten ", "kab ")


def _names(*lists: str) -> dict[str, str]:
    return {name.lower(): name for text in lists for line in text.split("\n") for name in line.split("|") if name}


KNOWN = _names(WEST_SUMATRA, SEATS, CAPITALS, TOWNS)
LOCAL = _names(WEST_SUMATRA, SEATS)
SHORTEST_NAME, LONGEST_NAME = 5, 30


def _near_names() -> dict[str, list[str]]:
    """The known places by their first two letters (`pa-`) and by their last two (`-ng`): one slip leaves one of them whole."""
    near: dict[str, list[str]] = {}
    for name in KNOWN:
        near.setdefault(f"{name[:2]}-", []).append(name)
        near.setdefault(f"-{name[-2:]}", []).append(name)
    return near


_NEAR_NAMES = _near_names()


def is_known_place(name: str) -> bool:
    """Whether a name, with or without Kota or Kabupaten before it, is in the list."""
    return _bare(name) in KNOWN


def may_date(name: str) -> bool:
    """Whether news may be dated from here: a known place, or a district of West Sumatra, with or without Kecamatan."""
    return is_known_place(name) or _bare(name).removeprefix("kecamatan ") in DISTRICTS


def _bare(name: str) -> str:
    lower = " ".join(name.lower().split())
    for prefix in PREFIXES:
        if lower.startswith(prefix):
            return lower[len(prefix) :]
    return lower


def nearest_place(name: str) -> str | None:
    """The one known place that is a single slip away (a letter too many, too few, wrong, or two swapped)."""
    bare = _bare(name)
    if not SHORTEST_NAME <= len(bare) <= LONGEST_NAME or bare in KNOWN:
        return None
    joined = bare.replace(" ", "")
    if joined in KNOWN:
        return KNOWN[joined]
    names = [*_NEAR_NAMES.get(f"{bare[:2]}-", ()), *_NEAR_NAMES.get(f"-{bare[-2:]}", ())]
    near = {KNOWN[name] for name in names if abs(len(name) - len(bare)) <= 1 and is_one_slip(bare, name)}
    return near.pop() if len(near) == 1 else None


def is_one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one insertion, deletion, change or swap of neighbours."""
    if one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right or left == right[1:]
