"""The look's promises: contrast, weights, vendored files, no inline code, a gallery that shows every component."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import runpy
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
KIB = 1024

TEXT_ON_GROUNDS = ("ink", "muted", "accent", "gold", "red", "blue")
GROUNDS = ("paper", "surface", "sunk")
STATED = {
    "light": {
        "ink": (15.1, 16.0, 13.8),
        "muted": (6.0, 6.3, 5.5),
        "accent": (7.5, 8.0, 6.9),
        "gold": (5.6, 5.9, 5.1),
        "red": (6.7, 7.1, 6.1),
        "blue": (7.8, 8.3, 7.2),
    },
    "dark": {
        "ink": (15.0, 13.6, 15.7),
        "muted": (8.4, 7.6, 8.8),
        "accent": (9.5, 8.7, 10.0),
        "gold": (9.8, 8.9, 10.2),
        "red": (8.4, 7.6, 8.8),
        "blue": (10.0, 9.1, 10.5),
    },
}
ON_FILLS = {
    "light": {("on-accent", "accent"): 8.0, ("ink", "gold-fill"): 9.5},
    "dark": {("on-accent", "accent"): 9.9, ("ink", "gold-fill"): 5.2},
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", TEXT_ON_GROUNDS)
def test_text_colours_keep_the_ratios_that_were_promised(theme: str, name: str) -> None:
    colours = palette(theme)
    measured = tuple(round(contrast(colours[name], colours[ground]), 1) for ground in GROUNDS)
    assert measured == pytest.approx(STATED[theme][name], abs=0.11)
    assert min(measured) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_fills_is_readable(theme: str) -> None:
    colours = palette(theme)
    for (text, fill), promised in ON_FILLS[theme].items():
        assert contrast(colours[text], colours[fill]) == pytest.approx(promised, abs=0.11)
    assert contrast(colours["on-deep"], colours["deep"]) >= 7


def test_dark_by_choice_equals_dark_by_device() -> None:
    blocks = dark_blocks()
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]


def test_borders_of_controls_reach_three_to_one() -> None:
    for theme in ("light", "dark"):
        colours = palette(theme)
        assert min(contrast(colours["muted"], colours[ground]) for ground in GROUNDS) >= 3


def test_the_served_stylesheet_is_up_to_date_and_light() -> None:
    served = (STATIC / "css" / "surau.css").read_text(encoding="utf-8")
    assert served == str(runpy.run_path(str(STATIC / "css" / "build.py"))["built"]()), (
        "jalankan: python static/css/build.py"
    )
    assert len(gzip.compress(served.encode(), 9)) <= 8 * KIB


def test_the_core_script_is_light() -> None:
    core = (STATIC / "js" / "surau.js").read_bytes()
    assert len(gzip.compress(core, 9)) <= 4 * KIB
    assert b"eval(" not in core
    assert b"innerHTML" not in core


def test_vendored_files_are_what_was_fetched() -> None:
    rows = json.loads((STATIC / "vendor" / "VENDOR.json").read_text(encoding="utf-8"))
    for row in rows:
        path = ROOT / row["file"]
        digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        assert digest == row["sha384"], row["name"]
        assert path.parent.name.endswith(row["version"])
        assert any(path.parent.glob("LICENSE*")), row["name"]
        assert row["licence"]
    folders = {path.name for path in (STATIC / "vendor").iterdir() if path.is_dir() and any(path.iterdir())}
    assert folders <= {Path(row["file"]).parent.name for row in rows}


def templates() -> list[Path]:
    """Every page and part, mails aside: those need inline style."""
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if "mail" not in path.relative_to(TEMPLATES).parts]


def test_templates_hold_no_inline_code() -> None:
    faults = []
    for path in templates():
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for pattern in (
            r"\sstyle\s*=",
            r"<style\b",
            r"\son[a-z]+\s*=\s*[\"']",
            r"<script(?![^>]*\bsrc=)",
            r"javascript:",
            r"\bhx-(on|live)\b",
            r"\bjs:",
        ):
            faults += [f"{path.relative_to(ROOT)}: {hit.group()!r}" for hit in re.finditer(pattern, text)]
    assert faults == []


def test_every_icon_in_use_is_in_the_sprite() -> None:
    held = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    used = set()
    for path in templates():
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"icon\('([a-z0-9-]+)'", text)) | set(re.findall(r"icon_name='([a-z0-9-]+)'", text))
    assert used - held == set()


def test_the_gallery_shows_every_component() -> None:
    shown = (TEMPLATES / "components" / "gallery.html").read_text(encoding="utf-8")
    listed = (TEMPLATES / "components" / "README.md").read_text(encoding="utf-8")
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        for name in re.findall(r"\{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8")):
            assert f"`{name}(" in listed, f"{name} is missing in README.md"
            if path.name != "icon.html":
                assert re.search(rf"\b{name}\(", shown), f"{name} is missing in gallery.html"


def test_the_gallery_renders_with_one_heading_and_unique_ids() -> None:
    page = gallery()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert page.count('<main id="isi"') == 1
    assert 'href="#judul"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("name", ["400", "401", "403", "404", "409", "413", "422", "429", "500", "503", "luring"])
def test_error_pages_say_what_to_do_next(name: str) -> None:
    page = environment().get_template(f"errors/{name}.html").render(status=name, message="", typed=[])
    assert page.count("<h1>") == 1
    assert 'class="btn main"' in page


@dataclass(frozen=True, slots=True)
class Someone:
    """Stands in for the signed-in person."""

    name: str = "Rahmi Contoh"
    initials: str = "RC"


@dataclass(frozen=True, slots=True)
class Place:
    """Stands in for a menu entry."""

    label: str
    icon: str
    url: str = "#"
    active: bool = False
    badge: int = 0


class Sample(Form):
    """One field of each kind."""

    judul = StringField("Judul", [InputRequired("Tulis judul; pembaca melihatnya lebih dahulu.")])
    peran = RadioField(
        "Peran Anda",
        [InputRequired("Pilih peran Anda.")],
        choices=[SelectChoice("asn", "ASN"), SelectChoice("guru", "Guru")],
    )
    surel = StringField("Surel", description="Dipakai untuk undangan dan pemulihan kata sandi.")
    sandi = PasswordField("Kata sandi", [InputRequired("Tulis kata sandi.")])
    satker = SelectField("Satuan kerja", choices=[SelectChoice("", "Pilih"), SelectChoice("1307", "Kankemenag Agam")])
    kanal = SelectMultipleField(
        "Kanal", choices=[SelectChoice("situs", "Situs"), SelectChoice("instagram", "Instagram")]
    )
    foto = FileField("Foto")
    isi = TextAreaField("Isi", [InputRequired("Tulis isi.")])
    asli = BooleanField("Saya menyatakan naskah ini karya saya sendiri.")

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field id, sentence), as app.web.fields.Form gives them."""
        return [(field.id, str(error)) for field in self for error in field.errors]


