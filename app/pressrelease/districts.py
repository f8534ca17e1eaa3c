"""The 179 districts (kecamatan) of West Sumatra: a KUA dates its news from its own district.

Names of places are facts; the districts follow the list of codes of administrative regions of the Ministry of Home Affairs.
"""

_NAMES = """
Pagai Selatan|Sikakap|Pagai Utara|Sipora Selatan|Sipora Utara|Siberut Selatan|Siberut Barat Daya|Siberut Tengah
Siberut Utara|Siberut Barat|Silaut|Lunang|Basa Ampek Balai Tapan|Ranah Ampek Hulu Tapan|Pancung Soal|Airpura
Linggo Sari Baganti|Ranah Pesisir|Lengayang|Sutera|Batang Kapas|IV Jurai|Bayang|IV Nagari Bayang Utara|Koto XI Tarusan
Pantai Cermin|Lembah Gumanti|Hiliran Gumanti|Payung Sekaki|Tigo Lurah|Lembang Jaya|Danau Kembar|Gunung Talang
Bukit Sundi|IX Koto Sungai Lasi|Kubung|X Koto Diatas|X Koto Singkarak|Junjung Sirih|Kamang Baru|Tanjung Gadang
Sijunjung|Lubuk Tarok|IV Nagari|Kupitan|Koto VII|Sumpur Kudus|X Koto|Batipuh|Batipuh Selatan|Pariangan|Rambatan
Lima Kaum|Tanjung Emas|Padang Ganting|Lintau Buo|Lintau Buo Utara|Sungayang|Sungai Tarab|Salimpaung|Tanjung Baru
Batang Anai|Lubuk Alung|Sintuk Toboh Gadang|Ulakan Tapakis|Nan Sabaris|2x11 Enam Lingkung|Enam Lingkung
2x11 Kayu Tanam|VII Koto Sungai Sarik|Patamuan|Padang Sago|V Koto Kampung Dalam|V Koto Timur|Sungai Limau
Batang Gasan|Sungai Geringging|IV Koto Aur Malintang|Tanjung Mutiara|Lubuk Basung|Ampek Nagari|Tanjung Raya|Matur
IV Koto|Malalak|Banuhampu|Sungai Pua|Ampek Angkek|Canduang|Baso|Tilatang Kamang|Kamang Magek|Palembayan|Palupuh
Payakumbuh|Akabiluru|Luak|Lareh Sago Halaban|Situjuah Limo Nagari|Harau|Guguak|Mungka|Suliki|Bukik Barisan
Gunuang Omeh|Kapur IX|Pangkalan Koto Baru|Tigo Nagari|Simpang Alahan Mati|Bonjol|Lubuk Sikaping|Dua Koto|Panti
Padang Gelugur|Rao|Mapat Tunggul|Mapat Tunggul Selatan|Rao Selatan|Rao Utara|Sangir|Sangir Jujuan
Sangir Balai Janggo|Sangir Batang Hari|Sungai Pagu|Pauh Duo|Koto Parik Gadang Diateh|Sungai Rumbai|Koto Besar
Asam Jujuhan|Koto Baru|Koto Salak|Tiumang|Padang Laweh|Sitiung|Timpeh|Pulau Punjung|IX Koto|Sungai Beremas
Ranah Batahan|Koto Balingka|Sungai Aur|Lembah Melintang|Gunung Tuleh|Talamau|Pasaman|Luhak Nan Duo
Sasak Ranah Pasisie|Kinali|Bungus Teluk Kabung|Lubuk Kilangan|Lubuk Begalung|Padang Selatan|Padang Timur
Padang Barat|Padang Utara|Nanggalo|Kuranji|Pauh|Koto Tangah|Lubuk Sikarah|Tanjung Harapan|Silungkang|Lembah Segar
Barangin|Talawi|Padang Panjang Barat|Padang Panjang Timur|Guguk Panjang|Mandiangin Koto Selayan
Aur Birugo Tigo Baleh|Payakumbuh Barat|Payakumbuh Utara|Payakumbuh Timur|Payakumbuh Selatan|Lamposi Tigo Nagori
Pariaman Tengah|Pariaman Utara|Pariaman Selatan|Pariaman Timur
"""
DISTRICTS = frozenset(name.lower() for line in _NAMES.split("\n") for name in line.split("|") if name)
