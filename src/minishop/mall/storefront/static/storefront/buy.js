// Draws the hub's own button in the place of the plain one, which stays for visitors without scripts.
"use strict";

for (const [at, place] of document.querySelectorAll("[data-checkout-button]").entries()) {
  const plain = place.querySelector("button");
  const form = plain.form;
  if (!window.naver || !window.naver.NaverPayButton || !form) continue;
  const drawn = document.createElement("span");
  drawn.id = `checkout-button-${at + 1}`;
  place.append(drawn);
  window.naver.NaverPayButton.apply({
    BUTTON_KEY: place.dataset.key,
    TYPE: place.dataset.type,
    COLOR: 1,
    COUNT: 1,
    ENABLE: place.dataset.enable,
    EMBED_ID: drawn.id,
    BUY_BUTTON_HANDLER: () => {
      if (form.reportValidity()) form.requestSubmit(plain);
      return false;
    },
    BUY_BUTTON_LINK_URL: place.dataset.action,
  });
  plain.hidden = true;
}
