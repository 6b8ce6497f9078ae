// What a browser keeps after sending: the hash that stands on the envelope. It says that something
// was sent from here and not a word of what. A list: several people may share a device.
import { fromText } from "./bytes.js";

const PREFIX = "receipt:";
const nameOf = (survey) => PREFIX + survey;

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function findReceipts(survey) {
  try {
    return JSON.parse(window.localStorage.getItem(nameOf(survey))) ?? [];
  } catch {
    return [];
  }
}

// Returns whether it was kept. Whoever cannot keep one has sent all the same.
export async function keepReceipt(survey, message) {
  try {
    const digest = await window.crypto.subtle.digest("SHA-256", fromText(message));
    const receipts = new Set([...findReceipts(survey), hex(new Uint8Array(digest))]);
    window.localStorage.setItem(nameOf(survey), JSON.stringify([...receipts]));
    return true;
  } catch {
    return false;
  }
}

export function dropReceipts(survey) {
  try {
    window.localStorage.removeItem(nameOf(survey));
  } catch {
    // What cannot be kept need not be dropped.
  }
}

// At sign-out: whoever signs in here next need not learn that somebody has answered.
export function dropAllReceipts() {
  try {
    Object.keys(window.localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .forEach((name) => window.localStorage.removeItem(name));
  } catch {
    // What cannot be kept need not be dropped.
  }
}

// A button that removes them, and the words it then puts in its place.
export function offerToDrop(scope, survey) {
  scope.querySelector("[data-drop-receipts]")?.addEventListener("click", () => {
    dropReceipts(survey);
    const gone = scope.querySelector("[data-receipts-gone]");
    scope.querySelector("[data-receipts-kept]").hidden = true;
    gone.hidden = false;
    gone.focus();
  });
}

// The hashes of a list as the server publishes it: 32 bytes after 32 bytes.
export function hashesIn(bytes) {
  const found = new Set();
  for (let at = 0; at < bytes.length; at += 32) {
    found.add(hex(bytes.subarray(at, at + 32)));
  }
  return found;
}
