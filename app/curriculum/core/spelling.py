"""Spellings that a lesson must not use itself, after the list of standard words taught in SP-5.

A wrong form may be shown: inside `::: salah`, a fenced block, `code`, *emphasis*, or a quotation of at most
three words. Elsewhere it counts as a slip of the lesson's writer.
"""

import re
from collections.abc import Iterator

BANNED: dict[str, str] = {
    "ijin": "izin",
    "mengijinkan": "mengizinkan",
    "diijinkan": "diizinkan",
    "perijinan": "perizinan",
    "jadual": "jadwal",
    "jum'at": "Jumat",
    "ramadhan": "Ramadan",
    "idul fitri": "Idulfitri",
    "idul adha": "Iduladha",
    "shalat": "salat",
    "sholat": "salat",
    "mushala": "musala",
    "mushalla": "musala",
    "mushola": "musala",
    "musholla": "musala",
    "ustadz": "ustaz",
    "ustad": "ustaz",
    "silaturahim": "silaturahmi",
    "silaturrahmi": "silaturahmi",
    "silaturrahim": "silaturahmi",
    "seksama": "saksama",
    "sekedar": "sekadar",
    "praktek": "praktik",
    "resiko": "risiko",
    "beresiko": "berisiko",
    "analisa": "analisis",
    "menganalisa": "menganalisis",
    "aktifitas": "aktivitas",
    "kwalitas": "kualitas",
    "apotik": "apotek",
    "propinsi": "provinsi",
    "obyek": "objek",
    "obyektif": "objektif",
    "subyek": "subjek",
    "sistim": "sistem",
    "hirarki": "hierarki",
    "karir": "karier",
    "kongkrit": "konkret",
    "konkrit": "konkret",
    "kongkret": "konkret",
    "respon": "respons",
    "standarisasi": "standardisasi",
    "hoax": "hoaks",
    "online": "daring",
    "offline": "luring",
    "gadget": "gawai",
    "upload": "unggah",
    "diupload": "diunggah",
    "mengupload": "mengunggah",
    "download": "unduh",
    "didownload": "diunduh",
    "mendownload": "mengunduh",
    "nasehat": "nasihat",
    "menasehati": "menasihati",
    "tauladan": "teladan",
    "terimakasih": "terima kasih",
    "tandatangan": "tanda tangan",
    "nara sumber": "narasumber",
    "cinderamata": "cendera mata",
    "cindera mata": "cendera mata",
    "sub bagian": "subbagian",
    "non formal": "nonformal",
    "antar umat": "antarumat",
    "pasca pandemi": "pascapandemi",
    "di laksanakan": "dilaksanakan",
    "di lakukan": "dilakukan",
    "di berikan": "diberikan",
    "di hadiri": "dihadiri",
    "di ikuti": "diikuti",
    "di buka": "dibuka",
    "di tulis": "ditulis",
    "di buat": "dibuat",
    "di terbitkan": "diterbitkan",
    "di sampaikan": "disampaikan",
    "dimana": "di mana",
    "disini": "di sini",
    "disana": "di sana",
    "diatas": "di atas",
    "dibawah": "di bawah",
    "didalam": "di dalam",
    "diantara": "di antara",
    "kedalam": "ke dalam",
    "keatas": "ke atas",
    "dalam rangka": "untuk",
}
_BANNED = re.compile(
    r"(?<![\w-])("
    + "|".join(
        re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in sorted(BANNED, key=len, reverse=True)
    )
    + r")(?![\w-])",
    re.IGNORECASE,
)
_DOUBLE_PLURAL = re.compile(r"(?<!\w)para\s+([a-z]+)-\1(?!\w)", re.IGNORECASE)
_MENTION = re.compile(
    r"`[^`]*`|https?://\S+|\]\([^)]*\)|\*{1,2}[^*\n]{1,80}\*{1,2}|<[^>]*>"
    r"|[\"“](?:[^\s\"“”]+\s+){0,2}[^\s\"“”]+[\"”]"
)


def misspellings(source: str) -> Iterator[tuple[int, str, str]]:
    """(line from 1, what is wrong, what to write) for each slip in the Markdown source of a lesson."""
    for number, raw in own_lines(source):
        line = _MENTION.sub(" ", raw)
        for found in _BANNED.finditer(line):
            key = " ".join(found[0].lower().replace("’", "'").split())
            yield number, f'"{found[0]}" bukan bentuk yang diajarkan di sini.', f'Tulis "{BANNED[key]}".'
        for found in _DOUBLE_PLURAL.finditer(line):
            yield number, f'"{found[0]}" menyebut jamak dua kali.', f'Tulis "para {found[1]}".'


def own_lines(source: str) -> Iterator[tuple[int, str]]:
    """(line from 1, Markdown) of what a lesson says itself: without fenced blocks and `::: salah`."""
    fence, hidden = "", 0
    for number, line in enumerate(source.split("\n"), start=1):
        stripped = line.strip()
        if fence:
            fence = "" if stripped.startswith(fence) and not stripped.strip(fence[0]) else fence
            continue
        opening = re.match(r"(`{3,}|~{3,})", stripped)
        if opening:
            fence = opening[1]
            continue
        if stripped.startswith(":::"):
            kind = stripped.strip(":").split()
            if hidden:
                hidden += 1 if kind else -1
            elif kind and kind[0] == "salah":
                hidden = 1
            continue
        if not hidden:
            yield number, line
