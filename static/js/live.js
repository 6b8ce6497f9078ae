// A page that follows a session: everybody's page and the facilitators' screen.
//
// <div data-live="…/pulse/" data-live-now="ms"> holds the pieces. The pulse is told which the page
// shows, and brings those that changed, to be put in the place of the old ones. What a piece can hold:
//   data-live-until="ms"    its text becomes the time left; data-live-as="clock": to the second
//   data-live-say="words"   read out when a new piece says something else than the old one did
//   data-live-parts         templates [data-begins][data-ends] of the parts to come, which take the
//                           place of [data-live-part] by the clock, whether the server answers or not
// A new piece is announced to other scripts by a "live:piece" event that bubbles from it.
import { start } from "./circle.js";

const SLOWEST = 30_000;
const PATIENCE = 10_000;
const ASLEEP = 5_000;
const WARNS = 120_000;
const TYPED = "input:not([type=hidden]), textarea, select";

const root = document.querySelector("[data-live]");
const words = root?.dataset ?? {};
const said = root?.querySelector("[data-live-said]");
const line = root?.querySelector("[data-live-line]");
const zone = { timeZone: words.liveZone, hour: "numeric", minute: "2-digit", hour12: true };

let offset = root ? Number(words.liveNow) - Date.now() : 0;
let again = Number(words.liveAgain) * 1000;
let seen = root ? Number(words.liveNow) : 0; // when what is on the page was true, by the server
let told; // what the last whole pulse is known by
let failed = 0;
let isAsking = false;
let isOver = false;
let timer;
let ticked = Date.now();

// The server's time: the clock of a device may be hours wrong.
export const now = () => Date.now() + offset;

// Said once, together, after the page has changed.
let toSay = [];
function say(text) {
  if (!text || toSay.includes(text)) {
    return;
  }
  toSay.push(text);
  if (toSay.length === 1) {
    window.setTimeout(() => {
      said.textContent = toSay.join(" ");
      toSay = [];
    }, 150);
  }
}

const timeOf = (instant) =>
  new Intl.DateTimeFormat("en-GB", zone).format(instant).replace(":00", "").replace(/\s/, "");

// Asking

// Never all at the same instant: up to a sixth sooner or later.
function later(pause) {
  window.clearTimeout(timer);
  if (pause && !isOver && !document.hidden) {
    timer = window.setTimeout(ask, pause * (1 + (Math.random() - 0.5) / 3));
  }
}

async function fetched(url, more = {}) {
  const patience = new AbortController();
  const clock = window.setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(url, {
      redirect: "manual",
      cache: "no-store",
      signal: patience.signal,
      headers: { "X-Requested-With": "XMLHttpRequest", ...more },
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      stop("signedOut");
    } else if (answer.status === 403 || answer.status === 404) {
      stop("gone");
    } else if (answer.ok) {
      return await answer.json();
    }
    return null;
  } finally {
    window.clearTimeout(clock);
  }
}

async function ask() {
  if (isAsking || isOver) {
    return;
  }
  isAsking = true;
  window.clearTimeout(timer);
  try {
    const sent = Date.now();
    const pulse = await fetched(words.live, { "X-Shown": onPage(), ...(told && { "X-Told": told }) });
    if (isOver) {
      return;
    }
    if (!pulse) {
      throw new Error("no answer");
    }
    offset = pulse.now - (sent + Date.now()) / 2;
    // Without pieces nothing has changed since it was told.
    if (pulse.pieces) {
      again = pulse.again * 1000;
      told = pulse.told;
    }
    follow(pulse.drawn);
    seen = pulse.now;
    found();
  } catch {
    lost();
  } finally {
    isAsking = false;
  }
  later(failed ? Math.min(1000 * 2 ** failed, SLOWEST) : again);
}

function found() {
  if (!line.hidden) {
    line.hidden = true;
    say(words.liveBack);
  }
  failed = 0;
}

