// Where a browser keeps its voting paper until it is used, and how bytes travel as text.
const nameOf = (survey) => `paper:${survey}`;

// The stored paper, {message, signature}; a paper that is not signed yet has no signature.
export function findPaper(survey) {
  try {
    return JSON.parse(window.localStorage.getItem(nameOf(survey)));
  } catch {
    return null;
  }
}

// Throws where the browser keeps nothing for this page.
export function keepPaper(survey, paper) {
  window.localStorage.setItem(nameOf(survey), JSON.stringify(paper));
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
