// Around the editor: tabs, the coach's panel with marks, fixes and dismissals, the previews, the slug. Reads window.Draf.
(() => {
  "use strict";
  const draft = window.Draf;
  const panel = document.querySelector("[data-findings]");
  if (!draft || !panel) return;
  const { form, post, collect } = draft;
  const PAUSE = 2000;
  const LONGEST_PAINTED = 90;
  let marks = [];
  let fixes = {};
  let asked = 0;
  let timer = 0;
  let before = "";
  let waiting = null;
  let dismissed = JSON.parse(panel.dataset.dismissed);

  const tabs = [...document.querySelectorAll(".tabs a[href^='#']")];
  const rooms = tabs.map((tab) => document.querySelector(tab.hash)).filter((room) => room && room.dataset.room !== undefined);
  function turn() {
    const wanted = document.querySelector(location.hash || "#naskah-teks");
    const room = wanted && wanted.closest("[data-room]");
    const drawer = document.querySelector(".drawer");
    if (location.hash === "#periksa" && drawer) drawer.open = true;
    if (!room && location.hash && location.hash !== "#periksa") return;
    const shown = room || rooms.find((one) => !one.hidden) || rooms[0];
    rooms.forEach((one) => { one.hidden = one !== shown; });
    tabs.forEach((tab) => {
      if (tab.hash === `#${shown.id}`) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    });
    // the browser could not go there while the room was hidden
    if (room && location.hash) wanted.scrollIntoView();
  }
  addEventListener("hashchange", turn);
  turn();

  const preview = document.querySelector("[data-preview]");
  const put = (name, text) => document.querySelectorAll(`[data-${name}]`).forEach((e) => { e.textContent = text; });
  const ink = document.createElement("canvas").getContext("2d");
  ink.font = "20px Arial, Helvetica, sans-serif";
  const slugOf = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 75).replace(/-[^-]*$/, (tail, at, whole) => (whole.length >= 75 ? "" : tail));
  function mirror(fields) {
    const title = fields.judul_halaman || fields.judul || "";
    const width = Math.round(ink.measureText(title).width);
    put("title-px", width);
    put("description-letters", [...(fields.deskripsi || "")].length);
    if (!preview) return;
    preview.querySelector("[data-title-meter]").value = width;
    put("preview-title", title || preview.dataset.title);
    put("preview-slug", fields.slug || slugOf(fields.judul || "") || "…");
    put("preview-text", fields.deskripsi || fields.teras || preview.dataset.text);
  }

  // Without a signal, or where people pay for each byte, the coach waits to be asked.
  const ask = document.querySelector("[data-examine-now]");
  const isSparing = () => !navigator.onLine || Boolean(navigator.connection && navigator.connection.saveData);
  const offer = () => { ask.hidden = !isSparing(); };
  ask.querySelector("button").addEventListener("click", () => soon());
  addEventListener("offline", offer);
  addEventListener("online", () => { offer(); plan(); });
  offer();

  function plan() {
    clearTimeout(timer);
    if (!isSparing()) timer = setTimeout(examine, Math.max(PAUSE, asked + PAUSE - Date.now()));
  }

  // after a tap the answer should come at once, but never two requests within two seconds
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(examine, Math.max(0, asked + PAUSE - Date.now()));
  }

  draft.reads((fields) => { fields.abaikan = dismissed; });
  document.addEventListener("draf:dipulihkan", ({ detail }) => { dismissed = detail.abaikan || {}; });
  document.addEventListener("draf:dihitung", ({ detail: fields }) => {
    mirror(fields);
    const now = JSON.stringify(fields);
    if (now === before) return;
    before = now;
    plan();
  });
  const suggest = document.querySelector("[data-suggest-slug]");
  if (suggest) {
    suggest.hidden = false;
    suggest.addEventListener("click", () => {
      form.elements.slug.value = slugOf(form.elements.judul.value);
      form.elements.slug.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  async function examine() {
    clearTimeout(timer);
    asked = Date.now();
    const text = JSON.stringify(collect());
    const answer = await post(panel.dataset.findings, collect()).catch(() => null);
    if (!answer || !answer.ok) {
      if (isSparing() && window.Surau) window.Surau.toast(panel.dataset.failed);
      return;
    }
    const told = await answer.json();
    // offsets of an older text would mark and mend the wrong words
    if (text !== JSON.stringify(collect())) return;
    waiting = told;
    if (!panel.contains(document.activeElement) || document.activeElement.localName !== "input") render();
  }

  function render() {
    if (!waiting) return;
    const held = panel.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
    const key = held && held.dataset.key;
    panel.innerHTML = waiting.html;
    ({ marks, fixes } = waiting);
    waiting = null;
    const badge = document.querySelector(".drawer summary .badge");
    if (badge) badge.textContent = panel.querySelector("[data-count]").dataset.count;
    panel.querySelectorAll("[data-show-mark],[data-fix]").forEach((button) => { button.hidden = false; });
    if (key !== null) {
      const again = [...panel.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
      const place = again && again.querySelector("button:not([hidden]),summary");
      if (place) place.focus({ preventScroll: true });
    }
    paint();
  }
  panel.addEventListener("focusout", () => setTimeout(() => { if (!panel.contains(document.activeElement)) render(); }));

  function paint() {
    const naskah = window.Naskah;
    if (!naskah || !("highlights" in CSS)) return;
    const map = naskah.plainMap();
    const kinds = { red: [], amber: [], advice: [] };
    for (const [field, start, end, status] of marks) {
      const range = field === "isi" && kinds[status] ? naskah.rangeOf(map, start, end) : null;
      // whole sentences and paragraphs are shown when asked for; painted, they would hide the words that matter
      if (range && end - start <= LONGEST_PAINTED) kinds[status].push(range);
    }
    for (const status in kinds) CSS.highlights.set(`coach-${status}`, new Highlight(...kinds[status]));
  }

  // The coach counts letters of the text as the server keeps it: white space folded to one space, in the plain body
  // without the marks of lists and headings. For each such letter: where it begins and ends in what was typed.
  const HEADING = /^###? /;
  const EACH_LINE = [/^- /, /^\d{1,3}[.)] /];
  function placesIn(input) {
    const places = [];
    const add = (text, at) => {
      let gap = -1;
      let first = true;
      for (const letter of text) {
        if (/[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/.test(letter)) { at += 1; continue; }
        if (/\s/.test(letter)) { if (gap < 0) gap = at; }
        else {
          if (gap >= 0 && !first) places.push([gap, at]);
          gap = -1;
          first = false;
          places.push([at, at + letter.length]);
        }
        at += letter.length;
      }
    };
    if (input.name !== "isi") { add(input.value, 0); return places; }
    let at = 0;
    for (const piece of input.value.split(/(\n[ \t]*\n)/)) {
      const lines = piece.trim().split("\n");
      const list = EACH_LINE.find((mark) => lines.every((line) => mark.test(line)));
      const quote = lines.every((line) => line.startsWith("> "));
      let here = at + piece.length - piece.trimStart().length;
      if (lines[0]) {
        lines.forEach((line, number) => {
          const mark = list || (quote && /^> /) || (!number && HEADING.test(line) && HEADING);
          const skipped = mark ? line.match(mark)[0].length : 0;
          if (places.length) for (let n = number && !list ? 1 : 2; n; n -= 1) places.push([here, here]);
          add(line.slice(skipped), here + skipped);
          here += line.length + 1;
        });
      }
      at += piece.length;
    }
    return places;
  }

  function stretchIn(input, start, end) {
    const places = placesIn(input);
    const [first, final] = [places[start], places[end - 1]];
    return first && final ? [first[0], final[1]] : [0, 0];
  }

  function closeSheet() {
    const drawer = document.querySelector(".drawer");
    if (drawer && matchMedia("(max-width: 63.99rem)").matches) drawer.open = false;
  }

  function point(field, start, end) {
    const naskah = window.Naskah;
    closeSheet();
    if (field === "isi" && naskah) {
      location.hash = "naskah-teks";
      const range = naskah.rangeOf(naskah.plainMap(), start, end);
      if (!range) return;
      naskah.room.focus();
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      (range.startContainer.parentElement || naskah.room).scrollIntoView({ block: "center" });
    } else if (form.elements[field] && form.elements[field].setSelectionRange) {
      const input = form.elements[field];
      const room = input.closest("[data-room]");
      if (room) location.hash = room.id;
      input.focus();
      input.setSelectionRange(...stretchIn(input, start, end));
    }
  }

  function mend(field, start, end, replacement) {
    const naskah = window.Naskah;
    if (field === "isi" && naskah) {
      const range = naskah.rangeOf(naskah.plainMap(), start, end);
      if (range) naskah.replace(range, replacement);
    } else if (form.elements[field]) {
      const input = form.elements[field];
      input.setRangeText(replacement, ...stretchIn(input, start, end), "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    // the editor tells of its change a moment later
    setTimeout(() => (isSparing() ? offer() : soon()));
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const key = button.closest("[data-key]") && button.closest("[data-key]").dataset.key;
    if (button.dataset.showMark) {
      const mark = marks.find(([, , , , number]) => number === Number(button.dataset.showMark));
      if (mark) point(...mark);
    } else if (button.dataset.fix) {
      const fix = fixes[button.dataset.fix];
      // one tap, one change: the places of the other fixes move with it
      panel.querySelectorAll("[data-fix]").forEach((one) => { one.disabled = true; });
      if (fix) mend(...fix);
    } else if (button.dataset.dismiss !== undefined) {
      event.preventDefault();
      const input = button.closest("details").querySelector("input");
      const reason = input.value.trim();
      const wrong = document.getElementById(`${input.id}-salah`);
      wrong.hidden = reason.length >= 3;
      if (!wrong.hidden) {
        input.setAttribute("aria-invalid", true);
        input.setAttribute("aria-describedby", wrong.id);
        input.focus();
        return;
      }
      dismissed = { ...dismissed, [key]: reason };
      button.focus();
      draft.touched();
      soon();
    } else if (button.dataset.takeBack !== undefined) {
      event.preventDefault();
      dismissed = Object.fromEntries(Object.entries(dismissed).filter(([other]) => other !== key));
      draft.touched();
      soon();
    }
  });
})();
