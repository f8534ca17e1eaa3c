"""Quiz items as plain form fields, and the posted form back as answers.

Field names: `s-<item>` for satu, banyak, benar_salah, isian, angka and tulis; `s-<item>.<n>` for the n-th left
side of jodohkan (from 1); `s-<item>.<token>` for an entry of urutkan, its value the position (from 1);
`s-<item>.cek` for the points to tick of tulis. A posted option is a token that depends on the seed of the try and
tells nothing about the order of the file, where the right answer often stands first.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.curriculum.core.answers import parsed_number
from app.curriculum.core.items import (
    Exercise,
    ItemKind,
    ManyItem,
    MatchItem,
    NumberItem,
    OrderItem,
    Picture,
    SingleItem,
    TextItem,
    TrueFalseItem,
    Writing,
)

Answers = Mapping[str, tuple[str, ...]]
"""Item id -> what was answered, options by their index in the file: satu `("2",)`, banyak `("0", "2")`,
benar_salah `("benar",)`, isian and angka the text, jodohkan one option index or "" per left side, urutkan one
position or "" per entry in the order of the file, tulis the text and then the indexes of ticked points."""

LONGEST_TEXT = 300
"""Characters of a short answer that are kept."""
LONGEST_WRITING = 20_000


class FieldKind(StrEnum):
    """How a field looks."""

    RADIO = "radio"
    CHECKBOX = "checkbox"
    TEXT = "text"
    NUMBER = "number"
    SELECT = "select"
    TEXTAREA = "textarea"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One form field; `value` is what was typed before, `label` is empty where the prompt is the label."""

    name: str
    kind: FieldKind
    label: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An item as a page shows it, options shuffled; `unit` stands behind a number."""

    id: str
    kind: ItemKind
    prompt_html: str
    fields: tuple[Field, ...]
    picture: Picture | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """An unanswered item and a sentence that says what to do; its fieldset has the id `s-<item>`."""

    item_id: str
    sentence: str


def token(item_id: str, index: int, seed: int) -> str:
    """The name of an option in one try; seven hex digits after a letter."""
    return "p" + hashlib.sha256(f"{seed}|{item_id}|{index}".encode()).hexdigest()[:7]


def shuffled(count: int, item_id: str, seed: int) -> tuple[int, ...]:
    """Indexes 0..count-1 in an order that the seed decides, every order as likely."""
    return tuple(sorted(range(count), key=lambda index: hashlib.sha256(f"{item_id}|{index}|{seed}".encode()).digest()))


def reordered(count: int, item_id: str, seed: int) -> tuple[int, ...]:
    """As `shuffled`, but never the order of the file, which is the answer of urutkan and jodohkan."""
    order = shuffled(count, item_id, seed)
    return order[1:] + order[:1] if order == tuple(range(count)) else order


def question(item: Exercise, answer: tuple[str, ...], seed: int) -> Question:
    """The item as fields, filled with the answer given so far (empty tuple: none)."""
    picture = None if isinstance(item, Writing) else item.picture
    unit = item.unit if isinstance(item, NumberItem) else ""
    return Question(item.id, item.kind, item.prompt_html, tuple(_fields(item, answer, seed)), picture, unit)


def read_answers(items: Sequence[Exercise], form: Mapping[str, Sequence[str]], seed: int) -> dict[str, tuple[str, ...]]:
    """The posted form as answers; unknown fields and options are left out, items without an answer too."""
    answers: dict[str, tuple[str, ...]] = {}
    for item in items:
        answer = _read(item, form, seed)
        if any(answer):
            answers[item.id] = answer
    return answers


def missing(items: Sequence[Exercise], answers: Answers) -> tuple[Missing, ...]:
    """What is not answered yet, in the order of the items."""
    found = []
    for number, item in enumerate(items, start=1):
        said = _lack(item, answers.get(item.id, ()))
        if said:
            found.append(Missing(item.id, f"Soal {number}: {said}"))
    return tuple(found)


def answers_to_json(answers: Answers) -> dict[str, list[str]]:
    """Answers for a JSON column."""
    return {item_id: list(answer) for item_id, answer in answers.items()}


def answers_from_json(data: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Answers that `answers_to_json` wrote; anything else in them is left out."""
    return {
        str(item_id): tuple(str(part) for part in answer)
        for item_id, answer in data.items()
        if isinstance(answer, list | tuple)
    }


