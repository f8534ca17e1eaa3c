"""What we hold about one person, as his own page and his export show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Erasure, SignIn, Standing, Unit, User
from app.accounts.queries.consents import agreements_of
from app.accounts.queries.people import roles_held
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Gate:
    """What a person at a gate needs to know."""

    name: str
    unit: str
    standing: Standing
    is_pupil: bool
    mentor: str


def gate_of(user_id: int) -> Gate:
    """Who stands at the gate, and who accompanies him."""
    mentor = aliased(User)
    row = db.session.execute(
        select(User.name, Unit.name, User.standing, User.is_pupil, mentor.name)
        .join(Unit, Unit.id == User.unit_id)
        .join(mentor, mentor.id == User.mentor_id, isouter=True)
        .where(User.id == user_id)
    ).one()
    return Gate(row[0], row[1], row[2], row[3], row[4] or "")


def export(user_id: int) -> dict[str, Any]:
    """Everything that accounts hold about a person, as plain values. Secrets (password, session keys) are never in it."""
    user, unit = db.session.execute(
        select(User, Unit.name).join(Unit, Unit.id == User.unit_id).where(User.id == user_id)
    ).one()
    return {
        "akun": {
            "nama_pengguna": user.username,
            "nama": user.name,
            "gelar_depan": user.title_before,
            "gelar_belakang": user.title_after,
            "surel": user.email,
            "nomor_hp": user.phone,
            "nip": user.nip,
            "nuptk": user.nuptk,
            "nisn": user.nisn,
            "pangkat": user.rank,
            "jabatan": user.position,
            "satuan_kerja": unit,
            "keadaan": user.standing.value,
            "siswa": user.is_pupil,
            "dibuat": user.created_at.isoformat(),
            "terakhir_terlihat": user.last_seen_at.isoformat() if user.last_seen_at else None,
        },
        "peran": [
            {"peran": row.role.value, "satuan_kerja": row.unit, "sejak": row.given_at.isoformat()}
            for row in roles_held(user_id)
        ],
        "persetujuan": [
            {
                "tujuan": row.purpose.value,
                "versi": row.text_version,
                "saluran": row.channel,
                "nama_wali": row.guardian_name,
                "hubungan_wali": row.guardian_relation,
                "diberikan": row.given_at.isoformat(),
                "dicabut": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            }
            for row in agreements_of(user_id)
        ],
        "permintaan_penghapusan": [
            {"diminta": asked.isoformat(), "keadaan": state.value, "jawaban": answer}
            for asked, state, answer in db.session.execute(
                select(Erasure.asked_at, Erasure.state, Erasure.answer).where(Erasure.user_id == user_id).order_by(Erasure.id)
            )
        ],
        "sesi": [
            {"perangkat": device, "mulai": created.isoformat(), "terakhir": seen.isoformat()}
            for device, created, seen in db.session.execute(
                select(SignIn.device, SignIn.created_at, SignIn.seen_at)
                .where(SignIn.user_id == user_id)
                .order_by(SignIn.id)
            )
        ],
    }
