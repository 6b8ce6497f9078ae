// The notes of a space stay fresh, and what one types is never touched. Without this file the same
// page works by its forms and by reloading.
//
// The page is made of items. A fresh copy of the page is fetched when the server says that
// something changed, and only items that differ from the last copy are put in. One in which
// somebody is typing stays; whoever saves it on an old revision keeps both texts, by the server.

const board = document.querySelector("[data-board]");
const status = board.querySelector("[data-board-status]");
const AT_MOST = 30; // seconds between two questions while the server does not answer

let revision = board.dataset.revision;
let told = ""; // what the last whole answer is known by
const sending = new Set(); // the presses on their way, the one behind the other
let before = Promise.resolve();
const known = new Map();

function said(item) {
  const copy = item.cloneNode(true);
  copy.querySelectorAll("[name=csrfmiddlewaretoken], [data-changed-note]").forEach((each) => each.remove());
  return copy.innerHTML;
}

function know() {
  known.clear();
  board.querySelectorAll("[data-item]").forEach((item) => known.set(item.dataset.item, said(item)));
}

function fields(item) {
  return [...item.querySelectorAll("textarea, input:not([type=hidden])")];
}

function isTypedIn(item) {
  return fields(item).some((field) => field.value !== field.defaultValue || field === document.activeElement);
}

function say(...words) {
  status.replaceChildren(...words);
  status.className = status.textContent ? "govuk-inset-text" : "circle-note";
}

function sayChanged(item) {
  if (!item.querySelector("[data-changed-note]")) {
    const note = document.createElement("p");
    note.className = "govuk-inset-text";
    note.dataset.changedNote = "";
    note.textContent = board.dataset.changed;
    item.prepend(note);
  }
}

function put(item, old) {
  const isOpen = old?.querySelector("details[open]") && old.contains(document.activeElement);
  if (isOpen) {
    item.querySelector("details")?.setAttribute("open", "");
  }
  item.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: item } }));
  return item;
}

function takeItem(fresh, old, isSent) {
  const key = fresh.dataset.item;
  const words = said(fresh);
  const isSame = known.get(key) === words;
  known.set(key, words);
  if (!old || isSent) {
    return document.adoptNode(fresh);
  }
  if (isSame) {
    return old;
  }
  if (isTypedIn(old)) {
    sayChanged(old);
    return old;
  }
  return put(document.adoptNode(fresh), old);
}

function takeList(fresh, list, sent) {
  const old = new Map([...list.children].map((item) => [item.dataset.item, item]));
  let place = list.firstElementChild;
  for (const item of [...fresh.children]) {
    const key = item.dataset.item;
    const mine = old.get(key);
    old.delete(key);
    const taken = takeItem(item, mine, key === sent);
    if (mine && taken !== mine) {
      if (place === mine) {
        place = taken;
      }
      mine.replaceWith(taken);
    }
    if (taken === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(taken, place);
    }
  }
  for (const [key, item] of old) {
    if (key !== sent && isTypedIn(item)) {
      sayChanged(item);
    } else {
      known.delete(key);
      item.remove();
    }
  }
}

// In another space nothing of the former one stays, but a new note that was begun: its writer may
// add it here, by pressing again.
function move(fresh, sent) {
  const box = (page) => page.querySelector('[data-item="add_note"] textarea');
  const begun = sent === "add_note" ? "" : (box(board)?.value ?? "");
  fresh.querySelector("[data-board-status]").replaceWith(status);
  board.dataset.seat = fresh.dataset.seat;
  board.replaceChildren(...fresh.childNodes);
  board.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: board } }));
  know();
  if (begun) {
    box(board).value = begun;
  }
  if (!sent) {
    say(begun ? board.dataset.moved : "");
  }
}

// Puts a copy of the page in; false where it is another page, which is then shown whole.
function take(words, sent) {
  const page = new DOMParser().parseFromString(words, "text/html");
  const fresh = page.querySelector("[data-board]");
  if (!fresh) {
    return false;
  }
  revision = fresh.dataset.revision;
  const answer = fresh.querySelector("[data-board-status]");
  if (fresh.dataset.seat !== board.dataset.seat) {
    move(fresh, sent);
  } else if (!takeLists(page, sent)) {
    return false;
  }
  if (sent) {
    say(...answer.childNodes);
  }
  return true;
}

