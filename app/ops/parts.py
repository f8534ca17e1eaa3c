"""The parts of others that Surau is made of, as a CycloneDX bill of materials (OWASP ASVS 5.0, 15.1.2)."""

from __future__ import annotations

import base64
import json
import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, Final

from app.ops.version import VERSION

ROOT: Final = Path(__file__).resolve().parents[2]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)$", re.MULTILINE)


def bill() -> dict[str, Any]:
    """All pinned packages with what is installed of them, and the scripts that pages load; CycloneDX 1.5 as a dict.

    Raises LookupError naming a package that is not installed as it is pinned.
    """
    pins = _PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    kept = json.loads((ROOT / "static" / "vendor" / "VENDOR.json").read_text(encoding="utf-8"))
    scripts = [one for one in kept if one["file"].startswith("static/")]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "surau", "version": VERSION}},
        "components": [*(_package(name, version) for name, version in pins), *map(_script, scripts)],
    }


def _package(name: str, pinned: str) -> dict[str, Any]:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        raise LookupError(f"{name} {pinned} belum terpasang.") from None
    if told["Version"] != pinned:
        raise LookupError(f"{name} terpasang dalam versi {told['Version']}, bukan {pinned} seperti di requirements.txt.")
    known = re.sub(r"[-_.]+", "-", name).lower()  # as package indexes write names: PEP 503
    return _component(name, pinned, f"pkg:pypi/{known}@{pinned}", _licence(told))


def _script(kept: dict[str, str]) -> dict[str, Any]:
    made = _component(kept["name"], kept["version"], f"pkg:npm/{kept['name']}@{kept['version']}", kept["licence"])
    return {**made, "hashes": [{"alg": "SHA-384", "content": base64.b64decode(kept["sha384"]).hex()}]}


def _component(name: str, version: str, address: str, licence: str) -> dict[str, Any]:
    licences = [{"license": {"name": licence}}] if licence else []
    return {"type": "library", "name": name, "version": version, "purl": address, "bom-ref": address, "licenses": licences}


def _licence(told: PackageMetadata) -> str:
    """What a package says of its licence, in whichever of the three places; "" where it says nothing."""
    said = [line for key in ("License-Expression", "License") for line in (told.get_all(key) or ())[:1]]
    named = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License :: ")]
    return next((one.splitlines()[0] for one in [*said, " AND ".join(named)] if one.strip()), "")
