"""Time grows with the length of a text and memory does not grow with their number; no pattern can be made to crawl."""

import importlib
import inspect
import pkgutil
import random
import re
import time

import pytest

from app import pressrelease
from app.pressrelease import Release, analyse, read_whole
from app.pressrelease.junk import LONGEST_LINE
from app.pressrelease.sentences import LOOK_BACK
from app.pressrelease.stems import CACHE_SIZE, analysis, stem

LONG = 8_000
SLOW = 0.2
"""Seconds for LONG characters: a pattern in linear time needs some milliseconds, one in quadratic time half a second."""
UNITS = ("a", "A", " ", "\n", ".", ",", '"', "“", "”", "'", "-", "(", ")", "0", "1.", "a.", "A.", "a ", "Aa ", "A. ", "a-", "08 ", "a@", "a.a", "Rp ", ": ")  # fmt: skip


# Patterns that the code gives no more than so many characters at a time.
WINDOWS = {"LAST_WORD": LOOK_BACK, "PHRASES": LONGEST_LINE}


def patterns():
    """Each pattern of the package with its name, and whether it is searched for or only tried at one place."""
    found = {}
    for module in pkgutil.iter_modules(pressrelease.__path__, "app.pressrelease."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        source = inspect.getsource(loaded)
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and f"{name} = re.compile" in source:
                searched = re.search(rf"\b{name}\.(?:finditer|search|findall|sub|split)\(", source) is not None
                found[value.pattern] = pytest.param(name, value, searched, id=f"{module.name.rsplit('.', 1)[1]}.{name}")
    return list(found.values())


@pytest.mark.parametrize(("name", "pattern", "is_searched"), patterns())
def test_no_pattern_can_be_made_to_crawl(name, pattern, is_searched):
    words = list(dict.fromkeys(re.findall(r"[A-Za-z]{3,}", pattern.pattern)))[:6]
    length = WINDOWS.get(name, LONG)
    for unit in (*UNITS, *(f"{word} " for word in words), "".join(f"{word} " for word in words) or "x"):
        text = (unit * (length // len(unit) + 1))[:length]
        assert _fastest(pattern, text, is_searched) < SLOW, unit


def test_fifty_thousand_words_take_no_more_than_a_second_and_a_half():
    words = "Petugas KUA Koto Tangah melayani warga yang datang ke loket, lalu mencatat berkas yang diserahkan.".split()
    text = "\n\n".join(" ".join(words * 4) for _ in range(50_000 // (4 * len(words)) + 1))
    small, whole = Release(lead="Teras.", body=text[: len(text) // 5]), Release(lead="Teras.", body=text)
    analyse(small)
    one, five = (min(_seconds(release) for _ in range(3)) for release in (small, whole))
    assert five < 1.5
    assert five < 9 * one


SHAPES = (
    "a\n\n", '"a ', "a. ", "a,", "klik di sini. ", "Penulis: a\n", "Kami mengapresiasi semoga acara ini.\n\n", "Budi (17) diperkosa. ",
    "“Kami gak mau itu,” kata dia.\n\n", "“Kami gak gak mau itu,” kata dia. ", "“Kami mau terima itu sekali.”\n\n", "“a b c d e,” kata budi ",
)  # fmt: skip


@pytest.mark.parametrize("unit", SHAPES)
def test_no_shape_of_text_takes_more_than_linear_time(unit):
    short, long = ((unit * (length // len(unit) + 1))[:length] for length in (8_000, 64_000))
    small, whole = (min(_reading(text) for _ in range(2)) for text in (short, long))
    assert whole < 16 * small + 0.1


def test_words_of_no_language_cost_little_and_caches_stay_within_their_size():
    chance = random.Random(1)
    release = Release(body=" ".join(_nonsense(chance) for _ in range(6_000)) + ".", keyphrase="haji")
    assert _seconds(release) < 1.2
    for cache in (stem, analysis):
        assert cache.cache_info().currsize <= cache.cache_info().maxsize <= CACHE_SIZE


def _nonsense(chance):
    return "".join(chance.choice("bkdlmnprst") + chance.choice("aiueo") for _ in range(5))


def _fastest(pattern, text, is_searched):
    best = SLOW
    for _ in range(3):
        begin = time.process_time()
        if is_searched:
            for _found in pattern.finditer(text):
                pass
        else:
            pattern.match(text)
        best = min(best, time.process_time() - begin)
        if best < SLOW:
            break
    return best


def _reading(text):
    begin = time.process_time()
    read_whole(text)
    analyse(Release(title="A b", lead="a", body=text, keyphrase="a b"))
    return time.process_time() - begin


def _seconds(release):
    begin = time.process_time()
    analyse(release)
    return time.process_time() - begin
