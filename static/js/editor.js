// The editor for press releases: Squire, our toolbar, our Word cleaner. The textarea stays the real field.
(() => {
  "use strict";
  const draft = window.Draf;
  const box = document.querySelector("[data-editor]");
  if (!draft || !box || typeof Squire === "undefined" || typeof DOMPurify === "undefined") return;
  const { form, say, touched } = draft;
  const area = form.elements.isi;
  const room = box.querySelector("[role=textbox]");
  const ALLOWED = { ALLOWED_TAGS: ["p", "br", "b", "i", "strong", "em", "h2", "h3", "ul", "ol", "li", "blockquote", "a"], ALLOWED_ATTR: ["href"], ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i, RETURN_DOM_FRAGMENT: true };
  const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,li,blockquote,div,table,tr,td,th,section,article";

  const renamed = (element, tag) => {
    const other = element.ownerDocument.createElement(tag);
    other.append(...element.childNodes);
    element.replaceWith(other);
    return other;
  };

  // Word marks lists only by style and a bullet typed into the text; Google Docs marks bold only by style.
  function tidied(html) {
    const page = new DOMParser().parseFromString(html.replace(/<!--[\s\S]*?-->|<!\[[\s\S]*?\]>|<\/?[ovwxm]:[^>]*>/gi, ""), "text/html");
    const body = page.body;
    body.querySelectorAll("style,script,meta,link,title,xml,noscript,template,svg,math,iframe,object").forEach((e) => e.remove());
    const pictures = body.querySelectorAll("img,picture,video");
    pictures.forEach((e) => e.remove());
    if (pictures.length && window.Surau) window.Surau.toast(say.pictures);
    body.querySelectorAll("b").forEach((e) => { if (/font-weight:\s*(normal|400)/i.test(e.getAttribute("style") || "")) e.replaceWith(...e.childNodes); });
    body.querySelectorAll("span[style]").forEach((e) => {
      const style = e.getAttribute("style");
      if (/mso-list:\s*ignore/i.test(style)) return;
      const bold = /font-weight:\s*(bold|[6-9]00)/i.test(style);
      const slant = /font-style:\s*italic/i.test(style);
      let inner = e;
      if (bold) inner = renamed(inner, "b");
      if (slant) { const i = page.createElement("i"); i.append(...inner.childNodes); if (bold) inner.append(i); else inner.replaceWith(i); }
    });
    let list = null;
    body.querySelectorAll("p,div,li").forEach((e) => {
      const style = `${e.getAttribute("style") || ""} ${e.className}`;
      if (e.tagName === "LI" || !/mso-list:\s*l\d|MsoListParagraph/i.test(style)) { if (e.tagName !== "LI") list = null; return; }
      const mark = [...e.querySelectorAll("span")].find((s) => /mso-list:\s*ignore/i.test(s.getAttribute("style") || ""));
      const typed = mark ? mark.textContent : (e.textContent.match(/^\s*(?:[·•o§-]|\w{1,3}[.)])\s+/) || [""])[0];
      if (mark) mark.remove();
      else if (typed && e.firstChild && e.firstChild.nodeType === 3) e.firstChild.data = e.firstChild.data.replace(typed.trimStart(), "");
      const kind = /^\s*\w{1,3}[.)]/.test(typed) && !/^\s*o\s/.test(typed) ? "ol" : "ul";
      if (!list || list.localName !== kind || list.nextElementSibling !== e) {
        list = page.createElement(kind);
        e.before(list);
      }
      const item = page.createElement("li");
      item.append(...e.childNodes);
      list.append(item);
      e.remove();
    });
    body.querySelectorAll("h1").forEach((e) => renamed(e, "h2"));
    body.querySelectorAll("h4,h5,h6").forEach((e) => renamed(e, "h3"));
    body.querySelectorAll("td,th,div,section,article").forEach((e) => { if (!e.querySelector(BLOCKS)) renamed(e, "p"); });
    const walk = page.createTreeWalker(body, 4);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) node.data = node.data.replace(/\u00a0/g, " ");
    return body.innerHTML;
  }

  const editor = new Squire(room, {
    blockTag: "P",
    addLinks: false,
    sanitizeToDOMFragment: (html) => document.importNode(DOMPurify.sanitize(tidied(html), ALLOWED), true),
  });

  function plainMap() {
    const chars = [];
    const blocks = [...room.querySelectorAll("p,h2,h3,li")].filter((e) => !e.querySelector("p,h2,h3,li"));
    for (const block of blocks) {
      const own = [];
      let gap = null;
      const walk = document.createTreeWalker(block, 5);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (node.nodeType === 1) { if (node.localName === "br" && own.length) { own.push(["\n", node, 0]); gap = null; } continue; }
        let at = 0;
        for (const char of node.data) {
          if (/[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/.test(char)) { at += 1; continue; }
          if (/\s/.test(char)) gap = gap || [" ", node, at];
          else {
            if (gap && own.length && own[own.length - 1][0] !== "\n") own.push(gap);
            gap = null;
            own.push([char, node, at]);
          }
          at += char.length;
        }
      }
      while (own.length && own[own.length - 1][0] === "\n") own.pop();
      if (!own.length) continue;
      if (chars.length) chars.push(["\n", block, 0], ["\n", block, 0]);
      chars.push(...own);
    }
    return chars;
  }

  function rangeOf(map, start, end) {
    const [first, final] = [map[start], map[end - 1]];
    if (!first || !final || first[1].nodeType !== 3 || final[1].nodeType !== 3) return null;
    const range = document.createRange();
    range.setStart(first[1], first[2]);
    // white space that is one space to a reader may be several letters here: it ends where the next word begins
    if (final[0] === " ") range.setEnd(map[end][1], map[end][2]);
    else range.setEnd(final[1], final[2] + final[0].length);
    return range;
  }

  window.Naskah = {
    words: () => (room.textContent ? (plainMap().map(([char]) => char).join("").match(/\S+/g) || []).length : 0),
    plainMap,
    rangeOf,
    room,
    replace: (range, text) => {
      editor.saveUndoState(range);
      range.deleteContents();
      range.insertNode(document.createTextNode(text));
      range.commonAncestorContainer.normalize();
    },
  };

  function setBody(html) {
    editor.setHTML(html);
    room.querySelectorAll("p:empty").forEach((e) => e.append(document.createElement("br")));
  }

  draft.reads((fields) => { fields.isi = editor.getHTML(); fields.isi_bentuk = "html"; });
  document.addEventListener("draf:dipulihkan", (event) => { if (event.detail.isi_bentuk === "html") setBody(event.detail.isi || ""); });

  setBody(box.querySelector("template").innerHTML);
  area.value = editor.getHTML();
  form.elements.isi_bentuk.value = "html";
  area.closest(".field").hidden = true;
  box.hidden = false;
  editor.addEventListener("input", () => {
    const html = editor.getHTML();
    if (html === area.value) return;
    area.value = html;
    touched();
  });
  editor.addEventListener("pasteImage", () => { if (window.Surau) window.Surau.toast(say.pictures); });

  if (location.hash === "#isi-naskah") editor.focus();

  const heading = (tag) => {
    const target = editor.hasFormat(tag.toUpperCase()) ? "p" : tag;
    editor.modifyBlocks((part) => {
      [...part.querySelectorAll("p,h2,h3")].forEach((e) => renamed(e, target));
      return part;
    });
  };
  const toggled = (tag, on, off) => () => (editor.hasFormat(tag) ? editor[off]() : editor[on]());
  const dialog = document.getElementById("tautan");
  const acts = {
    bold: toggled("B", "bold", "removeBold"),
    italic: toggled("I", "italic", "removeItalic"),
    h2: () => heading("h2"),
    h3: () => heading("h3"),
    ul: toggled("UL", "makeUnorderedList", "removeList"),
    ol: toggled("OL", "makeOrderedList", "removeList"),
    quote: () => (editor.hasFormat("BLOCKQUOTE") ? editor.decreaseQuoteLevel() : editor.increaseQuoteLevel()),
    link: () => { if (editor.hasFormat("A")) editor.removeLink(); else { dialog.returnValue = ""; dialog.showModal(); } },
    photo: () => { location.hash = "foto"; document.getElementById("berkas").focus(); },
    undo: () => editor.undo(),
  };
  dialog.addEventListener("close", () => {
    const typed = dialog.querySelector("input").value.trim();
    editor.focus();
    if (dialog.returnValue !== "ok" || !typed) return;
    const address = /^(https?:|mailto:|tel:)/i.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`;
    editor.makeLink(address);
  });

  const tools = [...box.querySelectorAll("[role=toolbar] button")];
  tools.forEach((tool, index) => {
    tool.tabIndex = index ? -1 : 0;
    tool.addEventListener("mousedown", (event) => event.preventDefault());
    tool.addEventListener("click", () => { acts[tool.dataset.act](); press(); });
    tool.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = event.key === "Home" ? tools[0] : event.key === "End" ? tools[tools.length - 1] : step ? tools[(index + step + tools.length) % tools.length] : null;
      if (!next) return;
      event.preventDefault();
      tools.forEach((other) => { other.tabIndex = other === next ? 0 : -1; });
      next.focus();
    });
  });
  const marks = { bold: "B", italic: "I", h2: "H2", h3: "H3", ul: "UL", ol: "OL", quote: "BLOCKQUOTE", link: "A" };
  function press() {
    tools.forEach((tool) => { if (marks[tool.dataset.act]) tool.setAttribute("aria-pressed", editor.hasFormat(marks[tool.dataset.act])); });
  }
  editor.addEventListener("pathChange", press);
})();
