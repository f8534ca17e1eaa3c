"""The width of a title in a list of search results, estimated with Helvetica at 20 pixels.

Advance widths in thousandths of the type size; Arial, in which results are set, shares them. Google cuts to the width
of the device, so the figure is an estimate.
"""

SIZE = 20
UNKNOWN = 556
_WIDTHS = {
    191: "'",
    222: "ijl‘’‚",
    260: "|¦",
    278: " !,./:;I[\\]ft·ÌÍÎÏìíîï",
    333: "()-`r¡¨¯²³´¸¹“”„‹›ˆ˜",
    334: "{}",
    350: "•",
    355: '"',
    365: "º",
    370: "ª",
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyzçýÿšž",
    537: "¶",
    556: "#$0123456789?L_abdeghnopqu¢£¤¥§«µ»àáâãäåèéêëðñòóôõöùúûüþ–†‡€ƒ",
    584: "+<=>~¬±×÷",
    611: "FTZ¿ßøŽ",
    667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞŠŸ",
    722: "CDHNRUwÇÐÑÙÚÛÜ",
    737: "©®",
    778: "GOQÒÓÔÕÖØ",
    833: "Mm",
    834: "¼½¾",
    889: "%æ",
    944: "Wœ",
    1000: "Æ—…‰™Œ",
    1015: "@",
}


class _Widths(dict[str, int]):
    """A letter outside the table counts as wide as a digit."""

    def __missing__(self, letter: str) -> int:
        return UNKNOWN


WIDTH_OF = _Widths({letter: width for width, letters in _WIDTHS.items() for letter in letters})


def title_width(text: str) -> int:
    """The estimated width in pixels; a letter outside the table counts as wide as a digit."""
    return round(sum(map(WIDTH_OF.__getitem__, text)) * SIZE / 1000)
