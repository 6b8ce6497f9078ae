// The feedback form. Answers stay in this tab until they are sent, and are sent without anything
// that says who sent them: no cookie, no referrer, always the same length.
import "./hints.js";
import { dropPaper, findPaper } from "./paper_storage.js";
import { keepReceipt, offerToDrop } from "./receipts.js";

const BODY_BYTES = 65536;
const OUTCOMES = { 204: "sent", 400: "refused", 410: "late", 422: "long" };

const place = document.querySelector("[data-box]");
const survey = place?.dataset.box;
const form = place?.querySelector("form");

// Code points, as the server counts them.
const lengthOf = (text) => Array.from(text).length;

function answers() {
  const ratings = {};
  form.querySelectorAll("[data-rating]").forEach((block) => {
    const chosen = block.querySelector("input:checked")?.value;
    ratings[block.dataset.rating] = chosen ? Number(chosen) : null;
  });
  const choices = {};
  form.querySelectorAll("[data-choice]").forEach((block) => {
    choices[block.dataset.choice] = block.querySelector("input:checked")?.value || null;
  });
  const texts = {};
  form.querySelectorAll("textarea").forEach((area) => {
    if (area.value.trim()) {
      texts[area.name] = area.value.trim();
    }
  });
  const label = form.querySelector("[data-label] input:checked")?.value || null;
  return { label, ratings, texts, choices };
}

// Whatever was chosen counts, "no view" too; nothing at all is no feedback.
const isEmpty = ({ label, texts }) =>
  label === null && !Object.keys(texts).length && !form.querySelector("[data-rating] input:checked, [data-choice] input:checked");

// Mark every comment that is too long, where it stands and in the summary; returns how many.
function markTooLong() {
  const links = form.querySelector("ul[data-too-long]");
  links.replaceChildren();
  form.querySelectorAll("textarea").forEach((area) => {
    const isLong = lengthOf(area.value.trim()) > Number(form.dataset.longest);
    const error = form.querySelector(`#${area.id}-error`);
    error.hidden = !isLong;
    area.classList.toggle("govuk-textarea--error", isLong);
    area.closest(".govuk-form-group").classList.toggle("govuk-form-group--error", isLong);
    area.setAttribute("aria-describedby", `${isLong ? `${error.id} ` : ""}${area.id}-info`);
    if (isLong) {
      const link = document.createElement("a");
      link.href = `#${area.id}`;
      link.textContent = area.dataset.tooLong;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        area.scrollIntoView();
        area.focus();
      });
      const item = document.createElement("li");
      item.append(link);
      links.append(item);
    }
  });
  return links.children.length;
}

// Ask before the tab is left with something in it. The quick exit leaves at once.
function warn(event) {
  if (!isEmpty(answers()) && !document.body.classList.contains("circle-leaving")) {
    event.preventDefault();
  }
}

// JSON allows spaces at its end: every envelope is as long as every other.
function padded(content) {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  if (bytes.length > BODY_BYTES) {
    return null;
  }
  return new Uint8Array(BODY_BYTES).fill(0x20).map((space, at) => bytes[at] ?? space);
}

async function post(content) {
  const body = padded(content);
  if (!body) {
    return "long";
  }
  try {
    const answer = await fetch(window.location.pathname, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      redirect: "error",
    });
    return OUTCOMES[answer.status] ?? "network";
  } catch {
    return "network";
  }
}

function say(outcome) {
  form.querySelectorAll("[data-say]").forEach((one) => {
    one.hidden = one.dataset.say !== outcome;
  });
  form.querySelector(`[data-say="${outcome}"]`)?.focus();
}

// Put a prepared part of the page in the place of everything, and move the focus to its heading.
function turnTo(name) {
  const part = document.querySelector(`template[data-part="${name}"]`).content.cloneNode(true);
  place.replaceChildren(part);
  const heading = place.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
  window.scrollTo(0, 0);
}

async function send() {
  const given = answers();
  const long = markTooLong();
  if (long || isEmpty(given)) {
    say(long ? "long" : "empty");
    return;
  }
  const button = form.querySelector("[data-send]");
  button.disabled = true;
  say("sending");
  const paper = findPaper(survey);
  const outcome = await post({ ...paper, answers: given });
  button.disabled = false;
  if (outcome === "sent") {
    window.removeEventListener("beforeunload", warn);
    const isKept = await keepReceipt(survey, paper.message);
    dropPaper(survey);
    turnTo("thanks");
    place.querySelector("[data-receipts-kept]").hidden = !isKept;
    offerToDrop(place, survey);
    return;
  }
  if (outcome === "late") {
    dropPaper(survey);
    button.hidden = true;
  }
  if (outcome === "network") {
    button.textContent = button.dataset.again;
  }
  say(outcome);
}

function prepare() {
  if (place.dataset.closed) {
    dropPaper(survey);
    return;
  }
  if (!findPaper(survey)?.signature) {
    turnTo("none");
    return;
  }
  place.querySelector("[data-without-script]").hidden = true;
  place.querySelector("[data-questions]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  window.addEventListener("beforeunload", warn);
}

if (place) {
  prepare();
}
