"""Marks of our own in a report's Markdown: figures, references, citations and footnotes.

They are read here, as tokens beside those of Markdown; ``reports.render.authored`` says what they
become.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from cop.core.text import markdown_parser
from reports.render.citations import Citation, Cluster

MARK = "mark"  # the type of their tokens; its meta has one of these:
NAME, CLUSTER, LOST_NOTE = "name", "cluster", "lost_note"
PLAIN = "plain"  # beside a name inside a link: words alone

_BRACED = re.compile(r"\{\{[ \t]*([^{}\n]{1,100}?)[ \t]*\}\}")
_KEY = r"[A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*[\w/])?"
_BARE = re.compile(rf"@({_KEY})(?:[ ]\[([^\[\]@]{{1,80}})\](?![(\[]))?")
_BRACKETED = re.compile(r"\[([^\[\]]{2,500})\](?![(\[])")
_ONE = re.compile(rf"(?P<prefix>|.*\s)(?P<alone>-?)@(?P<key>{_KEY})(?P<suffix>.*)", re.DOTALL)
_NOTE = re.compile(r"\[\^([^\]\s]{1,80})\]")


@lru_cache(maxsize=1)
def report_parser() -> MarkdownIt:
    """Markdown with tables, footnotes and our marks."""
    parser = markdown_parser().enable("table").use(footnote_plugin)
    rules = parser.inline.ruler
    rules.before("link", "placeholder", _placeholder)
    rules.before("link", "citation", _citation)
    rules.after("footnote_ref", "lost_note", _lost_note)
    rules.before("link", "narrative", _narrative)
    return parser


def citations_in(markdown: str) -> int:
    """How many works are cited in a text, one cited twice counted twice."""
    tokens = report_parser().parse(markdown, {})
    inside = [one for token in tokens for one in token.children or [] if one.type == MARK]
    return sum(len(one.meta.get(CLUSTER, ())) for one in inside)


def cluster_in(words: str) -> Cluster | None:
    """The citations between two brackets; None where the brackets hold something else."""
    found = [_ONE.fullmatch(part.strip()) for part in words.split(";")]
    if not all(found):
        return None
    return tuple(
        Citation(
            key=one["key"],
            prefix=" ".join(one["prefix"].split()),
            suffix=" ".join(one["suffix"].split()),
            mode="SuppressAuthor" if one["alone"] else "NormalCitation",
        )
        for one in found
        if one
    )


def _placeholder(state: StateInline, silent: bool) -> bool:
    found = _BRACED.match(state.src, state.pos, state.posMax)
    return found is not None and _take(state, found, silent, {NAME: " ".join(found[1].split())})


def _citation(state: StateInline, silent: bool) -> bool:
    found = _BRACKETED.match(state.src, state.pos, state.posMax)
    cluster = cluster_in(found[1]) if found else None
    return (
        found is not None
        and cluster is not None
        and (_take(state, found, silent, {CLUSTER: cluster}))
    )


def _narrative(state: StateInline, silent: bool) -> bool:
    """``@key``, where no word or address runs into it, and the place in it that may follow."""
    before = state.src[state.pos - 1] if state.pos else " "
    found = _BARE.match(state.src, state.pos, state.posMax)
    if found is None or before.isalnum() or before in "._%+-@/":
        return False
    place = f", {found[2]}" if found[2] else ""
    cluster = (Citation(found[1], suffix=place, mode="AuthorInText"),)
    return _take(state, found, silent, {CLUSTER: cluster})


def _lost_note(state: StateInline, silent: bool) -> bool:
    """A footnote that is called and stands nowhere; those that do were taken before."""
    found = _NOTE.match(state.src, state.pos, state.posMax)
    return found is not None and _take(state, found, silent, {LOST_NOTE: found[1]})


def _take(state: StateInline, found: re.Match[str], silent: bool, meta: dict[str, object]) -> bool:
    if not silent:
        token = state.push(MARK, "", 0)
        token.meta, token.content = meta, found[0]
    state.pos = found.end()
    return True


def flatten_links(tokens: list[Token]) -> None:
    """Leave words alone inside links: readers of a PDF lose a link with an element in it."""
    for token in tokens:
        if token.children:
            token.children = _flat(token.children)


def _flat(children: list[Token]) -> list[Token]:
    made: list[Token] = []
    inside: list[Token] = []  # what the link being read says
    after: list[Token] = []  # marks that make links of their own
    opened: Token | None = None
    for token in children:
        if token.type == "link_open":
            opened, inside, after = token, [], []
            made.append(token)
        elif opened is None:
            made.append(token)
        elif token.type == "link_close":
            words = inside or [_words(str(opened.attrGet("href") or ""))]
            made += [*words, token, *after]
            opened = None
        elif token.type == MARK and NAME in token.meta:
            token.meta = {**token.meta, PLAIN: True}
            inside.append(token)
        elif token.type in (MARK, "footnote_ref"):
            after.append(token)
        elif token.content or token.type in ("softbreak", "hardbreak"):
            inside.append(_words(token.content or " "))
    return made


def _words(content: str) -> Token:
    return Token("text", "", 0, content=content)
