"""States, kinds and deeds of accounts in the words of the pages."""

from __future__ import annotations

from app.accounts.models import ErasureState, Standing, UnitKind
from app.kernel.i18n import _


def standing_words() -> dict[Standing, tuple[str, str]]:
    """Standing -> (words, kind of pill)."""
    return {
        Standing.UNDANGAN: (_("Diundang, belum masuk"), "run"),
        Standing.MENUNGGU_WALI: (_("Menunggu persetujuan wali"), "warn"),
        Standing.AKTIF: (_("Aktif"), "ok"),
        Standing.NONAKTIF: (_("Nonaktif"), "bad"),
    }


def kind_words() -> dict[UnitKind, str]:
    """Kinds of work units."""
    return {
        UnitKind.PUSAT: _("Pusat"),
        UnitKind.KANWIL: _("Kantor wilayah"),
        UnitKind.KANKEMENAG: _("Kankemenag kabupaten/kota"),
        UnitKind.MADRASAH: _("Madrasah"),
        UnitKind.KUA: _("KUA"),
        UnitKind.LAIN: _("Lainnya"),
    }


def deed_words() -> dict[str, str]:
    """What the audit's actions say to people."""
    return {
        "user:register": _("membuat akun ini"),
        "user:deactivate": _("menonaktifkan akun"),
        "user:reactivate": _("mengaktifkan akun kembali"),
        "user:end_sessions": _("mengeluarkan akun dari semua perangkat"),
        "user:mentor": _("mengubah keterangan siswa dan pendamping"),
        "user:move": _("memindahkan satuan kerja"),
        "role:give": _("memberi peran"),
        "role:revoke": _("mencabut peran"),
        "password:reset_link": _("membuat tautan setel ulang"),
        "password:change": _("mengganti kata sandi"),
        "invitation:make": _("membuat undangan"),
        "invitation:accept": _("menerima undangan"),
        "profile:change": _("mengubah profil"),
        "factor:aktif": _("mengaktifkan verifikasi dua langkah"),
        "factor:kode_baru": _("membuat kode cadangan baru"),
        "factor:recovery": _("masuk dengan kode cadangan"),
        "factor:pindah": _("memindahkan verifikasi dua langkah ke ponsel lain"),
        "factor:mati": _("mematikan verifikasi dua langkah"),
        "factor:dicabut": _("mencabut verifikasi dua langkah"),
        "guardian:record": _("mencatat persetujuan wali"),
        "erasure:ask": _("meminta penghapusan data"),
        "erasure:take_back": _("menarik permintaan penghapusan data"),
        "erasure:answer": _("menjawab permintaan penghapusan data"),
        "erasure:done": _("menghapus data orang ini"),
        "guardian:withdraw": _("mencatat pencabutan persetujuan wali"),
        "unit:add": _("menambahkan satuan kerja"),
        "unit:rename": _("mengubah keterangan satuan kerja"),
        "unit:move": _("memindahkan satuan kerja"),
    }


def relation_words() -> list[tuple[str, str]]:
    """Who may sign for a pupil."""
    return [("ayah", _("Ayah")), ("ibu", _("Ibu")), ("wali", _("Wali"))]


def erasure_words() -> dict[ErasureState, tuple[str, str]]:
    """Where a request to erase stands -> (words, kind of pill)."""
    return {
        ErasureState.DIMINTA: (_("Menunggu pengelola"), "warn"),
        ErasureState.DIJALANKAN: (_("Data dihapus"), "ok"),
        ErasureState.DIJAWAB: (_("Dijawab dengan alasan"), "bad"),
        ErasureState.DITARIK: (_("Ditarik kembali"), ""),
    }
