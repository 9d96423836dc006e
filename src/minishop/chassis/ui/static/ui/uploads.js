// Pictures from phones are made smaller before they are sent, and what is still too large is said beside the field instead of being
// refused after a minute of sending. The button of a file field speaks the page's language instead of the browser's. Without this script
// everything works; the server keeps the same limit.
"use strict";

(() => {
  const SIDE = 2000; // the longest side that a shop shows, and then some
  const SMALL = 800_000; // what is smaller is sent as it is
  const REST = 300_000; // room for the texts of the form

  for (const input of document.querySelectorAll("input[type=file][data-choose]")) word(input);
  for (const input of document.querySelectorAll("input[type=file][data-most-bytes]")) watch(input);

  // The field itself stays where it is, for the keyboard, for readers and for files that are dropped on it; what is seen is drawn below it.
  function word(input) {
    const frame = document.createElement("div");
    const face = document.createElement("div");
    const names = document.createElement("span");
    const button = document.createElement("span");
    frame.className = "file-field";
    face.className = "file-face";
    face.setAttribute("aria-hidden", "true");
    button.className = "button button-small";
    button.textContent = input.dataset.choose;
    const tell = () => {
      names.textContent = [...input.files].map((file) => file.name).join(", ") || input.dataset.none;
    };
    input.replaceWith(frame);
    face.append(button, names);
    frame.append(face, input);
    input.addEventListener("change", tell);
    input.addEventListener("files", tell);
    tell();
  }

  function watch(input) {
    let atWork = 0;
    let held; // the submission that waits for the work
    input.addEventListener("change", async () => {
      say(input, "");
      atWork += 1;
      input.setAttribute("aria-busy", "true");
      if ("photos" in input.dataset) await shrinkAll(input);
      atWork -= 1;
      if (!atWork) input.removeAttribute("aria-busy");
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
    const field = input.closest(".file-field") ?? input;
    let note = field.parentElement.querySelector(".upload-note");
    if (!note && words) {
      note = document.createElement("p");
      note.className = "field-error upload-note";
      note.setAttribute("role", "alert");
      field.after(note);
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
    input.dispatchEvent(new Event("files"));
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
