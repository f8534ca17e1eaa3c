// Around the editor: tabs, the coach's panel with marks, the search preview, the slug. All of it reads window.Draf.
(() => {
  "use strict";
  const draft = window.Draf;
  const panel = document.querySelector("[data-findings]");
  if (!draft || !panel) return;
  const { form, post, collect } = draft;
  const WAIT = 2000;
  let marks = [];
  let asked = 0;
  let timer = 0;
  let before = "";

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
  }
  addEventListener("hashchange", turn);
  turn();

  const preview = document.querySelector("[data-preview]");
  const slugOf = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 75).replace(/-[^-]*$/, (tail, at, whole) => (whole.length >= 75 ? "" : tail));
  document.addEventListener("draf:dihitung", ({ detail: fields }) => {
    if (preview) {
      preview.querySelector("[data-preview-title]").textContent = fields.judul_halaman || fields.judul || preview.dataset.title;
      preview.querySelector("[data-preview-slug]").textContent = fields.slug || slugOf(fields.judul || "") || "…";
      preview.querySelector("[data-preview-text]").textContent = fields.deskripsi || fields.teras || preview.dataset.text;
    }
    const now = JSON.stringify(fields);
    if (now === before) return;
    before = now;
    clearTimeout(timer);
    timer = setTimeout(examine, Math.max(WAIT, asked + WAIT - Date.now()));
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
    asked = Date.now();
    const answer = await post(panel.dataset.findings, collect()).catch(() => null);
    if (!answer || !answer.ok) return;
    const told = await answer.json();
    panel.innerHTML = told.html;
    marks = told.marks;
    const badge = document.querySelector(".drawer summary .badge");
    if (badge) badge.textContent = panel.querySelectorAll("[data-open]").length;
    panel.querySelectorAll("[data-show-mark]").forEach((button) => { button.hidden = false; });
    paint();
  }

  function paint() {
    const naskah = window.Naskah;
    if (!naskah || !("highlights" in CSS)) return;
    const map = naskah.plainMap();
    const kinds = { red: [], amber: [], advice: [] };
    for (const [field, start, end, status] of marks) {
      const range = field === "isi" && kinds[status] ? naskah.rangeOf(map, start, end) : null;
      // a mark over half the text points at nothing
      if (range && end - start < map.length / 2) kinds[status].push(range);
    }
    for (const status in kinds) CSS.highlights.set(`coach-${status}`, new Highlight(...kinds[status]));
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-show-mark]");
    if (!button) return;
    const mark = marks.find(([, , , , number]) => number === Number(button.dataset.showMark));
    if (!mark) return;
    const [field, start, end] = mark;
    const naskah = window.Naskah;
    const drawer = document.querySelector(".drawer");
    if (drawer && matchMedia("(max-width: 63.99rem)").matches) drawer.open = false;
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
      const units = (count) => [...input.value].slice(0, count).join("").length;
      input.setSelectionRange(units(start), units(end));
    }
  });
})();
