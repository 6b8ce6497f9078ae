// The facilitators' screen: presses and ticks go without a reload. What was not done is said above.
const root = document.querySelector("[data-live]");
const place = document.querySelector("[data-press-notice]");

const placeOf = (page) => page?.querySelector("[name=position]")?.value;
let saidAt = placeOf(root); // the part that ran when something was said

// What was said about one part is of no use in the next.
root?.addEventListener("live:piece", () => {
  if (place.firstElementChild && placeOf(root) !== saidAt) {
    place.replaceChildren();
  }
});

function show(content) {
  place.replaceChildren(content);
  const banner = place.firstElementChild;
  if (banner) {
    banner.tabIndex = -1;
    banner.focus();
  }
}

async function send(form, button) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form, button),
    headers: { "X-Requested-With": "XMLHttpRequest" },
  });
  if (answer.status >= 500) {
    throw new Error("The server is away."); // it restarts, and its proxy answered
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.querySelector("[data-press-notice]");
  if (!said) {
    window.location.reload(); // signed out, or no longer theirs: the page itself says so
    return;
  }
  saidAt = placeOf(page);
  show(document.importNode(said, true).firstElementChild ?? "");
  root.dispatchEvent(new Event("live:ask"));
}

let isSending = false;

root?.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-press]");
  if (!form || event.defaultPrevented) {
    return;
  }
  event.preventDefault();
  if (isSending) {
    return;
  }
  isSending = true;
  root.setAttribute("aria-busy", "true");
  try {
    await send(form, event.submitter);
  } catch {
    show(document.querySelector("template[data-press-lost]").content.cloneNode(true));
  } finally {
    isSending = false;
    root.removeAttribute("aria-busy");
  }
});
