// The editor of a report's section: it saves by itself, and says when. Without this there is a button.
import { pasteWords } from "./paste_words.js";

const PAUSE = 2000; // after the last key
const LONGEST = 10000; // after the first key that is not saved
const RETRY = 10000;

const form = document.querySelector("form[data-writing]");
const state = form?.querySelector("[data-writing-state]");
const body = form?.querySelector("textarea[name=body]");

let saved = form && words();
let timer = 0;
let firstUnsaved = 0;
let isSending = false;
let hasStopped = false; // somebody else has saved: only the button goes on from here
let isLeaving = false; // by a button of the form, which takes the words along

function words() {
  return JSON.stringify([form.elements.title.value, form.elements.body.value]);
}

function isChanged() {
  return words() !== saved;
}

function say(text) {
  if (state.textContent !== text) {
    state.textContent = text;
  }
}

function plan(pause) {
  window.clearTimeout(timer);
  timer = window.setTimeout(save, pause);
}

function changed() {
  if (hasStopped || !isChanged()) {
    return;
  }
  const now = Date.now();
  firstUnsaved ||= now;
  say(form.dataset.unsaved);
  plan(Math.max(0, Math.min(PAUSE, firstUnsaved + LONGEST - now)));
}

// One at a time: each saving says which wording it follows.
async function save(options = {}) {
  if (isSending || hasStopped || isLeaving || !isChanged()) {
    return;
  }
  isSending = true;
  const sent = words();
  firstUnsaved = 0;
  try {
    const answer = await fetch(form.dataset.writing, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      ...options,
    });
    await take(answer, sent);
  } catch {
    say(form.dataset.away);
    plan(RETRY);
  } finally {
    isSending = false;
  }
}

async function take(answer, sent) {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
    say(answer.type === "opaqueredirect" || answer.status === 403 ? form.dataset.signedOut : form.dataset.away);
    plan(RETRY);
    return;
  }
  const said = await answer.json();
  if (answer.ok) {
    saved = sent;
    form.elements.revision.value = said.revision;
  }
  hasStopped = answer.status === 409;
  say(said.words);
  if (answer.ok && isChanged()) {
    firstUnsaved = Date.now();
    plan(PAUSE);
  }
}

if (form) {
  form.addEventListener("input", changed);
  body.addEventListener("paste", (event) => pasteWords(event, body));
  form.addEventListener("submit", () => {
    isLeaving = true;
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      save({ keepalive: true });
    }
  });
  window.addEventListener("pagehide", () => save({ keepalive: true }));
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && isChanged() && (isSending || hasStopped)) {
      event.preventDefault(); // the browser asks first: these words are saved nowhere
    }
  });
}
