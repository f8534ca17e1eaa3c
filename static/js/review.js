// Reviewing: the draft is kept while one writes, and what is selected in the text becomes the place a remark points at.
(() => {
  "use strict";
  const form = document.getElementById("telaah");
  if (!form) return;
  const state = form.querySelector("[data-save-state] span");
  const words = form.querySelector("[data-words]");
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;

  async function keep() {
    if (stopped) return;
    if (busy) { again = true; return; }
    busy = true;
    state.textContent = form.dataset.autosave;
    const body = new FormData(form);
    body.set("aksi", "simpan");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        form.elements.revisi.value = said.revisi;
        state.textContent = said.kata;
        words.textContent = said.jumlah;
        if (!again) window.Surau.clean();
      } else {
        // another tab or an ended session: what stands here stays here until the person decides
        stopped = answer.status !== 429 && answer.status < 500;
        state.textContent = said.detail;
      }
    } catch {
      state.textContent = form.dataset.lost;
      again = true;
    }
    busy = false;
    if (again) { again = false; later(8000); }
  }
  function later(quiet) {
    clearTimeout(timer);
    timer = setTimeout(keep, quiet);
  }
  // fields of the text pane belong to the form by their form attribute, so their events are heard on the document
  document.addEventListener("input", (event) => { if (event.target.form === form) later(2500); });
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
  addEventListener("pageshow", () => { stopped = false; });

  // offsets count code points of the text alone: the numbers of marks do not belong to it
  function length(range) {
    const part = range.cloneContents();
    part.querySelectorAll("sup").forEach((mark) => mark.remove());
    return [...part.textContent].length;
  }
  function selected() {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const from = range.startContainer.parentElement;
    const box = from && from.closest("#naskah [data-span]");
    if (!box || !box.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(box);
    before.setEnd(range.startContainer, range.startOffset);
    const at = Number(box.dataset.span.split("-")[0]) + length(before);
    const end = at + length(range);
    return end > at ? { box, span: `${at}-${end}`, words: range.toString() } : null;
  }
  const hint = document.querySelector("[data-selecting]");
  if (hint) hint.hidden = false;
  let last = null;
  document.addEventListener("selectionchange", () => { last = selected() || last; });
  form.querySelectorAll("[data-pick]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!last) return;
      const list = document.getElementById(button.dataset.pick);
      list.add(new Option(`“${last.words.slice(0, 60)}”`, last.span, true, true));
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  // "Komentari" below a paragraph is about what is selected in it, else about all of it
  document.querySelectorAll(".remark").forEach((box) => box.addEventListener("toggle", () => {
    if (!box.open) return;
    const [about, place] = [box.querySelector("[data-about]"), box.querySelector("input")];
    let above = box.previousElementSibling;
    while (above && !above.matches("[data-span]") && !above.querySelector("[data-span]")) above = above.previousElementSibling;
    if (last && above && (above === last.box || above.contains(last.box))) {
      place.value = last.span;
      about.textContent = `${about.dataset.about} “${last.words.slice(0, 120)}”`;
      about.hidden = false;
    }
    box.querySelector("textarea").focus();
  }));
})();
