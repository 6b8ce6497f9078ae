// What a browser keeps after sending: the hash that stands on the envelope. It says that something
// was sent from here and not a word of what. A list: several people may share a device.
import { fromText, toHex } from "./bytes.js";
import { store } from "./store.js";

const receipts = store("receipt:");

// At sign-out: whoever signs in here next need not learn that somebody has answered.
export const dropAllReceipts = receipts.dropAll;

export function findReceipts(survey) {
  return receipts.find(survey) ?? [];
}

// Returns whether it was kept. Whoever cannot keep one has sent all the same.
export async function keepReceipt(survey, message) {
  try {
    const digest = await window.crypto.subtle.digest("SHA-256", fromText(message));
    const hashes = new Set([...findReceipts(survey), toHex(new Uint8Array(digest))]);
    receipts.keep(survey, [...hashes]);
    return true;
  } catch {
    return false;
  }
}

// A button that removes them, and the words it then puts in its place.
export function offerToDrop(scope, survey) {
  scope.querySelector("[data-drop-receipts]")?.addEventListener("click", () => {
    receipts.drop(survey);
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
    found.add(toHex(bytes.subarray(at, at + 32)));
  }
  return found;
}
