// Where a browser keeps its voting paper until it is used, and how bytes travel as text.
const PREFIX = "paper:";
const nameOf = (survey) => PREFIX + survey;

// The stored paper, {message, signature}; a paper that is not signed yet has no signature. Nothing
// else is handed out: what is sent with the answers comes from here, and the mark must not leave.
export function findPaper(survey) {
  const kept = read(survey);
  return kept && { message: kept.message, signature: kept.signature };
}

// Whether the stored paper was made by whom the page was made for.
export function isOwnPaper(survey, mark) {
  return read(survey)?.mark === mark;
}

// Throws where the browser keeps nothing for this page.
export function keepPaper(survey, { message, signature }, mark) {
  window.localStorage.setItem(nameOf(survey), JSON.stringify({ message, signature, mark }));
}

function read(survey) {
  try {
    return JSON.parse(window.localStorage.getItem(nameOf(survey)));
  } catch {
    return null;
  }
}

// At sign-out: whoever signs in here next must not find somebody else's paper.
export function dropAllPapers() {
  try {
    Object.keys(window.localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .forEach((name) => window.localStorage.removeItem(name));
  } catch {
    // What cannot be kept need not be dropped.
  }
}

export function dropPaper(survey) {
  try {
    window.localStorage.removeItem(nameOf(survey));
  } catch {
    // What cannot be kept need not be dropped.
  }
}

// Base64url without padding, both ways.
export function toText(bytes) {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromText(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  parts.forEach((part) => {
    whole.set(part, at);
    at += part.length;
  });
  return whole;
}
