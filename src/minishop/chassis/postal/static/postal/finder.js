// The search beside a postcode, in the page: a combobox whose list fills postcode and address. Without this script the button leads to a page
// that does the same (postal/_step.html).
"use strict";

(() => {
  const PAUSE = 350; // milliseconds without a key before a search begins by itself
  const SHORTEST = 2;

  for (const root of document.querySelectorAll("[data-address-finder]")) arm(root);

  function arm(root) {
    const form = root.closest("form");
    const button = root.querySelector("button");
    const [zipcode, address, detail] = root.dataset.fills.split(" ").map((name) => form.elements.namedItem(name));
    root.append(root.querySelector("template").content.cloneNode(true));
    const panel = root.querySelector(".address-panel");
    const query = panel.querySelector("input");
    const status = panel.querySelector("[role=status]");
    const list = panel.querySelector("[role=listbox]");
    let active = -1;
    let timer = 0;
    let asked = 0; // only the answer to the last question counts

    // With the search in the page no key can press the button by mistake.
    root.querySelector("input[type=submit]").remove();
    button.type = "button";
    button.setAttribute("aria-controls", panel.id);
    open(false);

    button.addEventListener("click", () => {
      open(panel.hidden);
      if (!panel.hidden) query.focus();
    });
    panel.querySelector("button").addEventListener("click", () => {
      search();
      query.focus();
    });
    query.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE);
    });
    query.addEventListener("keydown", onKey);
    // The cursor stays in the box while the mouse picks.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) pick(option);
    });

    function onKey(event) {
      if (event.isComposing) return; // the key ends a syllable, nothing else
      if (event.key === "Escape") {
        open(false);
        button.focus();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (active >= 0) pick(options()[active]);
        else search();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      }
    }

    function options() {
      return [...list.children];
    }

    function open(isOpen) {
      panel.hidden = !isOpen;
      button.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) clearTimeout(timer);
    }

    function move(by) {
      const count = options().length;
      if (count) activate((active + by + count + (active < 0 && by < 0 ? 1 : 0)) % count);
    }

    function activate(index) {
      active = index;
      for (const [number, option] of options().entries()) option.setAttribute("aria-selected", String(number === index));
      const option = options()[index];
      if (!option) return query.removeAttribute("aria-activedescendant");
      query.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    async function search() {
      clearTimeout(timer);
      const words = query.value.trim();
      const mine = (asked += 1);
      if (words.length < SHORTEST) return show("", []);
      const answer = await found(words);
      if (mine === asked) show(answer.words, answer.options);
    }

    async function found(words) {
      try {
        const url = `${root.dataset.addressFinder}?${new URLSearchParams({ q: words })}`;
        const response = await fetch(url, { redirect: "manual", credentials: "same-origin" });
        if (response.type === "opaqueredirect") return { words: root.dataset.login, options: [] };
        const part = document.createElement("template");
        part.innerHTML = await response.text();
        const said = part.content.querySelector("p");
        if (!said || ![200, 429, 503].includes(response.status)) throw new Error(String(response.status));
        return { words: said.textContent, options: [...part.content.querySelectorAll("[role=option]")] };
      } catch {
        return { words: root.dataset.away, options: [] };
      }
    }

    function show(words, places) {
      status.textContent = words;
      list.replaceChildren(...places);
      for (const [number, option] of places.entries()) option.id = `${list.id}_${number}`;
      list.hidden = places.length === 0;
      query.setAttribute("aria-expanded", String(places.length > 0));
      activate(-1);
    }

    function pick(option) {
      put(zipcode, option.dataset.zipcode);
      put(address, option.dataset.address);
      query.value = "";
      asked += 1;
      show("", []);
      open(false);
      detail.focus();
    }

    function put(control, value) {
      control.value = value;
      control.removeAttribute("aria-invalid");
      for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }
})();
