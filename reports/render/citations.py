"""Works cited: what was pasted is read, and cited in the author–date form of the APA.

pandoc does both. It runs beside the program, reads nothing but what it is given and no address,
and the same question is not asked twice. The style is the one of the APA's seventh edition from
the Citation Style Language project (its licence, CC BY-SA 3.0, stands in the file).
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import pypandoc  # type: ignore[import-untyped]
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cop.core.errors import Refused

STYLE = Path(__file__).with_name("apa.csl")
PATIENCE = ContextVar("PATIENCE", default=6)  # seconds: somebody waits for the page
UNHURRIED = 60  # where a worker makes files
MEMORY = "512m"
LONGEST = 400_000  # characters of pasted references
MOST_BRACES = 20_000  # that are opened in BibTeX: about 2000 works
MOST_WORKS = 300  # with as many citations as may be, pandoc takes half of the patience
MOST_CITATIONS = 1000
DEEPEST = 30  # braces in braces; a title needs four
API = [1, 23, 1]  # of pandoc's own JSON
PAIRS = {"Span", "Cite", "Code", "Math", "RawInline"}  # in it, what is said stands last

Ask = TypeVar("Ask", bound=Callable[..., Any])
Mode = Literal["NormalCitation", "AuthorInText", "SuppressAuthor"]
Json = dict[str, Any]


@dataclass(frozen=True)
class Citation:
    """One work in a citation, with the words around it."""

    key: str
    prefix: str = ""
    suffix: str = ""
    mode: Mode = "NormalCitation"


Cluster = tuple[Citation, ...]  # what stands between one pair of brackets


@dataclass(frozen=True)
class Entry:
    """A work as the list of references prints it."""

    id: str
    key: str
    html: SafeString


@dataclass(frozen=True)
class Cited:
    """Every citation in its order, and the works that were cited, by the alphabet."""

    clusters: tuple[SafeString, ...] = ()
    entries: tuple[Entry, ...] = ()


def _remembered(maxsize: int) -> Callable[[Ask], Ask]:
    """Ask once: what was refused is refused again. A pandoc that was cut off said nothing."""

    def wrap(ask: Ask) -> Ask:
        @lru_cache(maxsize=maxsize)
        def answer(*given: Any) -> tuple[Any, str]:
            try:
                return ask(*given), ""
            except Refused as problem:
                if _is_cut_off(problem.__cause__):
                    raise
                return None, problem.message

        @wraps(ask)
        def answered(*given: Any) -> Any:
            found, refusal = answer(*given)
            if refusal:
                raise Refused(refusal)
            return found

        return cast(Ask, answered)

    return wrap


def _is_cut_off(cause: BaseException | None) -> bool:
    """Pandoc did not start, was too slow or was killed: the next time it may answer."""
    if isinstance(cause, subprocess.CalledProcessError):
        return cause.returncode < 0
    return isinstance(cause, OSError | subprocess.TimeoutExpired)


@contextmanager
def unhurried() -> Iterator[None]:
    """Nobody waits: pandoc has more time."""
    before = PATIENCE.set(UNHURRIED)
    try:
        yield
    finally:
        PATIENCE.reset(before)


def works_in(pasted: str) -> Mapping[str, Json]:
    """The works, by their keys. Raises Refused where they cannot be read."""
    if len(pasted) > LONGEST:
        raise Refused(_("These are more references than can be read at once."))
    return _works(pasted) if pasted.strip() else {}


@_remembered(maxsize=16)
def _works(pasted: str) -> Mapping[str, Json]:
    works = _from_json(pasted) if pasted.lstrip()[0] in "[{" else _from_bibtex(pasted)
    if not works:
        raise Refused(_("No work was found in this. Paste BibTeX or CSL-JSON."))
    return {str(work["id"]): work for work in works}


def entries_of(pasted: str) -> tuple[Entry, ...]:
    """Everything that was pasted, as the list of references would print it."""
    keys = tuple(works_in(pasted))
    if len(keys) > MOST_WORKS:
        raise Refused(_("A report lists up to %d works. Paste those it cites.") % MOST_WORKS)
    return cite(pasted, tuple((Citation(key),) for key in keys)).entries


@_remembered(maxsize=32)
def cite(pasted: str, clusters: tuple[Cluster, ...]) -> Cited:
    """The citations of one document together: two works of one author and year are told apart.

    Every key must be one of ``works_in(pasted)``.
    """
    if not clusters:
        return Cited()
    if sum(map(len, clusters)) > MOST_CITATIONS:
        raise Refused(_("A report cites up to %d times. Take citations out.") % MOST_CITATIONS)
    works = works_in(pasted)
    cited = dict.fromkeys(one.key for cluster in clusters for one in cluster)
    ids = {key: f"work-{number}" for number, key in enumerate(cited, start=1)}
    listed = [_as_listed(works[key], ids[key]) for key in cited]
    question = {
        "pandoc-api-version": API,
        "meta": {"link-citations": {"t": "MetaBool", "c": True}},
        "blocks": [_paragraph(cluster, ids) for cluster in clusters],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "works.json"
        file.write_text(json.dumps(listed), encoding="utf-8")
        answer = _pandoc(
            ["--from=json", "--to=json", "--citeproc", f"--csl={STYLE}", f"--bibliography={file}"],
            json.dumps(question),
        )
    return _read_answer(json.loads(answer), {made: key for key, made in ids.items()})


def _as_listed(work: Json, made: str) -> Json:
    """Under an id of ours, and without a publisher that is the author: the APA names it once."""
    named = work.get("author")
    named = named if isinstance(named, list) else []
    authors = [one.get("literal") for one in named if isinstance(one, dict)]
    left_out = {"publisher"} if authors == [work.get("publisher")] else set()
    return {**{name: work[name] for name in work if name not in left_out}, "id": made}


def _from_bibtex(pasted: str) -> list[Json]:
    _refuse_braces(pasted)
    found = _pandoc(["--from=biblatex", "--to=csljson"], pasted)
    works: list[Json] = json.loads(found)
    return works


def _refuse_braces(pasted: str) -> None:
    """Pandoc takes seconds over what nobody means: braces in braces in braces."""
    steps = [1 if sign == "{" else -1 for sign in pasted if sign in "{}"]
    if max(accumulate(steps), default=0) > DEEPEST:
        raise Refused(_("Too many braces stand in one another here. Take out those not needed."))
    if steps.count(1) > MOST_BRACES:
        raise Refused(_("These are more references than can be read at once."))


def _from_json(pasted: str) -> list[Json]:
    try:
        found = json.loads(pasted)
    except (ValueError, RecursionError) as problem:
        raise Refused(_("This CSL-JSON is not complete: it cannot be read.")) from problem
    works = found if isinstance(found, list) else [found]
    if not all(isinstance(work, dict) and work.get("id") and work.get("type") for work in works):
        raise Refused(_("In CSL-JSON every work needs an “id” and a “type”."))
    return works


def _pandoc(arguments: list[str], given: str) -> str:
    """Ask pandoc. Raises Refused where it has no answer."""
    command = [pypandoc.get_pandoc_path(), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", *arguments]
    try:
        ran = subprocess.run(  # noqa: S603  no word of it comes from outside
            command, input=given.encode(), check=True, capture_output=True, timeout=PATIENCE.get()
        )
    except (subprocess.SubprocessError, OSError) as problem:
        raise Refused(_refusal(problem)) from problem
    return ran.stdout.decode()


def _refusal(problem: Exception) -> str:
    """Where a mistake stands, in pandoc's own words, if it said so."""
    if _is_cut_off(problem):
        return _("The references could not be read in time. Try again in a minute.")
    said = problem.stderr if isinstance(problem, subprocess.CalledProcessError) else b""
    lines = bytes(said or b"").decode(errors="replace").splitlines()
    place = next((line for line in lines if "line" in line and "column" in line), "")
    if place:
        return _("The references cannot be read: something is wrong at %s.") % (
            place.strip().removeprefix("Error at ").removeprefix('"-" ').rstrip(":")
        )
    return _("The references cannot be read. Check that every entry is closed.")


