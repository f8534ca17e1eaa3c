"""Reads the assignment of a module: tugas.yml, rubrik.yml, kalibrasi.yml."""

from app.curriculum.core.work import (
    CalibrationText,
    Criterion,
    ExpertLevel,
    FieldKind,
    FileKind,
    FileRules,
    Grading,
    HardStop,
    Length,
    PeerRules,
    ReleasePhoto,
    ReleaseText,
    Rubric,
    SheetField,
    Task,
    TaskForm,
    Work,
)
from app.curriculum.desk import Desk
from app.curriculum.yamlfile import Fields


def read_work(folder: str, desk: Desk) -> Work | None:
    """The assignment of a module folder; None with the problems noted when it cannot be read."""
    task_fields, rubric_fields = desk.yaml(f"{folder}/tugas.yml"), desk.yaml(f"{folder}/rubrik.yml")
    calibration: tuple[CalibrationText, ...] = ()
    if (desk.folder / folder / "kalibrasi.yml").is_file():
        calibration_fields = desk.yaml(f"{folder}/kalibrasi.yml")
        if calibration_fields is not None:
            calibration = calibration_fields.collect("naskah", lambda text: _calibration(text, desk))
            calibration_fields.close()
    if task_fields is None or rubric_fields is None:
        return None
    return Work(_task(task_fields, desk), _rubric(rubric_fields, desk), calibration)


def _task(fields: Fields, desk: Desk) -> Task:
    form = fields.choice("bentuk", TaskForm)
    late = fields.child("terlambat", is_needed=False)
    task = Task(
        title=fields.text("judul"),
        form=form,
        grading=fields.choice("penilaian", Grading),
        objectives=fields.texts("tujuan"),
        minutes_to_do=fields.integer("menit_mengerjakan", 1, 1440),
        minutes_to_grade=fields.integer("menit_menilai", 0, 240),
        instructions_html=desk.html(fields, "petunjuk"),
        scenario_html=desk.html(fields, "skenario", ""),
        is_required=fields.flag("wajib", default=True),
        days_open=fields.integer("tenggat_hari", 1, 365, 7),
        late_points_per_day=late.integer("potongan_per_hari", 0, 100, 10) if late else 10,
        late_days=late.integer("hari", 0, 60, 3) if late else 3,
        length=_length(fields),
        model_html=desk.html(fields, "jawaban_contoh", ""),
        key_messages=fields.texts("pesan_kunci", is_needed=False),
        files=_files(fields),
        sheet=fields.collect("lembar", lambda field: _sheet_field(field, desk), is_needed=False),
        peers=_peers(fields),
    )
    if late:
        late.close()
    fields.close()
    return task


def _length(fields: Fields) -> Length | None:
    child = fields.child("panjang", is_needed=False)
    if child is None:
        return None
    length = Length(child.integer("min", 0, 100_000), child.integer("maks", 1, 100_000))
    child.close()
    return length


def _files(fields: Fields) -> FileRules | None:
    child = fields.child("berkas", is_needed=False)
    if child is None:
        return None
    rules = FileRules(
        child.choices("jenis", FileKind),
        child.integer("min", 0, 20, 1),
        child.integer("maks", 1, 20, 1),
        child.flag("keterangan", default=False),
    )
    child.close()
    return rules


def _sheet_field(fields: Fields, desk: Desk) -> SheetField:
    return SheetField(
        desk.id(fields),
        fields.text("label"),
        fields.choice("jenis", FieldKind),
        fields.flag("wajib", default=False),
        fields.text("bantuan", ""),
        fields.texts("pilihan", is_needed=False),
    )


def _peers(fields: Fields) -> PeerRules | None:
    child = fields.child("telaah", is_needed=False)
    if child is None:
        return None
    rules = PeerRules(
        child.integer("k", 2, 5, 3),
        child.integer("hari_menelaah", 1, 60, 7),
        child.integer("hari_revisi", 0, 60, 5),
        child.flag("kalibrasi", default=False),
    )
    child.close()
    return rules


def _rubric(fields: Fields, desk: Desk) -> Rubric:
    rubric = Rubric(fields.text("judul"), fields.collect("kriteria", lambda child: _criterion(child, desk)))
    fields.close()
    return rubric


def _criterion(fields: Fields, desk: Desk) -> Criterion:
    levels = fields.child("tingkat")
    texts: tuple[str, ...] = ()
    if levels is not None:
        texts = tuple(levels.text(str(level)) for level in (1, 2, 3, 4))
        levels.close()
    stop = fields.choice("henti", HardStop) if fields.has("henti") else None
    return Criterion(desk.id(fields), fields.text("nama"), fields.integer("bobot", 1, 100), texts, stop)


def _calibration(fields: Fields, desk: Desk) -> CalibrationText:
    role = fields.text("peran")
    if role not in ("utama", "cadangan"):
        fields.fail("peran", f'"{role[:40]}" tidak dikenal.', "Pilih salah satu: utama, cadangan.")
    release = fields.child("siaran", is_needed=False)
    levels = fields.child("tingkat")
    text = CalibrationText(
        id=desk.id(fields),
        title=fields.text("judul"),
        is_spare=role == "cadangan",
        levels=tuple(_expert(levels, name) for name in levels.names()) if levels else (),
        release=_release(release, desk) if release else None,
        text_html=desk.html(fields, "teks", ""),
        trap=fields.text("jebakan", ""),
    )
    if levels:
        levels.close()
    return text


def _expert(levels: Fields, name: str) -> ExpertLevel:
    child = levels.child(name)
    if child is None:
        return ExpertLevel(name, 1, "")
    expert = ExpertLevel(name, child.integer("level", 1, 4), child.text("alasan"))
    child.close()
    return expert


def _release(fields: Fields, desk: Desk) -> ReleaseText:
    photo = fields.child("foto", is_needed=False)
    release = ReleaseText(
        title=fields.text("judul"),
        dateline=fields.text("titimangsa", ""),
        lead=fields.text("teras"),
        body_html=desk.html(fields, "isi"),
        body_markdown=fields.text("isi", ""),
        keyphrase=fields.text("kata_kunci", ""),
        page_title=fields.text("judul_halaman", ""),
        description=fields.text("deskripsi", ""),
        slug=fields.text("slug", ""),
        contact=fields.text("narahubung", ""),
        photo=ReleasePhoto(photo.text("keterangan", ""), photo.text("alt", ""), photo.text("kredit", ""))
        if photo
        else None,
    )
    if photo:
        photo.close()
    fields.close()
    return release
