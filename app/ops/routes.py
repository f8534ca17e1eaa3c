"""/health for machines, /periksa-sistem for the pengelola."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, jsonify, make_response, redirect, render_template, url_for

import config
from app.access.permissions import Can
from app.kernel import clock
from app.kernel.i18n import _
from app.kernel.work import work
from app.ops import health, queries, services
from app.ops.version import VERSION
from app.web.guard import actor, allow

bp = Blueprint("ops", __name__)


@bp.get("/health")
@allow(Can.PUBLIC)
def healthy() -> Any:
    """200 when every part answers, else 503 and which one does not."""
    parts = health.check(clock.now())
    failing = [part.name.value for part in parts if part.trouble]
    body = {
        "status": "failing" if failing else "ok",
        "failing": failing,
        **{part.name.value: part.trouble or "ok" for part in parts},
        "version": VERSION,
    }
    response = make_response(jsonify(body), 503 if failing else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _settings() -> config.Settings:
    found: config.Settings = current_app.config["SURAU"]
    return found


def _kinds() -> dict[str, str]:
    """What jobs do, in words; the table of jobs is `app.worker`."""
    return {
        "certificates.ask": _("Meminta peserta memastikan data sertifikat"),
        "certificates.complete": _("Memeriksa siapa yang lulus dan siap menerima sertifikat"),
        "certificates.render": _("Membuat sertifikat"),
        "grading.compute": _("Menghitung nilai telaah"),
        "media.drop": _("Menghapus berkas"),
        "notifications.send": _("Mengirim surel"),
        "peerreview.step": _("Membagikan dan menutup telaah"),
    }


@bp.get("/periksa-sistem")
@allow(Can.SYSTEM_CHECK)
def system() -> str:
    """The state of the machine in words, each part with what to do when it is ill."""
    now = clock.now()
    subject, _body = services.test_letter("", _settings().public_url, now)
    return render_template(
        "ops/system.html",
        parts={part.name.value: part.trouble for part in health.check(now)},
        mail=queries.mail(),
        address=queries.my_address(actor()),
        tried=queries.test_mail(actor(), subject),
        has_server=bool(_settings().mail_url),
        is_demo=bool(current_app.config["SURAU_DEMO"]),
        disk=queries.disk(_settings().data),
        queue=queries.queue(now),
        backup=queries.last_backup(now),
        courses=queries.courses(),
        versions=queries.versions(),
        kinds=_kinds(),
    )


@bp.post("/periksa-sistem/surel")
@allow(Can.SYSTEM_CHECK)
def send_test_mail() -> Any:
    """Send a mail to oneself; the page says what happened to it."""
    with work():
        services.send_test_mail(actor=actor(), site=_settings().public_url, now=clock.now())
    flash(_("Surel uji diserahkan kepada pekerja. Muat ulang halaman ini untuk melihat hasilnya."), "info")
    return redirect(url_for("ops.system", _anchor="surel"), 303)


@bp.post("/periksa-sistem/pekerjaan/<int:job_id>")
@allow(Can.SYSTEM_CHECK)
def retry_job(job_id: int) -> Any:
    """Try a failed job again."""
    with work():
        services.retry_job(actor=actor(), job_id=job_id, now=clock.now())
    flash(_("Pekerjaan dimulai lagi."), "ok")
    return redirect(url_for("ops.system", _anchor="antrean"), 303)
