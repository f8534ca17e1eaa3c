"""The house list: one YAML file with words, names of units, titles, key messages and checks that only advise."""

import dataclasses
from pathlib import Path
from typing import Any

import yaml

from app.pressrelease.rules import RULES
from app.pressrelease.values import Context

KEYS = ("kata", "satuan_kerja", "jabatan", "pesan_kunci", "hanya_saran")


class BadHouseList(ValueError):  # noqa: N818 - it refuses a file, with a sentence for the person who wrote it
    """The file is not a house list; the message says which key is wrong."""


def read_house(path: Path, context: Context) -> Context:
    """The context with the house list added to it.

    `kata` maps a wrong form to the right one; `satuan_kerja`, `jabatan`, `pesan_kunci` and `hanya_saran` are lists.
    Raises BadHouseList, or OSError where the file cannot be read.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise BadHouseList(f"{path.name} bukan YAML yang benar: {error}") from error
    if not isinstance(data, dict) or set(data) - set(KEYS):
        raise BadHouseList(f"{path.name}: kunci yang dikenal hanya {', '.join(KEYS)}.")
    words = data.get("kata") or {}
    if not isinstance(words, dict):
        raise BadHouseList(f"{path.name}: “kata” berisi pasangan salah: benar.")
    advice = frozenset(_texts(path, data, "hanya_saran"))
    if advice - set(RULES):
        raise BadHouseList(f"{path.name}: tidak ada pemeriksaan {', '.join(sorted(advice - set(RULES)))}.")
    return dataclasses.replace(
        context,
        house_words=(*context.house_words, *((str(wrong), str(right)) for wrong, right in words.items())),
        unit_names=(*context.unit_names, *_texts(path, data, "satuan_kerja")),
        official_titles=(*context.official_titles, *_texts(path, data, "jabatan")),
        key_messages=(*context.key_messages, *_texts(path, data, "pesan_kunci")),
        advice_only=context.advice_only | advice,
    )


def _texts(path: Path, data: dict[str, Any], key: str) -> tuple[str, ...]:
    found = data.get(key) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise BadHouseList(f"{path.name}: “{key}” berisi daftar kata.")
    return tuple(found)
