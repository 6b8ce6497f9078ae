// The secretary's list: the search filters while one types, arrow keys walk, the space bar marks.
// Without this the button searches, and every mark stays where it is.

const list = document.querySelector("[data-register-list]");
const search = document.querySelector("[data-register-search] input");
const count = document.querySelector("[data-register-count]");

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const boxes = () => [...list.querySelectorAll("input[type=checkbox]")];
const rows = () => [...list.querySelectorAll("[data-register-name]")];
const found = () => boxes().filter((box) => !box.closest("[data-register-name]").hidden);

function tell() {
  const marked = list.querySelectorAll("input:checked, input[type=hidden]").length;
  const all = boxes().length + list.querySelectorAll("input[type=hidden]").length;
  count.textContent = count.dataset.registerWords
    .replace("MARKED", marked)
    .replace("ALL", all)
    .replace("FOUND", found().length);
}

function filter() {
  const wanted = plain(search.value.trim());
  rows().forEach((row) => {
    row.hidden = !plain(row.dataset.registerName).includes(wanted);
  });
  tell();
}

function walk(event) {
  const there = found();
  const at = there.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && there.length) {
    there[Math.min(at + 1, there.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at > 0) {
    there[at - 1].focus();
  } else if (event.key === "ArrowUp" && at === 0) {
    search.focus();
  } else if (event.key === "Enter" && document.activeElement === search) {
    there[0]?.focus(); // Enter would send the form
  } else {
    return;
  }
  event.preventDefault();
}

// A page that was searched by the server holds only what was found, so the server goes on searching.
if (list && search && !search.value) {
  document.querySelector("[data-register-search] button").hidden = true;
  document.querySelector("[data-register-keys]").hidden = false;
  search.addEventListener("input", filter);
  search.addEventListener("keydown", walk);
  list.addEventListener("keydown", walk);
  list.addEventListener("change", tell);
  tell();
}
