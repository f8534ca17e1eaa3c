"""C7: which of the campaign's key messages appear, in these words or in words of the same stems."""

from collections.abc import Iterator

from app.pressrelease.keyphrase import content_stems
from app.pressrelease.reading import Reading
from app.pressrelease.rules import found
from app.pressrelease.stems import stem
from app.pressrelease.values import Finding, Status

ENOUGH = 0.7


def check_messages(reading: Reading) -> Iterator[Finding]:
    """C7: only where the assignment lists key messages; a message counts when one paragraph holds 70 % of its stems."""
    wanted = [message for message in reading.context.key_messages if content_stems(message)]
    if not wanted:
        return
    texts = [{stem(word.lower) for word in paragraph.words} for paragraph in reading.prose]
    texts.append({stem(token.lower) for token in reading.title if token.is_word})
    missing = [message for message in wanted if not _appears(message, texts)]
    status = Status.GREEN if not missing else Status.AMBER if len(missing) < len(wanted) else Status.RED
    yield found(
        "C7",
        status,
        f"{len(wanted) - len(missing)} dari {len(wanted)} pesan kunci tersampaikan.",
        "Belum ada: " + "; ".join(f"“{message}”" for message in missing) + "." if missing else "",
    )


def _appears(message: str, texts: list[set[str]]) -> bool:
    stems = set(content_stems(message))
    return any(len(stems & text) >= ENOUGH * len(stems) for text in texts)
