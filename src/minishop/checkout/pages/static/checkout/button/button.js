/* The Checkout buy button (protocol/checkout-v1): drawn with elements into a shadow root, in a constructed style sheet.
   It writes no inline style or script, so a shop's page needs to allow this file's address for scripts and nothing else. */
(function () {
  "use strict";

  /* Width and height of a set in pixels (R105); the letters without a number are the later script's names. */
  var SIZES = {
    A1: [285, 46], B1: [261, 40],
    C1: [272, 49], C2: [272, 49], C3: [272, 49],
    D1: [251, 43], D2: [251, 43], D3: [251, 43],
    E1: [240, 40],
    MA: [290, 52], MB: [290, 44]
  };
  var DEFAULT_TYPE = "C3";

  /* Korean, unless the shop's page says that it is in English. */
  var WORDS = {
    ko: { name: "체크아웃", easy: "간편구매", buy: "구매하기", buyMeaning: "체크아웃으로 구매하기", wish: "찜", wishMeaning: "찜하기" },
    en: { name: "Checkout", easy: "Easy buying", buy: "Buy", buyMeaning: "Buy with Checkout", wish: "Wish", wishMeaning: "Add to wish list" }
  };

  var STYLE = [
    ":host{display:inline-block;max-width:100%;text-align:left}",
    ":host([hidden]){display:none}",
    ".set{box-sizing:border-box;display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:6px;align-items:stretch;max-width:100%;",
    "font:600 14px/1.2 'Noto Sans KR Variable','Noto Sans KR',system-ui,sans-serif;word-break:keep-all}",
    ".said{display:flex;flex-direction:column;justify-content:center;min-width:0;padding-right:4px;font-size:11px;font-weight:500;color:#4a5163}",
    ".said b{font-size:13px;font-weight:800;color:#171a24}",
    ".buy,.wish{box-sizing:border-box;display:flex;align-items:center;justify-content:center;gap:5px;min-width:0;height:100%;margin:0;padding:0 10px;",
    "font:inherit;white-space:nowrap;border-radius:6px;cursor:pointer;appearance:none}",
    ".buy{color:#fff;background:#0a7a4a;border:1px solid #0a7a4a;font-size:15px}",
    ".buy:hover{background:#075f39}",
    ".wish{color:#171a24;background:#fff;border:1px solid #8a92a6}",
    ".wish:hover{background:#eef0f4}",
    ".buy:focus-visible,.wish:focus-visible{outline:3px solid #1d5fa8;outline-offset:2px}",
    ".dark .buy{background:#171a24;border-color:#171a24}",
    ".dark .buy:hover{background:#353b4d}",
    ".light .buy{color:#0a7a4a;background:#fff;border-width:2px;border-color:#0a7a4a}",
    ".light .buy:hover{background:#e3f4eb}",
    ".small{font-size:13px}.small .buy{font-size:14px}.small .said{font-size:10px}",
    ".mobile{grid-template-columns:minmax(0,1fr) auto}.mobile .said{display:none}",
    ".set button:disabled,.set button:disabled:hover{color:#676e80;background:#e3e6ed;border-color:#c8ccd6;cursor:not-allowed}",
    "svg{flex:none;width:18px;height:18px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
  ].join("");

  var NS = "http://www.w3.org/2000/svg";
  var BAG = ["M6 7h12l1 13H5L6 7Z", "M9 10V6a3 3 0 0 1 6 0v4"];
  var HEART = ["M12 20s-7-4.5-7-10a4 4 0 0 1 7-2.6A4 4 0 0 1 19 10c0 5.5-7 10-7 10Z"];

  function apply(given) {
    var options = given || {};
    var script = document.currentScript;
    var place = options.EMBED_ID ? document.getElementById(options.EMBED_ID) : null;
    var host = document.createElement("span");
    host.className = "checkout-button";
    draw(host.attachShadow({ mode: "open" }), read(options));
    if (place) {
      place.replaceChildren(host);
    } else if (script && script.parentNode) {
      script.parentNode.insertBefore(host, script.nextSibling);
    }
  }

  function read(options) {
    var type = typeOf(options);
    return {
      type: type,
      size: SIZES[type],
      colour: Number(String(options.TYPE || "").slice(-1)) || Number(options.COLOR) || 1,
      enabled: options.ENABLE !== "N",
      withWish: Number(options.COUNT) === 2,
      buy: { act: options.BUY_BUTTON_HANDLER, url: options.BUY_BUTTON_LINK_URL },
      wish: { act: options.WISHLIST_BUTTON_HANDLER, url: options.WISHLIST_BUTTON_LINK_URL }
    };
  }

  function typeOf(options) {
    var type = String(options.TYPE || "").toUpperCase();
    var named = [type, type + (options.COLOR || "1"), type + "1", DEFAULT_TYPE];
    return named.find(function (name) { return Object.prototype.hasOwnProperty.call(SIZES, name); });
  }

  function draw(root, set) {
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE + ".set{width:" + set.size[0] + "px;height:" + set.size[1] + "px}");
    root.adoptedStyleSheets = [sheet];
    var words = /^en\b/i.test(document.documentElement.lang) ? WORDS.en : WORDS.ko;
    var box = document.createElement("div");
    box.className = ["set", set.type.charAt(0) === "M" ? "mobile" : "", set.size[1] < 44 ? "small" : "", ["", "dark", "light"][(set.colour - 1) % 3]].join(" ");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", words.name);
    box.append(said(words));
    box.append(button("buy", words.buy, words.buyMeaning, BAG, set.enabled, set.buy));
    if (set.withWish) {
      box.append(button("wish", words.wish, words.wishMeaning, HEART, set.enabled, set.wish));
    }
    root.append(box);
  }

  function said(words) {
    var text = document.createElement("span");
    text.className = "said";
    text.setAttribute("aria-hidden", "true");
    var name = document.createElement("b");
    name.textContent = words.name;
    text.append(name, words.easy);
    return text;
  }

  function button(kind, label, meaning, paths, enabled, target) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.disabled = !enabled;
    made.setAttribute("aria-label", meaning);
    made.append(drawing(paths), label);
    made.addEventListener("click", function () { press(made, target); });
    return made;
  }

  /* A handler gets the link's address and stops the navigation by returning false; without a handler the link is followed. */
  function press(made, target) {
    var answer = typeof target.act === "function" ? target.act.call(made, target.url) : true;
    if (answer !== false && target.url) {
      window.location.assign(target.url);
    }
  }

  function drawing(paths) {
    var svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    paths.forEach(function (line) {
      var path = document.createElementNS(NS, "path");
      path.setAttribute("d", line);
      svg.append(path);
    });
    return svg;
  }

  window.naver = window.naver || {};
  window.naver.NaverPayButton = { apply: apply };
  window.nhn = window.nhn || {};
  window.nhn.CheckoutButton = { apply: apply };
})();
