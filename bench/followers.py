"""Browsers that follow sessions, in a process of their own: ``python -m bench.followers``.

It reads from its input what to do, and writes what it saw: for each browser when it had something
new, how long answers took, and what all that cost itself. The browsers do
what static/js/live.js does. Each request comes on a connection of its own, as from the proxy.
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any

PATIENCE, SLOWEST = 10, 30  # seconds: as live.js


class Unanswered(Exception):
    """No answer that can be used."""


@dataclass
class Seen:
    """What all browsers saw."""

    drawn: list[tuple[int, float]] = field(default_factory=list)  # who, had at
    waits: dict[str, list[float]] = field(default_factory=lambda: {"pulse": [], "drawn": []})
    unanswered: dict[str, int] = field(default_factory=dict)  # why, how often
    ended: list[tuple[int, float, str]] = field(default_factory=list)  # streams: who, when, how


@dataclass
class Browser:
    """One of them."""

    number: int
    port: int
    page: dict[str, str]
    seen: Seen
    revisions: dict[str, str] = field(default_factory=dict)
    told: str = ""
    board: str = ""  # the revision of the notes it shows

    async def poll(self) -> None:
        """Ask every two seconds, a sixth sooner or later, for what changed."""
        await asyncio.sleep(2 * random.random())  # noqa: S311  when people open a page
        failed = 0
        while True:
            pause = 2.0
            try:
                await self._ask()
                failed = 0
            except (OSError, TimeoutError, Unanswered) as problem:
                why = f"{type(problem).__name__} {problem}".strip()
                self.seen.unanswered[why] = self.seen.unanswered.get(why, 0) + 1
                failed += 1
                pause = min(2**failed, SLOWEST)
            await asyncio.sleep(pause * (1 + (random.random() - 0.5) / 3))  # noqa: S311

    async def stream(self) -> None:
        """Hold a stream of events open, and ask for what changed when it says so."""
        await asyncio.sleep(5 * random.random())  # noqa: S311
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(self._request(self.page["stream"]))
            how = "shut"
            try:
                async for line in reader:
                    if line.startswith(b"data: "):
                        await self._ask()
            except (OSError, TimeoutError, Unanswered) as problem:
                how = type(problem).__name__
            self.seen.ended.append((self.number, time.monotonic(), how))
            writer.close()
            await asyncio.sleep(3)

    async def _ask(self) -> None:
        began = time.monotonic()
        pulse = json.loads(await self._get(self.page["pulse"]))
        wait = (time.monotonic() - began) * 1000
        self.seen.waits["drawn" if "drawn" in pulse else "pulse"].append(wait)
        self.told = pulse.get("told", self.told)
        self.revisions = pulse.get("pieces", self.revisions)
        is_new = "drawn" in pulse
        if "revision" in pulse and pulse["revision"] != self.board:
            is_new = self.board != ""
            self.board = pulse["revision"]
            if is_new:
                await self._get(self.page["page"])
        if is_new:
            self.seen.drawn.append((self.number, time.monotonic()))

    async def _get(self, address: str) -> bytes:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(self._request(address))
                answer = await reader.read(-1)
            finally:
                writer.close()
        head, _blank, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise Unanswered(head[:40].partition(b"\r")[0].decode())
        return body

    def _request(self, address: str) -> bytes:
        shown = " ".join(f"{key}={one}" for key, one in self.revisions.items())
        return (
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.page['cookie']}\r\n"
            f"X-Requested-With: XMLHttpRequest\r\nX-Told: {self.told}\r\nX-Shown: {shown}\r\n"
            "Connection: close\r\n\r\n"
        ).encode()


async def follow(task: dict[str, Any]) -> Seen:
    """All of them, for so many seconds."""
    seen = Seen()
    browsers = [Browser(n, task["port"], page, seen) for n, page in enumerate(task["pages"])]
    all_of_them = [
        asyncio.create_task(one.stream() if task["streams"] else one.poll()) for one in browsers
    ]
    _done, running = await asyncio.wait(all_of_them, timeout=task["seconds"])
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    for each in _done:
        each.result()  # none of them ends by itself: say why
    return seen


if __name__ == "__main__":
    found = asyncio.run(follow(json.load(sys.stdin)))
    json.dump({**vars(found), "cpu": time.process_time()}, sys.stdout)