// One answer that does not come is no lost connection yet, unless the device itself says so.
function lost() {
  failed += 1;
  if (isOver || (failed < 2 && navigator.onLine) || !line.hidden) {
    return;
  }
  line.textContent = words.liveLost.replace("TIME", timeOf(seen));
  line.hidden = false;
  say(words.liveLostShort);
}

// Signed out, or no longer of this session: what is private does not stay on the screen. Only words
// somebody wrote stay, until they sign in again.
function stop(why) {
  isOver = true;
  window.clearTimeout(timer);
  pieces().forEach((piece) => {
    if (why === "gone" || !isWritten(piece)) {
      piece.remove();
    }
  });
  const template = root.querySelector(`template[data-live-end="${why}"]`);
  line.replaceChildren(template.content.cloneNode(true));
  line.hidden = false;
  say(line.textContent.trim().replace(/\s+/g, " "));
}

// Pieces

const pieces = () => [...root.querySelectorAll("[data-live-piece]")];
const pieceOf = (key) => root.querySelector(`[data-live-piece="${key}"]`);

// What the page has of each piece, whether it could be shown already or waits.
const onPage = () =>
  pieces()
    .map((piece) => `${piece.dataset.livePiece}=${piece.dataset.liveWaits ?? piece.dataset.liveRevision}`)
    .join(" ");

function follow(drawn) {
  pieces().filter((piece) => piece.dataset.liveWaits && !isBusy(piece)).forEach(show);
  if (!drawn) {
    return;
  }
  const fresh = new DOMParser().parseFromString(drawn, "text/html");
  fresh.querySelectorAll("[data-live-piece]").forEach((piece) => {
    const old = pieceOf(piece.dataset.livePiece);
    if (old) {
      take(old, document.importNode(piece, true));
    }
  });
}

const isChanged = (field) =>
  field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected) &&
      [...field.options].some((option) => option.defaultSelected)
    : field.matches("[type=checkbox], [type=radio]")
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue;

// Somebody types or chooses here: nothing is taken from under their hands.
const isBusy = (piece) =>
  [...piece.querySelectorAll(TYPED)].some((field) => field === document.activeElement || isChanged(field));

const isWritten = (piece) => [...piece.querySelectorAll("textarea")].some(isChanged);

const fresh = new WeakMap(); // what waits to be shown in the place of a piece

function take(old, piece) {
  if (!isBusy(old)) {
    swap(old, piece);
    return;
  }
  fresh.set(old, piece);
  old.dataset.liveWaits = piece.dataset.liveRevision;
  if (!old.querySelector("[data-live-show]")) {
    const notice = root.querySelector("template[data-live-changed]").content.cloneNode(true);
    notice.querySelector("[data-live-show]").addEventListener("click", () => {
      const shown = show(old);
      shown.tabIndex = -1;
      shown.focus({ preventScroll: true });
    });
    old.prepend(notice);
    say(words.liveChanged);
  }
}

function show(old) {
  const piece = fresh.get(old);
  swap(old, piece);
  return piece;
}

// What tells a control of the old piece from the others, to find it again in the new one.
function marksOf(control) {
  if (control.id) {
    return `#${CSS.escape(control.id)}`;
  }
  const marks = ["name", "value", "href", "formaction"].filter((name) => control.hasAttribute(name));
  return control.localName + marks.map((name) => `[${name}="${CSS.escape(control.getAttribute(name))}"]`).join("");
}

function swap(old, piece) {
  const held = old.contains(document.activeElement) ? marksOf(document.activeElement) : null;
  const open = [...old.querySelectorAll("details")].map((one) => one.open);
  const sentences = sentencesOf(old);
  const kept = anchor();
  old.replaceWith(piece);
  piece.querySelectorAll("details").forEach((one, at) => {
    one.open = open[at] ?? one.open;
  });
  start(piece);
  window.htmx?.process(piece);
  tick();
  if (held) {
    (piece.querySelector(held) ?? focusable(piece)).focus({ preventScroll: true });
  }
  kept();
  sentencesOf(piece).filter((one) => !sentences.includes(one)).forEach(say);
  piece.dispatchEvent(new CustomEvent("live:piece", { bubbles: true }));
}

