"""Typing habits folded away: a phone's curly quotes or double spaces would tell who wrote."""

import re
import unicodedata

FOLDS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ‹›´`′＇", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "…": "...",
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\t": " ",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x85": "\n",
    }
)
# Joiners shape letters in several scripts; everything else invisible only tells.
JOINERS = "\u200c\u200d"


def fold(text: str) -> str:
    """The text with quotes, dashes, dots, spaces and line ends in one plain form, NFC."""
    plain = text.replace("\r\n", "\n").translate(FOLDS)
    plain = "".join(map(_visible, unicodedata.normalize("NFC", plain)))
    plain = re.sub(r"-{2,}", "-", plain)
    plain = re.sub(r"\.{4,}", "...", plain)
    plain = re.sub(" {2,}", " ", plain)
    plain = re.sub(r" ?\n ?", "\n", plain)
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if character == "\n" or character in JOINERS:
        return character
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} else character