def environment() -> Environment:
    """Plain Jinja with the globals that pages may rely on."""
    loaded = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    loaded.globals.update(
        _=lambda text, **values: text % values if values else text,
        static_url=lambda path: f"/static/{path}",
        csrf_token=lambda: "token",
        can=lambda _name: True,
        remembered=lambda macro: macro,
        demo_mode=True,
    )
    return loaded


def gallery() -> str:
    """The gallery as a browser gets it."""
    broken = Sample(MultiDict({"surel": "rahmi@contoh.go.id", "satker": "1307"}), prefix="")
    broken.validate()
    return (
        environment()
        .get_template("components/gallery.html")
        .render(
            sample=Sample(prefix="contoh-"),
            broken=broken,
            actor=Someone(),
            acting_as="",
            menu=[
                Place("Beranda", "house", active=True),
                Place("Belajar", "book-open"),
                Place("Tugas", "clipboard-list"),
                Place("Meja pelatih", "pen-line", badge=4),
            ],
            bottom_menu=[
                Place("Beranda", "house", active=True),
                Place("Belajar", "book-open"),
                Place("Tugas", "clipboard-list", badge=3),
                Place("Saya", "user"),
            ],
            unread_count=2,
            narahubung=None,
        )
    )


def palette(theme: str) -> dict[str, str]:
    """Colour tokens of one theme, as written in tokens.css."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-F]{6})", text[: text.index("@media")]))
    return light if theme == "light" else light | dark_blocks()[0]


def dark_blocks() -> list[dict[str, str]]:
    """The two places that name the dark colours."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return [
        dict(re.findall(r"--([a-z-]+):\s*([^;]+);", block))
        for block in re.findall(r"color-scheme: dark;(.*?)\}", text, re.DOTALL)
    ]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #RRGGBB colours."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_makes_tables_fit_a_phone_says_nothing_about_wider_screens():
    served = (STATIC / "css" / "surau.css").read_text(encoding="utf-8")
    outside = re.sub(r"@media \(max-width[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", served)
    assert not re.findall(r"(?<![\w.-])\.phone[ {,:][^{]*\{?", outside)