def _fields(item: Exercise, answer: tuple[str, ...], seed: int) -> Iterator[Field]:
    name, typed = f"s-{item.id}", answer[0] if answer else ""
    match item:
        case SingleItem() | ManyItem():
            kind = FieldKind.RADIO if isinstance(item, SingleItem) else FieldKind.CHECKBOX
            texts = [option.text for option in item.options]
            order = shuffled(len(texts), item.id, seed)
            yield Field(name, kind, choices=_choices(texts, order, item.id, seed, chosen=answer))
        case TrueFalseItem():
            both = (("benar", "Benar"), ("salah", "Salah"))
            yield Field(
                name, FieldKind.RADIO, choices=tuple(Choice(value, text, value == typed) for value, text in both)
            )
        case TextItem() | NumberItem():
            yield Field(name, FieldKind.TEXT, value=typed)
        case MatchItem():
            order = reordered(len(item.rights()), item.id, seed)
            for number, pair in enumerate(item.pairs, start=1):
                given = answer[number - 1 : number]
                choices = _choices(item.rights(), order, item.id, seed, chosen=given)
                yield Field(f"{name}.{number}", FieldKind.SELECT, pair.left, choices=choices)
        case OrderItem():
            for index in reordered(len(item.entries), item.id, seed):
                value = answer[index] if index < len(answer) else ""
                places = tuple(Choice(str(n), str(n), str(n) == value) for n in range(1, len(item.entries) + 1))
                label = item.entries[index].text
                yield Field(f"{name}.{token(item.id, index, seed)}", FieldKind.SELECT, label, value, places)
        case Writing():
            yield Field(name, FieldKind.TEXTAREA, value=typed)
            if item.checks:
                ticked = tuple(Choice(str(n), text, str(n) in answer[1:]) for n, text in enumerate(item.checks))
                yield Field(f"{name}.cek", FieldKind.CHECKBOX, "Periksa jawaban Anda", choices=ticked)


def _choices(
    texts: Sequence[str], order: Sequence[int], item_id: str, seed: int, *, chosen: Sequence[str]
) -> tuple[Choice, ...]:
    return tuple(Choice(token(item_id, index, seed), texts[index], str(index) in chosen) for index in order)


def _read(item: Exercise, form: Mapping[str, Sequence[str]], seed: int) -> tuple[str, ...]:
    name = f"s-{item.id}"
    posted = form.get(name, ())
    match item:
        case SingleItem() | ManyItem():
            indexes = [n for n in range(len(item.options)) if token(item.id, n, seed) in posted]
            return tuple(str(n) for n in (indexes if isinstance(item, ManyItem) else indexes[:1]))
        case TrueFalseItem():
            return tuple(value for value in posted[:1] if value in ("benar", "salah"))
        case TextItem() | NumberItem():
            return tuple(_clean(value, LONGEST_TEXT) for value in posted[:1])
        case MatchItem():
            by_token = {token(item.id, n, seed): str(n) for n in range(len(item.rights()))}
            return tuple(by_token.get(_first(form, f"{name}.{number}"), "") for number in range(1, len(item.pairs) + 1))
        case OrderItem():
            places = {str(n) for n in range(1, len(item.entries) + 1)}
            given = (_first(form, f"{name}.{token(item.id, n, seed)}") for n in range(len(item.entries)))
            return tuple(value if value in places else "" for value in given)
        case Writing():
            text = _clean(posted[0], LONGEST_WRITING) if posted else ""
            ticked = [str(n) for n in range(len(item.checks)) if str(n) in form.get(f"{name}.cek", ())]
            return (text, *ticked)


def _lack(item: Exercise, answer: tuple[str, ...]) -> str:
    if not any(part.strip() for part in answer):
        return "tulis jawaban Anda." if isinstance(item, Writing) else "belum dijawab."
    if isinstance(item, NumberItem) and parsed_number(answer[0], item.unit) is None:
        return "tulis jawabannya sebagai angka, misalnya 62,5."
    if isinstance(item, MatchItem) and "" in answer:
        return "pilih pasangan untuk setiap butir."
    if isinstance(item, OrderItem) and len(set(answer) - {""}) < len(item.entries):
        return "pakai setiap nomor urut tepat satu kali."
    return ""


def _first(form: Mapping[str, Sequence[str]], name: str) -> str:
    values = form.get(name, ())
    return values[0].strip() if values else ""


def _clean(text: str, longest: int) -> str:
    """Without control characters, which no column keeps; line ends as one sign."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or sign.isprintable()).strip()[:longest]
