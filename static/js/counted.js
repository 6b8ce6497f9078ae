// After the count: was what this browser sent among what was counted? Every browser fetches the
// list, with a receipt or without, so that fetching it says nothing.
import { findReceipts, hashesIn, offerToDrop } from "./receipts.js";

const place = document.querySelector("[data-counted]");

async function countedHashes() {
  const answer = await fetch(place.dataset.list, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    redirect: "error",
  });
  if (!answer.ok) {
    throw new Error("no list");
  }
  return hashesIn(new Uint8Array(await answer.arrayBuffer()));
}

function say(outcome) {
  place.querySelectorAll("[data-say]").forEach((one) => {
    one.hidden = one.dataset.say !== outcome;
  });
}

async function look() {
  const receipts = findReceipts(place.dataset.counted);
  try {
    const counted = await countedHashes();
    if (!receipts.length) {
      say("none");
      return;
    }
    say(receipts.every((one) => counted.has(one)) ? "counted" : "missing");
    place.querySelector("[data-receipts-kept]").hidden = false;
  } catch {
    say("network");
  }
}

if (place) {
  offerToDrop(place, place.dataset.counted);
  look();
}
