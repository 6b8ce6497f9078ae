"""Just enough of nginx's configuration language to see what it notes of a request."""

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TOKEN = re.compile(r"""\s+|\#[^\n]*|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([;{}])|([^\s;{}]+)""")
# Where ``nginx -T`` prints a file.
FILE = re.compile(r"^# configuration file (\S+):$", re.MULTILINE)
DEFAULT_LOG = ("access.log",)  # in the format "combined", where nothing is said


class Unreadable(Exception):
    """What cannot be followed from here, in a few words."""


@dataclass(slots=True)
class Directive:
    """``access_log off;`` or ``location / { … }``."""

    name: str
    args: tuple[str, ...]
    block: list["Directive"] = field(default_factory=list)

    def all(self, name: str) -> list["Directive"]:
        return [one for one in self.block if one.name == name]


@dataclass(frozen=True, slots=True)
class Way:
    """What holds for one request: directives from the innermost block outwards."""

    levels: tuple[Directive, ...]

    def nearest(self, name: str) -> list[Directive]:
        """The directives of this name that hold: those of the innermost block that has any."""
        return next(filter(None, (level.all(name) for level in self.levels)), [])

    @property
    def http(self) -> Directive:
        return self.levels[-2]


def parse(text: str) -> Directive:
    """A configuration, or what ``nginx -T`` prints, with its included files in their places."""
    parts = FILE.split(text)
    files = dict(zip(parts[1::2], parts[2::2], strict=True))
    first = next(iter(files.values()), text)
    return Directive("main", (), list(_included(_parse(first), files)))


def ways(main: Directive, path: str) -> list[Way]:
    """How a request for this path is treated, in each server that answers by itself."""
    return [
        Way((*_locations(server, path), server, http, main))
        for http in main.all("http")
        for server in http.all("server")
        if server.all("location")
    ]


def log_formats(way: Way, path: str) -> list[str]:
    """The formats in which a request for this path is noted."""
    logs = [one.args for one in way.nearest("access_log")] or [DEFAULT_LOG]
    return [_format(way, args) for args in logs if args[0] != "off" and _is_noted(way, args, path)]


def _format(way: Way, args: tuple[str, ...]) -> str:
    name = next((one for one in args[1:] if "=" not in one), "combined")
    for known in way.http.all("log_format"):
        if known.args[0] == name:
            return "".join(one for one in known.args[1:] if not one.startswith("escape="))
    return "$remote_addr $request $body_bytes_sent $http_referer $http_user_agent"  # combined


def _is_noted(way: Way, args: tuple[str, ...], path: str) -> bool:
    condition = next((one[3:] for one in args if one.startswith("if=")), None)
    if condition is None:
        return True
    for known in way.http.all("map"):
        if known.args[1] == condition and known.args[0] in ("$uri", "$request_uri"):
            return _mapped(known, path) not in ("", "0")
    return True


def _mapped(known: Directive, path: str) -> str:
    """The value of a map: words first, then patterns in their order."""
    values = [(one.name, one.args[0]) for one in known.block if one.args]
    for pattern, value in values:
        if pattern == path:
            return value
    for pattern, value in values:
        if pattern.startswith("~") and _fits(pattern, path):
            return value
    return dict(values).get("default", "")


def _fits(pattern: str, path: str) -> bool:
    flags = re.IGNORECASE if pattern.startswith("~*") else 0
    return re.search(pattern.lstrip("~").removeprefix("*"), path, flags) is not None


def _locations(block: Directive, path: str) -> tuple[Directive, ...]:
    """The location that answers, and those around it, from the innermost."""
    found = _location(block.all("location"), path)
    return () if found is None else (*_locations(found, path), found)


def _location(locations: list[Directive], path: str) -> Directive | None:
    best: Directive | None = None
    for one in locations:
        kind, prefix = one.args if len(one.args) > 1 else ("", one.args[0])
        if kind == "=" and path == prefix:
            return one
        longer = best is None or len(prefix) > len(best.args[-1])
        if kind in ("", "^~") and path.startswith(prefix) and longer:
            best = one
    if best is None or best.args[0] != "^~":
        for one in locations:
            if one.args[0] in ("~", "~*") and _fits("".join(one.args), path):
                return one
    return best


def _included(directives: list[Directive], files: dict[str, str]) -> Iterator[Directive]:
    for one in directives:
        if one.name != "include" or one.args[0].endswith("mime.types"):
            one.block = list(_included(one.block, files))
            yield one
            continue
        pattern = one.args[0] if one.args[0].startswith("/") else f"*/{one.args[0]}"
        names = fnmatch.filter(files, pattern)
        if not names and not set("*?[") & set(pattern):
            raise Unreadable(one.args[0])
        if not names and not files:
            raise Unreadable(one.args[0])
        for name in names:
            yield from _included(_parse(files[name]), files)


def _parse(text: str) -> list[Directive]:
    stack: list[list[Directive]] = [[]]
    words: list[str] = []
    for token in _tokens(text):
        match token:
            case (";", True) if words:
                stack[-1].append(Directive(words[0], tuple(words[1:])))
                words = []
            case ("{", True) if words:
                opened = Directive(words[0], tuple(words[1:]))
                stack[-1].append(opened)
                stack.append(opened.block)
                words = []
            case ("}", True) if len(stack) > 1 and not words:
                stack.pop()
            case (word, False):
                words.append(word)
            case (sign, _is_sign):
                raise Unreadable(sign)
    if len(stack) > 1 or words:
        raise Unreadable("}")
    return stack[0]


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Words, and signs marked as such."""
    for found in TOKEN.finditer(text):
        double, single, sign, word = found.groups()
        if sign:
            yield sign, True
        elif (quoted := double if double is not None else single) is not None:
            yield re.sub(r"\\(.)", r"\1", quoted), False
        elif word:
            yield word, False
