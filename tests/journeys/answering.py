"""Answering quiz items on a page as a person does: by what is read there, rightly or wrongly."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Page

from app.curriculum.core.items import (
    Exercise,
    ManyItem,
    MatchItem,
    NumberItem,
    OrderItem,
    SingleItem,
    TextItem,
    TrueFalseItem,
    Writing,
)


def answer_all(page: Page, items: Iterable[Exercise], *, rightly: bool) -> None:
    """Fill in a whole quiz."""
    for item in items:
        answer(page, item, rightly=rightly)


def answer(page: Page, item: Exercise, *, rightly: bool) -> None:
    """Fill in one item; its box has the id `s-<item>` in a quiz and `latihan-<item>` in a lesson."""
    box = page.locator(f"[id='latihan-{item.id}'], fieldset[id='s-{item.id}']").first
    match item:
        case Writing():
            box.locator("textarea").fill("Warga kini antre lewat ponsel.")
            for tick in box.get_by_role("checkbox").all():
                tick.check()
        case SingleItem():
            box.get_by_label(next(one.text for one in item.options if one.is_right == rightly), exact=True).check()
        case ManyItem():
            for one in item.options:
                box.get_by_label(one.text, exact=True).set_checked(one.is_right == rightly)
        case TrueFalseItem():
            box.get_by_label("Benar" if item.is_true == rightly else "Salah", exact=True).check()
        case TextItem():
            box.locator("input").fill(item.accepted[0] if rightly else "belum tahu")
        case NumberItem():
            box.locator("input").fill(str(item.answer if rightly else item.answer + 50).replace(".", ","))
        case MatchItem():
            rights = [pair.right for pair in item.pairs]
            for pair, right in zip(item.pairs, rights if rightly else rights[1:] + rights[:1], strict=True):
                box.get_by_label(pair.left, exact=True).select_option(label=right)
        case OrderItem():
            last = len(item.entries)
            for place, entry in enumerate(item.entries, start=1):
                box.get_by_label(entry.text, exact=True).select_option(str(place if rightly else last + 1 - place))
