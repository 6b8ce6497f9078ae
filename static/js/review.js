// Choosing words of a comment: marking a passage, and walking from word to word with the keyboard.
// Without this every word has its box, and ticking boxes does the same.

const form = document.querySelector(".circle-words-form");
const place = form?.querySelector("[data-words]");

// What was marked, as this browser counts it: in UTF-16 units. The server counts in its own way and
// refuses what does not fit the words.
function marked() {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  if (!place.contains(range.commonAncestorContainer)) {
    return null;
  }
  const parts = [...place.querySelectorAll("[data-at]")]
    .filter((part) => range.intersectsNode(part) && part.firstChild)
    .map((part) => cutOut(range, part))
    .filter((part) => part.text);
  if (!parts.length) {
    return null;
  }
  const text = parts.map((part) => part.text).join("");
  return { start: parts[0].at, end: parts[0].at + text.length, quote: text };
}

function cutOut(range, part) {
  const words = part.firstChild;
  const from = range.startContainer === words ? range.startOffset : 0;
  const to = range.endContainer === words ? range.endOffset : words.length;
  const before = range.comparePoint(words, 0) > 0 ? words.length : from;
  return { at: Number(part.dataset.at) + before, text: words.data.slice(before, to) };
}

function trimmed(found) {
  const front = found.quote.length - found.quote.trimStart().length;
  const quote = found.quote.trim();
  return { start: found.start + front, end: found.start + front + quote.length, quote };
}

function keep(found) {
  form.querySelectorAll("[data-marked]").forEach((field) => field.remove());
  Object.entries(found ?? {}).forEach(([name, value]) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    field.dataset.marked = "";
    form.append(field);
  });
  const status = form.querySelector("[data-chosen]");
  const words = found?.quote ?? boxes().filter((box) => box.checked).map(wordOf).join(" ");
  status.textContent = words && `${status.dataset.wordsChosen} ${words}`;
}

function boxes() {
  return [...place.querySelectorAll("input")];
}

function wordOf(box) {
  return box.parentElement.querySelector("[data-at]").textContent;
}

// One stop for the Tab key; arrow keys go on from there.
function stopAt(box) {
  boxes().forEach((one) => {
    one.tabIndex = one === box ? 0 : -1;
  });
}

function walk(event) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const all = boxes();
  const here = all.indexOf(event.target);
  const next = all[here + steps[event.key]];
  if (here < 0 || !next) {
    return;
  }
  event.preventDefault();
  if (event.shiftKey) {
    event.target.checked = true;
    next.checked = true;
  }
  stopAt(next);
  next.focus();
  keep(null);
}

if (place) {
  form.querySelector("[data-keys]").hidden = false;
  stopAt(boxes()[0]);
  place.addEventListener("keydown", walk);
  place.addEventListener("change", () => keep(null));
  document.addEventListener("selectionchange", () => {
    const found = marked();
    if (found?.quote.trim()) {
      boxes().forEach((box) => {
        box.checked = false;
      });
      keep(trimmed(found));
    }
  });
}
