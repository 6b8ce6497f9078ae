// Collects a voting paper with the sign-in, keeps it in this browser, and goes on to the form.
// The server signs the paper blinded, so it never sees it; the form is sent without the sign-in.
import { blind, finalize, prepare, readKey } from "./blind.js";
import { fromText, joined, toHex, toText } from "./bytes.js";
import { dropPaper, findBlinded, findPaper, isOwnPaper, keepPaper } from "./paper_storage.js";

const REASONS = { 409: "elsewhere", 410: "closed" };
const place = document.querySelector("[data-paper]");
const mark = place?.dataset.mark;

class Stopped extends Error {
  constructor(reason, sentence = "") {
    super(reason);
    this.reason = reason;
    this.sentence = sentence;
  }
}

async function sha256(bytes) {
  return new Uint8Array(await window.crypto.subtle.digest("SHA-256", bytes));
}

async function ask(url, options) {
  try {
    return await fetch(url, { cache: "no-store", redirect: "error", ...options });
  } catch {
    throw new Stopped("network");
  }
}

// The survey's keys come from the public page, read without the sign-in: everybody gets the same,
// and the fingerprint on this page must fit them.
async function paperKey() {
  const answer = await ask(place.dataset.landing, { credentials: "omit" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const keys = page.querySelector("[data-paper-key]");
  if (!answer.ok || !keys) {
    throw new Stopped("network");
  }
  const key = fromText(keys.dataset.paperKey);
  const fingerprint = toHex(await sha256(joined(key, fromText(keys.dataset.boxKey))));
  if (fingerprint !== place.dataset.fingerprint) {
    throw new Stopped("fingerprint");
  }
  return key;
}

function isMadeFor(text, madeFor) {
  try {
    return toText(fromText(text).slice(32)) === toText(madeFor);
  } catch {
    return false;
  }
}

// 32 random bytes and the hash of the survey's key, blinded. One that was made before and may have
// been signed is used again: a second one would be refused.
async function blindedPaper(survey, key, madeFor) {
  const kept = findBlinded(survey);
  if (kept && isMadeFor(kept.message, madeFor)) {
    return kept;
  }
  const message = prepare(madeFor);
  const { blinded, secret } = await blind(key, message);
  const made = { message: toText(message), blinded: toText(blinded), secret: toText(secret) };
  try {
    keepPaper(survey, made, mark);
  } catch {
    throw new Stopped("storage");
  }
  return made;
}

async function signed(blinded) {
  const answer = await ask(place.dataset.collect, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": place.querySelector("[name=csrfmiddlewaretoken]").value,
    },
    body: JSON.stringify({ blinded }),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Stopped(REASONS[answer.status] ?? "refused", said.refused);
  }
  return said.signature;
}

// Without its blinding. A signature that is not valid is not kept, and so never shown to anybody.
async function unblinded(key, { message, secret }, signature) {
  try {
    return toText(await finalize(key, fromText(message), fromText(signature), fromText(secret)));
  } catch {
    throw new Stopped("unsigned");
  }
}

async function collect() {
  const survey = place.dataset.survey;
  // On a shared device: somebody else's paper, which they have not used.
  if (!isOwnPaper(survey, mark)) {
    dropPaper(survey);
  }
  if (findPaper(survey)?.signature) {
    return;
  }
  const der = await paperKey();
  const key = await readKey(der);
  const paper = await blindedPaper(survey, key, await sha256(der));
  try {
    const signature = await unblinded(key, paper, await signed(paper.blinded));
    keepPaper(survey, { message: paper.message, signature }, mark);
  } catch (stopped) {
    // A value that will never be signed must not stay behind.
    if (stopped.reason === "elsewhere" || stopped.reason === "closed") {
      dropPaper(survey);
    }
    throw stopped;
  }
}

// One tab at a time: two would make two papers, and one of them would be refused.
const collectAlone = () => (navigator.locks ? navigator.locks.request("paper", collect) : collect());

function say(reason, sentence) {
  place.querySelectorAll("[data-say]").forEach((one) => {
    one.hidden = one.dataset.say !== reason;
  });
  const shown = place.querySelector(`[data-say="${reason}"]`);
  const slot = shown.querySelector("[data-sentence]");
  if (sentence && slot) {
    slot.textContent = sentence;
  }
  shown.focus();
}

function offerStart() {
  const start = place.querySelector("[data-start]");
  place.querySelector("[data-without-script]").hidden = true;
  if (!window.crypto?.subtle) {
    say("insecure");
    return;
  }
  start.hidden = false;
  start.addEventListener("click", async () => {
    start.disabled = true;
    try {
      await collectAlone();
      // A link that sends no referrer: the form's address must not be asked for with this page's.
      place.querySelector("[data-form]").click();
    } catch (stopped) {
      say(stopped.reason ?? "network", stopped.sentence);
    }
    start.disabled = false;
  });
}

if (place) {
  offerStart();
}
