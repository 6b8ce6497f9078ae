"""What may stand where others read along; for rooms that check something besides mail."""

from collections.abc import Callable

from cop.core.registry import terms_to_avoid
from cop.post.neutrality import Lookout


def neutrality(community_id: int) -> Callable[[str], bool]:
    """A rule for texts: whether one names no caucus and no space, and leads to none."""
    lookout = Lookout(terms_to_avoid(community_id))
    return lambda text: not lookout.word_in(text)