def _paragraph(cluster: Cluster, ids: Mapping[str, str]) -> Json:
    citations = [
        {
            "citationId": ids[one.key],
            "citationPrefix": _words(one.prefix),
            "citationSuffix": _words(one.suffix),
            "citationMode": {"t": one.mode},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for one in cluster
    ]
    return {"t": "Para", "c": [{"t": "Cite", "c": [citations, []]}]}


def _words(text: str) -> list[Json]:
    """Plain words; nothing in them is a mark."""
    made: list[Json] = []
    for word in text.split():
        made += [{"t": "Space"}, {"t": "Str", "c": word}]
    return made[1:]


def _read_answer(answer: Json, keys: Mapping[str, str]) -> Cited:
    clusters, entries = [], []
    for block in answer["blocks"]:
        if block["t"] == "Para":
            [cite] = block["c"]
            mode = cite["c"][0][0]["citationMode"]["t"]
            said = _spoken(cite["c"][1]) if mode == "AuthorInText" else cite["c"][1]
            clusters.append(_html(said))
        elif block["t"] == "Div" and block["c"][0][0] == "refs":
            entries = [_entry(one, keys) for one in block["c"][1]]
    return Cited(tuple(clusters), tuple(entries))


def _entry(block: Json, keys: Mapping[str, str]) -> Entry:
    made = block["c"][0][0].removeprefix("ref-")
    inlines = [inline for part in block["c"][1] for inline in part["c"]]
    return Entry(made, keys[made], _html(inlines))


def _spoken(inlines: list[Json]) -> list[Json]:
    """In a sentence the APA joins names by “and”; the style knows only the sign."""
    return [
        {"t": "Str", "c": _("and")} if one == {"t": "Str", "c": "&"} else one for one in inlines
    ]


def _html(inlines: Iterable[Json]) -> SafeString:
    return format_html_join("", "{}", ((_inline(one),) for one in inlines))


def _inline(inline: Json) -> SafeString | str:
    """Only what is named here leaves as HTML; of everything else its words."""
    content: Any = inline.get("c")
    match inline["t"]:
        case "Str":
            return str(content)
        case "Emph":
            return format_html("<em>{}</em>", _html(content))
        case "Quoted":
            left, right = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            return format_html("{}{}{}", left, _html(content[1]), right)
        case "Link":
            return _link(content[1], content[2][0])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
    held = content[-1] if inline["t"] in PAIRS else content
    return str(held or "") if not isinstance(held, list) else _html(held)


def _link(inlines: list[Json], address: str) -> SafeString:
    """A link holds words alone. It leads to an entry of the list, or to a page."""
    words = mark_safe(re.sub("<[^>]*>", "", _html(inlines)))  # escaped words between our own tags
    if address.startswith("#ref-work-"):
        return format_html('<a href="#{}">{}</a>', address.removeprefix("#ref-"), words)
    if address.startswith(("https://", "http://")):
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', address, words)
    return words
