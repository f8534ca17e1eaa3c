"""Finding a keyphrase in a text, exactly or by stem: `layanan` meets `pelayanan`, `melayani` and `dilayani`."""

from collections.abc import Sequence

from app.pressrelease.stems import stem
from app.pressrelease.tokens import Token, tokens_of

STOPWORDS = frozenset(
    """
    yang dan di ke dari untuk pada dengan oleh dalam atas sebagai adalah ini itu atau juga para bagi tentang se si sang
    akan telah sudah agar karena secara antara tidak lebih bisa dapat kepada terhadap the of in and a an
    """.split()
)


def content_stems(phrase: str) -> tuple[str, ...]:
    """The stems of the words of a phrase that carry meaning, in order."""
    words = [token.lower for token in tokens_of(phrase) if token.is_word]
    return tuple(stem(word) for word in words if word not in STOPWORDS)


def exact_at(phrase: str, text: str) -> int:
    """Where a phrase stands in a text word for word, ignoring capitals and spaces; -1 where it does not."""
    wanted = [token.lower for token in tokens_of(phrase) if token.is_word]
    words = [token for token in tokens_of(text) if token.is_word]
    size = len(wanted)
    for place in range(len(words) - size + 1) if size else ():
        if [word.lower for word in words[place : place + size]] == wanted:
            return words[place].start
    return -1


def holds_all(stems: Sequence[str], words: Sequence[Token]) -> bool:
    """Whether every stem occurs among the words."""
    present = {stem(word.lower) for word in words}
    return bool(stems) and all(item in present for item in stems)


def count(stems: Sequence[str], text_stems: Sequence[str]) -> int:
    """How often the stems occur together: side by side with at most two other words among them."""
    if not stems:
        return 0
    window = len(stems) + 2
    wanted = set(stems)
    times = 0
    place = 0
    while place < len(text_stems):
        if text_stems[place] in wanted and wanted <= set(text_stems[place : place + window]):
            times += 1
            place += len(stems)
        else:
            place += 1
    return times
