"""Role -> permission -> reach: the whole table of who may do what, on one screen."""

from __future__ import annotations

from enum import StrEnum

from app.access.permissions import Can, Role


class Reach(StrEnum):
    """How far a permission carries."""

    OWN = "own"
    """Rows that belong to the person."""
    WARDS = "wards"
    """Rows of pupils whom the person accompanies."""
    COHORT = "cohort"
    """Rows of the angkatan named in the grant."""
    UNITS = "units"
    """Rows of the work unit named in the grant and all below it."""
    SITE = "site"
    """No rows but the machine itself, for a grant on a work unit that has none above it."""
    ALL = "all"


OPEN = frozenset({Can.PUBLIC})
SIGNED_IN = frozenset({Can.PUBLIC, Can.SELF})

_LEARNER: dict[Can, Reach] = {
    Can.LEARN: Reach.OWN,
    Can.COURSE_READ: Reach.COHORT,
    Can.WRITE: Reach.OWN,
    Can.REVIEW: Reach.OWN,
    Can.CERTIFICATE_OWN: Reach.OWN,
}

POLICY: dict[Role, dict[Can, Reach]] = {
    Role.PESERTA: _LEARNER,
    Role.SISWA: _LEARNER,
    Role.PENDAMPING: {
        Can.CONSENT_RECORD: Reach.WARDS,
        Can.PEOPLE_READ: Reach.WARDS,
    },
    Role.PELATIH: {
        Can.COURSE_READ: Reach.COHORT,
        Can.COURSE_PREVIEW: Reach.ALL,
        Can.COHORT_READ: Reach.COHORT,
        Can.GRADE: Reach.COHORT,
        Can.ROUND_MANAGE: Reach.COHORT,
        Can.LEARNER_ADJUST: Reach.COHORT,
        Can.PEOPLE_READ: Reach.COHORT,
        Can.RESET_LINK: Reach.COHORT,
        Can.REPORT_READ: Reach.COHORT,
    },
    Role.PENYUSUN: {
        Can.COURSE_PREVIEW: Reach.ALL,
        Can.COURSE_CHECK: Reach.ALL,
    },
    Role.PENGELOLA: {
        Can.COURSE_READ: Reach.UNITS,
        Can.COURSE_PREVIEW: Reach.ALL,
        Can.COHORT_READ: Reach.UNITS,
        Can.COHORT_MANAGE: Reach.UNITS,
        Can.LEARNER_ADJUST: Reach.UNITS,
        Can.PEOPLE_READ: Reach.UNITS,
        Can.PEOPLE_MANAGE: Reach.UNITS,
        Can.RESET_LINK: Reach.UNITS,
        Can.CONSENT_RECORD: Reach.UNITS,
        Can.CERTIFICATE_APPROVE: Reach.UNITS,
        Can.REPORT_READ: Reach.UNITS,
        Can.SYSTEM_CHECK: Reach.SITE,
    },
}

RANK: dict[Role, int] = {
    Role.SISWA: 0,
    Role.PESERTA: 1,
    Role.PENDAMPING: 2,
    Role.PENYUSUN: 2,
    Role.PELATIH: 3,
    Role.PENGELOLA: 4,
}
"""A reset link is never made for an equal or higher role (rules.md, Ways in)."""


def reach(role: Role, permission: Can) -> Reach | None:
    """How far `role` may do `permission`; None is a refusal."""
    return POLICY[role].get(permission)
