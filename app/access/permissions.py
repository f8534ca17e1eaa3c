"""Every permission of the product, as `resource:action`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """In what capacity a person acts. One person may hold several."""

    PESERTA = "peserta"
    SISWA = "siswa"
    PENDAMPING = "pendamping"
    PELATIH = "pelatih"
    PENYUSUN = "penyusun"
    PENGELOLA = "pengelola"


class Can(StrEnum):
    """What a view needs. PUBLIC and SELF need no role; all else comes from a grant."""

    PUBLIC = "public:read"
    SELF = "self:act"
    """Anyone who is signed in, about himself; also behind the gates (notice, guardian consent)."""
    LEARN = "learning:do"
    COURSE_READ = "course:read"
    COURSE_PREVIEW = "course:preview"
    COURSE_CHECK = "course:check"
    WRITE = "submission:write"
    REVIEW = "review:write"
    COHORT_READ = "cohort:read"
    COHORT_MANAGE = "cohort:manage"
    GRADE = "grade:write"
    ROUND_MANAGE = "round:manage"
    LEARNER_ADJUST = "learner:adjust"
    """Extra attempts, extensions, waivers: always with a reason."""
    PEOPLE_READ = "people:read"
    PEOPLE_MANAGE = "people:manage"
    RESET_LINK = "people:reset_link"
    CONSENT_RECORD = "consent:record"
    CERTIFICATE_OWN = "certificate:own"
    CERTIFICATE_APPROVE = "certificate:approve"
    REPORT_READ = "report:read"
    SYSTEM_CHECK = "system:check"
