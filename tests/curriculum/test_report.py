"""The report per module."""

from app.curriculum.core.report import findings, report


def test_the_report_has_a_row_per_module_with_findings(folder):
    course = folder.read().course
    text = report([course])
    row = next(line for line in text.split("\n") if line.startswith("| SP-3"))
    assert row.count("|") == 11
    assert "paling sedikit 1800" in row
    assert "tempat rekaman" in row
    assert "Bank tes: 14 butir" in text
    assert "02-teras.md: Materi tanpa keliru." in findings(course.modules[0])


def test_without_trainings_the_report_says_so():
    assert report([]) == "Belum ada pelatihan yang dapat dibaca.\n"
