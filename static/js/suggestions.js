// A text field that offers what is known while somebody types: <input data-suggestions="address">.
// The field stays a field: whatever is typed counts, chosen or not. Without this it is as plain as any.
const FEWEST_LETTERS = 2;
const PAUSE = 180;

let made = 0;

class Suggestions {
  constructor(input) {
    made += 1;
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "circle-suggestions__list";
    this.list.id = `suggestions-${made}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.label());
    this.status = document.createElement("div");
    this.status.className = "govuk-visually-hidden";
    this.status.setAttribute("role", "status");
    this.active = -1;
    this.asked = 0;

    const place = document.createElement("div");
    place.className = "circle-suggestions";
    input.replaceWith(place);
    place.append(input, this.list, this.status);
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    Object.entries(states).forEach(([name, value]) => input.setAttribute(name, value));
    input.setAttribute("aria-controls", this.list.id);

    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // The focus stays in the field while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        this.choose(option);
      }
    });
  }

  label() {
    const label = this.input.labels?.[0]?.cloneNode(true);
    label?.querySelectorAll(".circle-optional").forEach((part) => part.remove());
    return label ? label.textContent.trim() : "";
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    window.clearTimeout(this.timer);
    this.asked += 1; // an answer still on its way is to what was typed before
    if (this.input.value.trim().length < FEWEST_LETTERS) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked += 1;
    const asked = this.asked;
    const query = new URLSearchParams({ q: this.input.value.trim() });
    let found;
    try {
      const answer = await fetch(`${this.input.dataset.suggestions}?${query}`, {
        headers: { Accept: "application/json" },
      });
      found = answer.ok ? (await answer.json()).organisations : [];
    } catch {
      found = [];
    }
    if (asked === this.asked && document.activeElement === this.input) {
      this.show(found);
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.activate(-1);
    this.open(found.length > 0);
    // A heard count lets somebody who cannot see the list know that there is one.
    const words = this.input.dataset;
    const said = (found.length === 0 ? words.noSuggestions : words.someSuggestions) || "";
    this.status.textContent = said.replace("%d", found.length);
  }

  option({ name, alias }, place) {
    const option = document.createElement("li");
    option.className = "circle-suggestions__option";
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.value = name;
    option.textContent = name;
    if (alias) {
      const also = document.createElement("span");
      also.className = "circle-suggestions__alias";
      also.textContent = alias;
      option.append(" ", also);
    }
    return option;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    window.clearTimeout(this.timer);
    this.asked += 1;
    this.activate(-1);
    this.open(false);
    this.status.textContent = "";
  }

  activate(place) {
    const { options } = this;
    this.active = options.length ? place : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.active)));
    const option = options[this.active];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(option) {
    this.input.value = option.dataset.value;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const isOpen = !this.list.hidden;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown" && !isOpen) {
      event.preventDefault();
      this.later();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.activate(this.active === last ? 0 : this.active + 1);
    } else if (event.key === "ArrowUp" && isOpen) {
      event.preventDefault();
      this.activate(this.active <= 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }
}

document.querySelectorAll("input[data-suggestions]").forEach((input) => new Suggestions(input));
