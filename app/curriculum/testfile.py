"""Reads tes.yml: the bank and the forms of the opening and the closing test."""

from app.curriculum.core.course import Test, TestForm, Tests
from app.curriculum.core.items import Item
from app.curriculum.desk import Desk
from app.curriculum.itemfile import read_items
from app.curriculum.yamlfile import Fields


def read_tests(desk: Desk) -> Tests | None:
    """The tests of a training; None with the problem noted when the file cannot be read."""
    fields = desk.yaml("tes.yml")
    if fields is None:
        return None
    bank = read_items(fields, "bank", desk)
    by_id = {item.id: item for item in bank}
    minutes = fields.child("menit", is_needed=False)
    opening_minutes = minutes.integer("awal", 1, 240, 15) if minutes else 15
    closing_minutes = minutes.integer("akhir", 1, 240, 30) if minutes else 30
    if minutes:
        minutes.close()
    opening = Test("Tes Awal", opening_minutes, _forms(fields, "tes_awal", by_id))
    closing = Test("Tes Akhir", closing_minutes, _forms(fields, "tes_akhir", by_id))
    fields.close()
    return Tests(bank, opening, closing)


def _forms(fields: Fields, key: str, bank: dict[str, Item]) -> tuple[TestForm, ...]:
    test = fields.child(key)
    shapes = test.child("bentuk") if test else None
    if test is None or shapes is None:
        return ()
    forms: list[TestForm] = []
    for name in shapes.names():
        ids = shapes.texts(name)
        for index, one in enumerate(ids):
            if one not in bank or one in ids[:index]:
                reason = "dua kali" if one in bank else "tidak ada di bank"
                shapes.fail(f"{name}[{index}]", f'Butir "{one}" {reason}.', "Perbaiki id-nya.")
        forms.append(TestForm(name, tuple(bank[one] for one in dict.fromkeys(ids) if one in bank)))
    test.close()
    return tuple(forms)
