// Puts pictures into a description where the cursor stands, as soon as they are chosen. Without it they come to its end at the save.
"use strict";

for (const place of document.querySelectorAll("[data-description-pictures]")) {
  const input = place.querySelector("input[type=file]");
  const text = input.form.elements.description;
  const status = place.querySelector("[role=status]");
  let at = text.value.length;
  text.addEventListener("blur", () => (at = text.selectionEnd));

  const insert = (path) => {
    const tag = `<img src="${path}" alt="" loading="lazy">\n`;
    text.setRangeText(tag, at, at, "end");
    at += tag.length;
  };

  const upload = async (file) => {
    const body = new FormData();
    body.append("picture", file);
    const headers = { "X-CSRFToken": input.form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(place.dataset.upload, { method: "POST", body, headers });
    return answer.json();
  };

  input.addEventListener("change", async () => {
    status.textContent = place.dataset.busy;
    const left = new DataTransfer();
    let told = place.dataset.done;
    for (const file of input.files) {
      try {
        const { path, problem } = await upload(file);
        if (path) insert(path);
        else told = `${file.name}: ${problem}`;
      } catch {
        left.items.add(file);
        told = place.dataset.failed;
      }
    }
    input.files = left.files;
    input.dispatchEvent(new Event("files"));
    status.textContent = told;
  });
}
