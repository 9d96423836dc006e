"use strict";
// 결제 금액 while the buyer chooses: the server counts as it does for [적용], and its receipt takes the place of the one that stands here.
(() => {
  const form = document.querySelector("form.sheet");
  if (!form) return;
  let asked = 0;
  let timer = 0;
  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const name of ["amounts", "pay"]) {
      const fresh = page.querySelector(`[data-live="${name}"]`);
      const old = document.querySelector(`[data-live="${name}"]`);
      if (fresh && old) old.replaceWith(fresh);
    }
    const notes = [...page.querySelectorAll('[data-live="benefits"] [role="alert"]')];
    document.querySelectorAll('[data-live="benefits"] [role="alert"]').forEach((note) => note.remove());
    document.querySelector('[data-live="benefits"] dl').after(...notes);
  };
  const ask = async () => {
    const number = ++asked;
    const body = new FormData(form);
    body.set("apply", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      const text = await answer.text();
      if (answer.ok && number === asked) show(text);
    } catch {
      // [적용] and the press on pay say what it costs.
    }
  };
  form.addEventListener("input", (event) => {
    if (!["coupon", "points"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, event.target.name === "points" ? 400 : 0);
  });
})();