const sentencesOf = (piece) =>
  [...piece.querySelectorAll("[data-live-say]")].map((one) => one.dataset.liveSay);

function focusable(piece) {
  piece.tabIndex = -1;
  return piece;
}

// What has the focus stays where it is in the window, or else what stands at its top, whatever
// grows or shrinks above it.
function anchor() {
  const topOf = (element) => element.getBoundingClientRect().top;
  const control = root.contains(document.activeElement) ? document.activeElement : null;
  const isSeen = control && topOf(control) >= 0 && topOf(control) < window.innerHeight;
  const first = pieces().find((piece) => piece.getBoundingClientRect().bottom > 0);
  const key = first?.dataset.livePiece;
  const find = () => (isSeen ? document.activeElement : key && pieceOf(key));
  const top = find() ? topOf(find()) : 0;
  return () => {
    if (window.scrollY > 0 && find()?.isConnected) {
      window.scrollBy(0, topOf(find()) - top);
    }
  };
}

// Time

const minutesIn = (left) =>
  new Intl.NumberFormat(document.documentElement.lang || "en-GB", {
    style: "unit", unit: "minute", unitDisplay: "long",
  }).format(left);

function leftInWords(left, as) {
  if (as === "clock") {
    const seconds = Math.max(0, Math.ceil(left / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
  const [near, far] = as === "begins" ? [words.liveAtOnce, words.liveBegins] : [words.liveSoon, words.liveLeft];
  return left < 60_000 ? near : far.replace("TIME", minutesIn(Math.ceil(left / 60_000)));
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

let warned = 0;

function tick() {
  if (Date.now() - ticked > ASLEEP && !isAsking) {
    ask();
  }
  ticked = Date.now();
  const at = now();
  goOn(at);
  root.querySelectorAll("[data-live-until]").forEach((one) => {
    const until = Number(one.dataset.liveUntil);
    write(one, leftInWords(until - at, one.dataset.liveAs));
  });
  const part = root.querySelector("[data-live-part][data-ends]");
  const ends = Number(part?.dataset.ends);
  const left = ends - at;
  if (left <= WARNS && left > WARNS - 60_000 && warned !== ends && part.dataset.begins <= at) {
    warned = ends;
    part.classList.add("circle-live__part--ends");
    say(words.liveTwo);
  }
}

// Parts advance alone: the next one is in the page, and takes its place when its time has come.
function goOn(at) {
  const here = root.querySelector("[data-live-part]");
  const parts = root.querySelectorAll("[data-live-parts] > template[data-begins]");
  const due = [...parts].filter((one) => Number(one.dataset.begins) <= at).pop();
  if (!here || !due || due.dataset.begins <= Number(here.dataset.begins)) {
    return;
  }
  const next = document.importNode(due.content, true).querySelector("[data-live-part]");
  const sentences = sentencesOf(here.parentElement);
  here.replaceWith(next);
  start(next);
  sentencesOf(next.parentElement).filter((one) => !sentences.includes(one)).forEach(say);
}

// A form that cannot be sent keeps what was typed.
function refuse(event) {
  if (!navigator.onLine && root.contains(event.target)) {
    event.preventDefault();
    lost();
    line.textContent = words.liveUnsent;
    say(words.liveUnsent);
  }
}

function wake() {
  if (!document.hidden) {
    tick();
    ask();
  }
}

if (root) {
  root.querySelectorAll("[data-live-plain]").forEach((part) => part.remove());
  tick();
  window.setInterval(() => document.hidden || isOver || tick(), 1000);
  document.addEventListener("visibilitychange", () => (document.hidden ? window.clearTimeout(timer) : wake()));
  document.addEventListener("submit", refuse, true);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  window.addEventListener("online", wake);
  root.addEventListener("live:ask", ask); // another script has changed something
  window.addEventListener("offline", () => {
    failed = Math.max(failed, 1);
    lost();
  });
  // The page is as fresh as its first drawing: the first question comes at some moment after.
  later(Math.min(again, 2000) * Math.random() || again);
}
