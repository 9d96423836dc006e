// Pictures from phones are made smaller before they are sent, and what is still too large is said beside the field instead of being
// refused after a minute of sending. Without this script everything works; the server keeps the same limit.
"use strict";

(() => {
  const SIDE = 2000; // the longest side that a shop shows, and then some
  const SMALL = 800_000; // what is smaller is sent as it is
  const REST = 300_000; // room for the texts of the form

  for (const input of document.querySelectorAll("input[type=file][data-most-bytes]")) watch(input);

  function watch(input) {
    let atWork = 0;
    let held; // the submission that waits for the work
    input.addEventListener("change", async () => {
      say(input, "");
      atWork += 1;
      if ("photos" in input.dataset) await shrinkAll(input);
      atWork -= 1;
      isFitting(input);
      if (atWork || held === undefined) return;
      const button = held;
      held = undefined;
      input.form.requestSubmit(button);
    });
    input.form.addEventListener("submit", (event) => {
      if (atWork) {
        event.preventDefault();
        held = event.submitter;
      } else if (!isFitting(input)) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  function isFitting(input) {
    const sent = [...input.form.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files]);
    const fits = sent.reduce((sum, file) => sum + file.size, 0) + REST <= Number(input.dataset.mostBytes);
    say(input, fits ? "" : input.dataset.tooLarge);
    return fits;
  }

  function say(input, words) {
    let note = input.parentElement.querySelector(".upload-note");
    if (!note && words) {
      note = document.createElement("p");
      note.className = "field-error upload-note";
      note.setAttribute("role", "alert");
      input.after(note);
    }
    if (note) note.textContent = words;
    if (words) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  async function shrinkAll(input) {
    const files = await Promise.all([...input.files].map(shrunk));
    const list = new DataTransfer();
    for (const file of files) list.items.add(file);
    input.files = list.files;
  }

  async function shrunk(file) {
    if (!file.type.startsWith("image/") || file.size <= SMALL) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff"; // a JPEG has no see-through parts
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
      if (!content || content.size >= file.size) return file;
      return new File([content], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    } catch {
      return file; // no picture that this browser reads: the server says what is wrong with it
    }
  }
})();
