// Behaviour of every page. Each part only improves what works without it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  SkipLink,
  createAll,
} from "../vendor/govuk-frontend/govuk-frontend.min.js";
import { dropAllPapers } from "./paper_storage.js";
import { dropAllReceipts } from "./receipts.js";

// The error summary comes last: the focus stays on it.
const COMPONENTS = [Button, CharacterCount, Checkboxes, NotificationBanner, Radios, SkipLink, ErrorSummary];
const SUBMIT_PAUSE = 4000;
const EXIT_PRESSES = 3;
const EXIT_WINDOW = 2000;

document.body.classList.add("js-enabled", "govuk-frontend-supported");

export function start(scope) {
  COMPONENTS.forEach((component) => createAll(component, undefined, scope));
  // Our own error summary speaks, not the browser's bubbles.
  scope.querySelectorAll("form").forEach((form) => {
    form.noValidate = true;
  });
}

start(document);

// On a phone the sections slide: begin with the one that is open.
const current = document.querySelector(".circle-nav__link[aria-current]");
if (current) {
  const sections = current.closest("ul");
  sections.scrollLeft = current.offsetLeft + current.offsetWidth / 2 - sections.clientWidth / 2;
}

// htmx announces the whole page first, then every piece it puts in.
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    start(event.detail.elt);
  }
});

// A second press on a button within a few seconds sends nothing twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) {
    return;
  }
  if (form.dataset.circleSent) {
    event.preventDefault();
    return;
  }
  form.dataset.circleSent = "yes";
  window.setTimeout(() => delete form.dataset.circleSent, SUBMIT_PAUSE);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-circle-sent]").forEach((form) => delete form.dataset.circleSent);
  document.body.classList.remove("circle-leaving");
});

// Signing out leaves no voting paper and no receipt behind for whoever comes next.
document.querySelector("form[data-forget-papers]")?.addEventListener("submit", () => {
  dropAllPapers();
  dropAllReceipts();
});

// Quick exit: hide everything at once, then replace this page in the browser's history.
const exit = document.querySelector("[data-circle-exit]");

function leave() {
  document.body.classList.add("circle-leaving");
  document.title = "\u200b";
  window.location.replace(exit.href);
}

if (exit) {
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    presses = [...presses.filter((at) => event.timeStamp - at < EXIT_WINDOW), event.timeStamp];
    if (presses.length >= EXIT_PRESSES) {
      leave();
    }
  });
}
