// Changes pictures in place; without scripts the same links jump to them.
"use strict";

for (const viewer of document.querySelectorAll("[data-viewer]")) {
  const figures = [...viewer.querySelectorAll("figure")];
  const thumbs = [...viewer.querySelectorAll(".viewer-thumbs a")];
  const show = (number) => {
    figures.forEach((figure, at) => { figure.hidden = at !== number; figure.style.display = at === number ? "grid" : "none"; });
    thumbs.forEach((thumb, at) => { if (at === number) thumb.setAttribute("aria-current", "true"); else thumb.removeAttribute("aria-current"); });
  };
  viewer.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#picture-"]');
    if (!link) return;
    event.preventDefault();
    const number = figures.findIndex((figure) => `#${figure.id}` === link.getAttribute("href"));
    if (number < 0) return;
    const stepped = link.closest("figcaption");
    show(number);
    if (stepped) figures[number].querySelector("figcaption a").focus();
  });
  const named = figures.findIndex((figure) => `#${figure.id}` === location.hash);
  if (figures.length > 1) show(Math.max(named, 0));
}
