"""The facts of a report: counts, shares and widths, measured on the reading the checks used."""

from collections.abc import Sequence
from itertools import chain

from app.pressrelease.keyphrase import content_stems, count
from app.pressrelease.reading import Reading
from app.pressrelease.seo import density_of
from app.pressrelease.syllables import syllables_in
from app.pressrelease.values import Facts, Finding
from app.pressrelease.width import title_width


def facts_of(reading: Reading, findings: Sequence[Finding]) -> Facts:
    """What was measured in a reading; spelling errors are counted from the findings."""
    release = reading.release
    sentences = reading.sentences
    total = len(sentences) or 1
    words = reading.word_count
    stems = content_stems(release.keyphrase or "")
    errors = sum(1 for finding in findings if finding.rule == "E1" and finding.detail)
    syllables = syllables_in(chain.from_iterable([sentence.lowers for sentence in sentences]))
    title = release.page_title or release.title
    return Facts(
        words=words,
        sentences=len(sentences),
        paragraphs=len(reading.prose),
        mean_sentence_words=round(words / total, 1),
        share_long_20=round(sum(len(sentence.words) > 20 for sentence in sentences) / total, 4),
        count_long_30=sum(len(sentence.words) > 30 for sentence in sentences),
        share_passive_di=round(len(reading.passive_sentences) / total, 4),
        longest_paragraph_words=max((paragraph.word_count for paragraph in reading.prose), default=0),
        lead_words=reading.lead.word_count if reading.lead else 0,
        title_characters=len(release.title),
        title_px=title_width(title),
        meta_characters=len(release.meta_description or ""),
        keyphrase_count=count(stems, reading.body_stems) if stems else 0,
        keyphrase_density=round(density_of(reading, stems), 4) if stems else 0.0,
        spelling_errors=errors,
        spelling_per_100_words=round(errors * 100 / words, 2) if words else 0.0,
        syllables_per_word=round(syllables / words, 2) if words else 0.0,
        quotes=len(reading.quotes),
        images=len(release.images or ()),
        links=len(release.links),
    )
