"""When a lesson is done, and where "Lanjutkan" leads."""

from app.curriculum.core.items import Option, SingleItem, Writing
from app.curriculum.core.path import StepKind, StepSpec
from app.learning.core.completion import StepStatus, lesson_done, next_step, share_done

EXERCISES = (
    SingleItem(id="pilih", prompt_html="", options=(Option("a", "b"),)),
    Writing(id="tulis", prompt_html="", model_html=""),
)
PATH = (
    StepSpec("tes-awal", StepKind.TES_AWAL, "Tes Awal", 15, is_required=False),
    StepSpec("sp-3/01-a", StepKind.MATERI, "A", 4, "SP-3"),
    StepSpec("sp-3/kuis", StepKind.KUIS, "Kuis", 8, "SP-3"),
    StepSpec("sp-3/tugas", StepKind.TUGAS, "Tugas", 25, "SP-3"),
    StepSpec("tes-akhir", StepKind.TES_AKHIR, "Tes Akhir", 30),
)
DONE = StepStatus.SELESAI


def test_a_lesson_is_done_when_all_is_answered_and_the_end_reached():
    assert lesson_done(EXERCISES, {"pilih", "tulis", "lama"}, end_reached=True).is_done
    assert lesson_done((), (), end_reached=True).missing == ()


def test_what_is_missing_is_said_in_words():
    state = lesson_done(EXERCISES, {"pilih"}, end_reached=False)
    assert not state.is_done
    assert state.missing == ("Tulis jawaban latihan 2.", "Baca materi sampai akhir.")
    assert state.open_exercises == ("tulis",)
    assert lesson_done(EXERCISES, (), end_reached=True).missing == ("Jawab latihan 1.", "Tulis jawaban latihan 2.")


def test_lanjutkan_leads_to_the_first_step_one_can_act_on():
    assert next_step(PATH, {}).key == "tes-awal"
    assert next_step(PATH, {"tes-awal": DONE}).key == "sp-3/01-a"
    assert next_step(PATH, {"sp-3/01-a": StepStatus.BERJALAN}).key == "sp-3/01-a"
    assert next_step(PATH, {"sp-3/01-a": DONE}).key == "sp-3/kuis"


def test_what_waits_for_others_is_passed_over():
    statuses = {
        "tes-awal": DONE,
        "sp-3/01-a": DONE,
        "sp-3/kuis": StepStatus.TERTAHAN,
        "sp-3/tugas": StepStatus.MENUNGGU,
    }
    assert next_step(PATH, statuses).key == "tes-akhir"
    assert next_step(PATH, statuses | {"tes-akhir": DONE}) is None


def test_the_share_counts_required_steps_only():
    assert share_done(PATH, {"tes-awal": DONE}) == 0
    assert share_done(PATH, {"sp-3/01-a": DONE, "sp-3/kuis": StepStatus.TERTAHAN}) == 0.25
    assert share_done((), {}) == 0
