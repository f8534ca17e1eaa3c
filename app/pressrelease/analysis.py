"""The one entry of the engine: read a release once, run every check over it, give the report."""

from app.pressrelease.release import Release
from app.pressrelease.values import (
    MAX_CHARACTERS,
    Context,
    Facts,
    Field,
    Finding,
    Group,
    Report,
    Span,
    Status,
    TooLong,
)


def analyse(release: Release, context: Context = Context()) -> Report:
    """Read a release and report what was found; spans always lie inside the plain text of their field.

    Raises TooLong above MAX_CHARACTERS characters in all fields together; nothing else.
    """
    length = sum(len(release.text_of(name)) for name in Field)
    if length > MAX_CHARACTERS:
        raise TooLong(
            f"Naskah ini {length} karakter; penuntun membaca paling banyak {MAX_CHARACTERS} karakter. "
            "Pastikan hanya satu siaran pers yang ditempel."
        )
    words = len(release.lead.split()) + len(release.body.split())
    fits = context.min_words <= words <= context.max_words
    finding = Finding(
        rule="S11",
        group=Group.STRUCTURE,
        status=Status.GREEN if fits else Status.AMBER,
        message=f"Naskah ini {words} kata; yang diminta {context.min_words}-{context.max_words} kata.",
        spans=(Span(Field.BODY, 0, len(release.body)),) if release.body else (),
        lesson="sp-3/panjang",
    )
    return Report(findings=(finding,), facts=Facts(words=words, title_characters=len(release.title)))
