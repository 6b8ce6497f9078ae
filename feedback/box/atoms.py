"""Atoms: single ratings, comments and tallies, each sealed alone to its period's key."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from secrets import SystemRandom
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import connection

from feedback.box import sealing
from feedback.box.envelopes import lock_box
from feedback.disclosure import RatingAtom, TallyAtom
from feedback.enums import AtomKind
from feedback.models import Atom, Period

COMMENT_BYTES, OTHER_BYTES = 8_448, 256
AT_ONCE = 500
"""Atoms written or read together: two thousand responses make 25,000, a hundred megabytes."""


@dataclass(frozen=True, slots=True, repr=False)
class Rating:
    """One rating, and the code of the questionnaire it answers."""

    asked: str
    atom: RatingAtom


@dataclass(frozen=True, slots=True, repr=False)
class CommentAtom:
    """One comment, blank ones too. It does not know its survey, only its questionnaire's code.

    ``waits`` says that it is for the pool alone; it then has lost its caucus.
    """

    asked: str
    label: str | None
    question: str
    text: str
    waits: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Tally:
    """A tally and what it counts for: ``figures``, ``findings``, or waiting for a pool."""

    counts_for: str
    tally: TallyAtom


FIGURES, FINDINGS, POOL = "figures", "findings", "findings in the pool"

Particle = Rating | CommentAtom | Tally


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """All atoms of a period, in no order."""

    ratings: list[Rating]
    comments: list[CommentAtom]
    tallies: list[Tally]

    def of(self, asked: str, surveys: Collection[str]) -> "Opened":
        """What belongs to one questionnaire and the surveys that asked it."""
        return Opened(
            [one for one in self.ratings if one.asked == asked],
            [one for one in self.comments if one.asked == asked],
            [one for one in self.tallies if one.tally.survey in surveys],
        )

    def tallies_for(self, what: str) -> list[TallyAtom]:
        return [one.tally for one in self.tallies if one.counts_for == what]


# All of a period in one statement: no transaction's number and no place says whose survey it was.
MIX = """
WITH moved AS (
    DELETE FROM feedback_atom WHERE period_id = %s
    RETURNING id, period_id, kind, ciphertext
)
INSERT INTO feedback_atom (id, period_id, kind, ciphertext)
SELECT id, period_id, kind, ciphertext FROM moved ORDER BY gen_random_uuid()
"""


def put_atoms(period: Period, particles: Iterable[Particle]) -> None:
    """Seal each particle alone and store all among the period's others, in random order."""
    sealed = [_sealed(period, particle) for particle in particles]
    SystemRandom().shuffle(sealed)
    lock_box(period.pk)
    Atom.objects.bulk_create(sealed, batch_size=AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute(MIX, [period.pk])


def open_atoms(period: UUID, key: X25519PrivateKey) -> Opened:
    """Open what was sealed for a period."""
    opened = Opened([], [], [])
    atoms = Atom.objects.filter(period_id=period).values_list("kind", "ciphertext")
    for kind, sealed in atoms.iterator(AT_ONCE):
        data = json.loads(sealing.unseal(key, bytes(sealed), purpose=_purpose(period, kind)))
        if kind == AtomKind.RATING:
            rating = RatingAtom(data["l"], data["i"], data["b"])
            opened.ratings.append(Rating(data["a"], rating))
        elif kind == AtomKind.COMMENT:
            comment = CommentAtom(data["a"], data["l"], data["q"], data["t"], data["w"])
            opened.comments.append(comment)
        else:
            tally = TallyAtom(data["s"], data["l"], data["n"])
            opened.tallies.append(Tally(data["f"], tally))
    SystemRandom().shuffle(opened.comments)
    return opened


def _sealed(period: Period, particle: Particle) -> Atom:
    kind, data = _as_data(particle)
    ciphertext = sealing.seal(
        bytes(period.public_key),
        json.dumps(data, ensure_ascii=False).encode(),
        length=COMMENT_BYTES if kind == AtomKind.COMMENT else OTHER_BYTES,
        purpose=_purpose(period.pk, kind),
    )
    return Atom(period=period, kind=kind, ciphertext=ciphertext)


def _as_data(particle: Particle) -> tuple[AtomKind, Mapping[str, str | int | None]]:
    if isinstance(particle, Rating):
        atom = particle.atom
        data = {"a": particle.asked, "l": atom.label, "i": atom.item, "b": atom.band}
        return AtomKind.RATING, data
    if isinstance(particle, CommentAtom):
        return AtomKind.COMMENT, {
            "a": particle.asked,
            "l": particle.label,
            "q": particle.question,
            "t": particle.text,
            "w": particle.waits,
        }
    tally = particle.tally
    return AtomKind.TALLY, {
        "f": particle.counts_for,
        "s": tally.survey,
        "l": tally.label,
        "n": tally.responses,
    }


def _purpose(period: UUID, kind: str) -> bytes:
    return period.bytes + kind.encode()
