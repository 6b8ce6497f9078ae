// A gentle word under a comment that may show who wrote it, or whom it is about. Patterns alone,
// never a list of people; nothing of it leaves the browser, and it holds up nobody.
const PAUSE = 1000;

const PATTERNS = {
  title: [
    /\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Miss|Sir|Dame|Lord|Lady|Rev|Revd|Reverend)\.?\s+\p{Lu}/u,
  ],
  contact: [
    /[^\s@]+@[^\s@]+\.\p{L}{2,}/u,
    /(?:\+\d|\b0\d)(?:[\s().-]{0,2}\d){7,}/,
    /\b[a-z]{1,2}\d[a-z\d]?\s*\d(?!(?:st|nd|rd|th)\b)[a-z]{2}\b/i,
    /\b\d{1,4}[a-z]?\s+(?:\p{Lu}[\p{L}'’]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Court|Place|Terrace|Crescent|Gardens)\b/u,
  ],
  only: [
    /\bas the only\b/i,
    /\bI(?:['’]m| am) the only\b/i,
    /\bthe only (?:\S+ ){1,5}(?:in|on|at|of|from|here)\b/i,
  ],
  work: [/\bmy (?:own |line |old |new )*(?:line[ -]manager|manager|supervisor|boss|mentor|tutor|team lead(?:er)?)\b/i],
  mention: [/(?<![\p{L}\p{N}.@])@\p{L}/u],
};

// The kinds of things found in a text, in the order above.
export function hintsIn(text) {
  return Object.keys(PATTERNS).filter((kind) => PATTERNS[kind].some((one) => one.test(text)));
}

function line(text) {
  const paragraph = document.createElement("p");
  paragraph.className = "circle-note";
  paragraph.textContent = text;
  return paragraph;
}

// A live region under each comment, empty until there is something to say.
function watch(area, words) {
  const place = document.createElement("div");
  place.setAttribute("role", "status");
  place.dataset.hint = area.name;
  area.closest(".govuk-form-group").append(place);
  let waiting;
  let shown = "";
  const look = () => {
    const said = hintsIn(area.value).map((kind) => words[kind]);
    const lines = said.length ? [words.lead, ...said] : [];
    if (lines.join() !== shown) {
      shown = lines.join();
      place.replaceChildren(...lines.map(line));
    }
  };
  area.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(look, PAUSE);
  });
  look();
}

const words = document.querySelector("[data-hint-words]")?.dataset;
if (words) {
  document.querySelectorAll("[data-hinted] textarea").forEach((area) => watch(area, words));
}