function takeLists(page, sent) {
  for (const list of board.querySelectorAll("[data-items]")) {
    const other = page.getElementById(list.id);
    if (!other) {
      return false;
    }
    takeList(other, list, sent);
  }
  return true;
}

// A server that restarts answers too, by its proxy: with no page that anything may be taken from.
async function reach(address, options) {
  const answer = await fetch(address, options);
  if (answer.status >= 500) {
    throw new Error("The server is away.");
  }
  return answer;
}

// In no space any more: nothing of one stays on the screen. A half-typed note does, to be sent from
// wherever its writer goes next.
const STAYS = ["now", "add_note"];

function leave() {
  const items = [...board.querySelectorAll("[data-item]")];
  if (!items.some((item) => item.dataset.item === "add_note" && isTypedIn(item))) {
    window.location.reload();
    return;
  }
  for (const item of items.filter((item) => !STAYS.includes(item.dataset.item))) {
    known.delete(item.dataset.item);
    item.remove();
  }
  say(board.dataset.nowhere);
}

function sayNoMore(words) {
  if (status.textContent === words) {
    say("");
  }
}

async function refresh(now) {
  const answer = await reach(window.location.pathname, { headers: { Accept: "text/html" } });
  if (take(await answer.text())) {
    sayNoMore(board.dataset.nowhere);
  } else if (answer.status === 403) {
    revision = now;
    leave();
  } else {
    window.location.reload();
  }
}

async function send(action, body, name) {
  try {
    const answer = await reach(action, { method: "POST", body });
    const words = await answer.text();
    const begun = noteBox()?.value;
    if (!take(words, name)) {
      leave();
      return;
    }
    // The next note was begun meanwhile.
    if (name === "add_note" && begun && begun !== body.get("words") && noteBox()) {
      noteBox().value = begun;
    }
    // Whoever presses on already is elsewhere.
    if (sending.size === 1) {
      look(name);
    }
  } catch {
    say(board.dataset.lost);
  }
}

const noteBox = () => board.querySelector('[data-item="add_note"] textarea');

function look(name) {
  const now = board.querySelector(`[data-item="${CSS.escape(name)}"]`);
  const found = (what) => now?.querySelector(what);
  const isAdding = name === "add_note";
  const next = isAdding
    ? found("textarea")
    : found(".govuk-form-group--error textarea") ?? found("h3, summary, button") ?? status;
  next?.focus({ preventScroll: !isAdding });
}

// What is pressed while an earlier press is still on its way follows it; the same one twice is one.
board.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form, event.submitter);
  const { item: name } = form.closest("[data-item]").dataset;
  const press = JSON.stringify([...body].filter(([key]) => key !== "csrfmiddlewaretoken"));
  if (!sending.has(press)) {
    sending.add(press);
    before = before.then(() => send(form.action, body, name)).then(() => sending.delete(press));
  }
});

let failed = 0;

async function ask(wait) {
  await new Promise((done) => window.setTimeout(done, wait * 1000));
  let again = Math.min(wait * 2, AT_MOST);
  try {
    if (!document.hidden && !sending.size) {
      const headers = { Accept: "application/json", "X-Told": told };
      const answer = await fetch(board.dataset.board, { headers });
      if (answer.status === 403 || answer.status === 404 || answer.redirected) {
        window.location.reload();
        return;
      }
      const pulse = await answer.json();
      again = pulse.again;
      failed = 0;
      sayNoMore(board.dataset.away);
      // Without a revision nothing has changed since it was told.
      const now = pulse.revision ?? revision;
      if (now !== revision && !sending.size) {
        await refresh(now);
      }
      told = now === revision ? (pulse.told ?? told) : "";
    } else {
      again = wait;
    }
  } catch {
    // The server or the way to it is away for a moment; what is typed stays.
    failed += 1;
    if (failed > 1 && !status.textContent) {
      say(board.dataset.away);
    }
  }
  ask(again);
}

know();
ask(2);
