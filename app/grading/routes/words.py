"""Grading in words: whose judgement, why it waits, what happened; one place, so that pages say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.grading.core.points import HIGHEST
from app.grading.core.waiting import Wait
from app.grading.core.why import gave
from app.grading.models import Act, Source
from app.grading.queries.peers import PeerReview
from app.grading.queries.work import Criterion, Happened, Standing
from app.kernel import i18n
from app.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class Line:
    """A line of `timeline`."""

    when: str
    when_words: str
    who: str
    what: str
    why: str


def wait_words() -> dict[Wait, str]:
    """Why a work waits, one short sentence each."""
    return {
        Wait.KEBERATAN: _("Penulis berkeberatan atas nilainya dan menunggu jawaban Anda."),
        Wait.TANDA_BAHAYA: _("Penelaah menandai bahaya: identitas anak, izin, atau fakta. Putusan ada pada Anda."),
        Wait.TELAAH_KURANG: _("Telaahnya kurang sampai masa telaah berakhir."),
        Wait.TELAAH_BERBEDA: _("Penelaah berbeda lebih dari satu level pada dua kriteria atau lebih."),
        Wait.MENENTUKAN_LULUS: _("Rentang nilainya melintasi batas lulus."),
        Wait.TIDAK_PASTI: _("Rentang nilainya terlalu lebar untuk dipercaya."),
        Wait.TUGAS_PELATIH: _("Tugas ini dinilai pelatih."),
        Wait.DIAMBIL: _("Anda mengambilnya untuk dinilai sendiri."),
        Wait.VERSI_BARU: _("Penulis mengirim versi baru."),
        Wait.DRAF_TAK_TERKIRIM: _("Draf tersimpan sebelum tenggat dan tidak terkirim."),
        Wait.CONTOH_ACAK: _("Terpilih acak untuk menakar kemurahan nilai sejawat."),
    }


def sign_words() -> dict[str, str]:
    """What looked careless in a review when it was sent, by `peerreview.core.reviewing.Sign`."""
    return {
        "haste": _("dikirim sangat cepat"),
        "sameness": _("semua sama"),
        "thinness": _("sangat pendek"),
        "names": _("menyebut nama"),
    }


def source_words(source: Source | None, reviews: int) -> str:
    """Whose judgement a grade is."""
    if source is Source.PELATIH:
        return _("Nilai dari pelatih.")
    if source is Source.MANDIRI:
        return _("Nilai dari penilaian Anda sendiri terhadap rubrik.")
    return _(
        "Nilai sejawat dari %(n)d telaah. Tiap telaah ditimbang menurut ketelitian penelaahnya, jadi nilainya dapat sedikit berbeda dari rata-rata level.",
        n=reviews,
    )


def why_words(one: Standing, reviews: Sequence[PeerReview]) -> str:
    """For the author: how the number came out of what the reviews gave, in a sentence or two."""
    if not one.is_released or one.source is not Source.SEJAWAT or not reviews or one.raw is None:
        return ""
    weights = {each.id: each.weight for each in one.criteria}
    given = sorted(gave(review.levels, weights, HIGHEST) for review in reviews)
    mean = sum(given) / len(given)
    low, high = i18n.amount(given[0]), i18n.amount(given[-1])
    told = (
        _("Penelaah memberi %(low)s.", low=low) if low == high
        else _("Penelaah memberi %(low)s sampai %(high)s, rata-ratanya %(mean)s.", low=low, high=high, mean=i18n.amount(mean))
    )  # fmt: skip -- two cases, two lines
    if abs(one.raw - mean) < 1:
        return told
    moved = _("lebih tinggi") if one.raw > mean else _("lebih rendah")
    return told + " " + _(
        "Nilai Anda %(moved)s dari itu, karena telaah yang lebih teliti berbobot lebih besar, takaran penelaah yang terlalu murah atau terlalu ketat diluruskan, dan nilai yang telaahnya sedikit ditarik ke arah rata-rata kelas.",
        moved=moved,
    )


def part_words(criterion: Criterion, level: float) -> str:
    """What a level brings, in points; of a whole level exactly, so that the parts add up to the grade: 3,75."""
    value = criterion.points(level)
    return i18n.number(value, 2) if level == round(level) and round(value, 1) != round(value, 2) else i18n.amount(value)


def late_words(work: Standing) -> str:
    """What lateness took, in a sentence; empty when nothing."""
    if not work.late:
        return ""
    return _(
        "Nilai sebelum potongan %(raw)s. Karena terlambat %(days)d hari, dikurangi %(taken)s.",
        raw=i18n.amount(work.raw),
        days=work.days_late or round(work.late / work.late_points) if work.late_points else 0,
        taken=i18n.amount(work.late),
    )


def lines(events: tuple[Happened, ...], *, for_author: bool) -> tuple[Line, ...]:
    """The history as sentences, newest first; the many small computations before a release are one line."""
    found: list[Line] = []
    computed = released = False
    for one in events:
        if for_author and one.act in {Act.DIRILIS, Act.DITARIK}:
            # a release that was taken back unseen is no news to its author; the pelatih reads it in full
            if released or one.act is Act.DITARIK:
                continue
            released = True
        if one.act is Act.DIHITUNG and one.source is Source.SEJAWAT:
            if computed:
                continue
            computed = True
        else:
            computed = False
        who = one.by
        if one.act is Act.KEBERATAN:  # by no name: the pelatih reads this while names are covered
            who = _("Anda") if for_author else _("Penulis")
        elif for_author and one.act is not Act.DIHITUNG:
            who = _("Pelatih %(name)s", name=one.by) if one.by else _("Pelatih")
        what = acts(who).get((one.act, one.source)) or acts(who)[one.act, None]
        found.append(
            Line(
                one.at.isoformat(),
                i18n.moment(one.at),
                "",
                what % {"grade": i18n.amount(one.grade), "number": one.number, "who": who},
                one.reason,
            )
        )
    return tuple(found)


def acts(who: str) -> Mapping[tuple[Act, Source | None], str]:
    """Sentences of what happened; `who` only decides between with and without a name."""
    if not who:
        return {
            (Act.DIHITUNG, None): _("Nilai sejawat versi %(number)d dihitung: %(grade)s."),
            (Act.DINILAI, None): _("Versi %(number)d dinilai: %(grade)s."),
            (Act.DIUBAH, None): _("Nilai versi %(number)d diubah menjadi %(grade)s."),
            (Act.WAJIB_REVISI, None): _("Versi %(number)d wajib direvisi."),
            (Act.REVISI_DITERIMA, None): _("Permintaan revisi versi %(number)d dicabut."),
            (Act.DIRILIS, None): _("Nilai %(grade)s diumumkan."),
            (Act.DITARIK, None): _("Pengumuman nilai ditarik kembali."),
            (Act.KEBERATAN, None): _("Penulis berkeberatan atas nilai %(grade)s."),
            (Act.DIJAWAB, None): _("Keberatan dijawab; nilainya %(grade)s."),
        }
    return {
        (Act.DIHITUNG, Source.MANDIRI): _("%(who)s menilai karyanya sendiri: %(grade)s."),
        (Act.DIHITUNG, None): _("Nilai sejawat versi %(number)d dihitung: %(grade)s."),
        (Act.DINILAI, None): _("%(who)s menilai versi %(number)d: %(grade)s."),
        (Act.DIUBAH, None): _("%(who)s mengubah nilai versi %(number)d menjadi %(grade)s."),
        (Act.WAJIB_REVISI, None): _("%(who)s meminta versi %(number)d direvisi."),
        (Act.REVISI_DITERIMA, None): _("%(who)s mencabut permintaan revisi versi %(number)d."),
        (Act.DIRILIS, None): _("%(who)s mengumumkan nilai %(grade)s."),
        (Act.DITARIK, None): _("%(who)s menarik kembali pengumuman nilai."),
        (Act.KEBERATAN, None): _("%(who)s berkeberatan atas nilai %(grade)s."),
        (Act.DIJAWAB, None): _("%(who)s menjawab keberatan; nilainya %(grade)s."),
    }
