"""The one entry of the engine: read a release once, run every check over it, give the report."""

import dataclasses
from collections.abc import Callable, Iterable

from app.pressrelease import (
    completeness,
    dateline_check,
    ethics,
    impact,
    lead,
    messages,
    quotes,
    readability,
    seo,
    spelling,
    structure,
)
from app.pressrelease.facts import facts_of
from app.pressrelease.reading import Reading
from app.pressrelease.release import Release
from app.pressrelease.values import MAX_CHARACTERS, Context, Field, Finding, Report, Status, TooLong

CHECKS: tuple[Callable[[Reading], Iterable[Finding]], ...] = (
    impact.check_impact,
    lead.check_lead,
    quotes.check_quotes,
    ethics.check_ethics,
    messages.check_messages,
    dateline_check.check_dateline,
    completeness.check_completeness,
    structure.check_headings,
    structure.check_images,
    structure.check_links,
    structure.check_length,
    spelling.check_spelling,
    readability.check_long_sentences,
    readability.check_passives,
    readability.check_connectors,
    readability.check_openings,
    readability.check_paragraphs,
    readability.check_plain_words,
    seo.check_title_width,
    seo.check_description,
    seo.check_slug,
    seo.check_keyphrase,
)


PLAIN = Context()


def analyse(release: Release, context: Context = PLAIN) -> Report:
    """Read a release and report what was found; spans always lie inside the plain text of their field.

    Raises TooLong above MAX_CHARACTERS characters in all fields together; nothing else.
    """
    length = sum(len(release.text_of(name)) for name in Field)
    if length > MAX_CHARACTERS:
        raise TooLong(
            f"Naskah ini {length} karakter; penuntun membaca paling banyak {MAX_CHARACTERS} karakter. "
            "Pastikan hanya satu siaran pers yang ditempel."
        )
    reading = Reading(release, context)
    findings = tuple(_weighed(finding, context.advice_only) for check in CHECKS for finding in check(reading))
    return Report(findings=findings, facts=facts_of(reading, findings))


def _weighed(finding: Finding, advice_only: frozenset[str]) -> Finding:
    if finding.rule in advice_only and finding.status in (Status.AMBER, Status.RED):
        return dataclasses.replace(finding, status=Status.ADVICE)
    return finding
