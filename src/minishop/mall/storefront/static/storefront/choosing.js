// Draws the total, and what is left of each choice, while a visitor chooses. The server decides again when the form is sent.
"use strict";

const form = document.querySelector("#buy-form");
const told = document.querySelector("#variants");
if (form && told) {
  const { price, freeFrom, most, options, variants, words } = JSON.parse(told.textContent);
  const quantity = form.elements.quantity;
  const won = (amount) => words.won.replace("{}", amount.toLocaleString("ko-KR"));
  const chosenOf = (name) => {
    const found = form.querySelector(`[name="${CSS.escape(name)}"]:checked, select[name="${CSS.escape(name)}"]`);
    return found ? found.value : "";
  };
  const find = (choices) => variants.find((one) => one.choices.every((choice, at) => choice === choices[at]));
  const isSoldOut = (variant) => !variant || (variant.left === 0 && !variant.paying);
  const noteOf = (variant) => {
    if (isSoldOut(variant)) return words.soldOut;
    const notes = [];
    if (variant.plus) notes.push((variant.plus > 0 ? "+" : "−") + won(Math.abs(variant.plus)));
    if (variant.paying) notes.push(words.paying);
    else if (variant.left !== null && variant.left <= words.few) notes.push(words.left.replace("{}", variant.left));
    return notes.join(" · ");
  };
  const drawLast = (chosen) => {
    if (options.length < 2 || chosen.slice(0, -1).includes("")) return;
    for (const pick of form.querySelectorAll(`[type=radio][name="${CSS.escape(options.at(-1))}"]`)) {
      const variant = find([...chosen.slice(0, -1), pick.value]);
      pick.disabled = isSoldOut(variant);
      if (pick.disabled) pick.checked = false;
      pick.parentElement.querySelector("small").textContent = noteOf(variant);
    }
  };
  const draw = () => {
    drawLast(options.map(chosenOf));
    const chosen = options.map(chosenOf);
    const variant = chosen.includes("") ? undefined : find(chosen);
    const count = Math.max(1, Number(quantity.value) || 1);
    const total = (price + (variant ? variant.plus : 0)) * count;
    if (variant) quantity.max = variant.left === null || variant.paying ? most : Math.min(most, variant.left);
    for (const place of document.querySelectorAll("[data-total]")) place.textContent = won(total);
    for (const place of document.querySelectorAll("[data-chosen]")) place.textContent = `${chosen.filter(Boolean).join(" · ") || place.dataset.chosen} × ${count}`;
    for (const place of form.querySelectorAll("[data-free]")) {
      place.hidden = !freeFrom;
      place.textContent = total < freeFrom ? words.more.replace("{}", won(freeFrom - total)) : words.free;
    }
    for (const place of form.querySelectorAll(".sum-total")) place.hidden = false;
  };
  form.addEventListener("input", draw);
  draw();
}

// The bar at the bottom steps aside while the buttons themselves are in sight.
const bar = document.querySelector(".buy-bar");
const acts = document.querySelector(".acts");
if (bar && acts) new IntersectionObserver(([seen]) => { bar.hidden = seen.isIntersecting; }).observe(acts);
