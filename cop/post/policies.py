"""What may stand where others read along; for rooms that check something besides mail."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from cop.post.neutrality import Lookout


def neutrality(community_id: int) -> Callable[[str], bool]:
    """A rule for texts: whether one names no caucus and no space, and leads to none."""
    lookout = Lookout.of(community_id)
    return lambda text: not lookout.word_in(text)


def neutrality_of(terms: Iterable[str]) -> Callable[[str], bool]:
    """The same for words that are given, of a text that was frozen with them."""
    lookout = Lookout(terms)
    return lambda text: not lookout.word_in(text)


def why_not_in_mail(community_id: int, text: str) -> str:
    """Why a text can stand in no mail of the community."""
    word = Lookout.of(community_id).word_in(text) if text else ""
    if not word:
        return ""
    said = _("This stands in mail, which never names a caucus or a space. Change “%(word)s”.")
    return said % {"word": word}
