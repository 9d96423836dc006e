// Puts − and + beside each quantity; the field alone works without this.
"use strict";

for (const field of document.querySelectorAll("input.quantity")) {
  const stepper = document.createElement("span");
  stepper.className = "stepper";
  field.before(stepper);
  const button = (sign, name, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => {
      field.value = Math.min(Number(field.max), Math.max(Number(field.min), (Number(field.value) || 0) + by));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return made;
  };
  const less = button("−", field.dataset.less, -1);
  const more = button("+", field.dataset.more, 1);
  stepper.append(less, field, more);
  const edge = () => {
    less.disabled = Number(field.value) <= Number(field.min);
    more.disabled = Number(field.value) >= Number(field.max);
  };
  field.addEventListener("input", edge);
  edge();
}
