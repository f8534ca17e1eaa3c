// Reviewing: the draft is kept while one writes, and what is selected in the text becomes the place a remark points at.
(() => {
  "use strict";
  const form = document.getElementById("telaah");
  if (!form) return;
  const state = form.querySelector("[data-save-state] span");
  let timer = 0;
  let busy = false;
  let stale = false;

  async function keep() {
    if (busy || stale) return;
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
        window.Surau.clean();
      } else {
        stale = answer.status === 409 || answer.status === 401;
        state.textContent = said.detail;
      }
    } catch {
      state.textContent = form.dataset.lost;
    }
    busy = false;
  }
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 2500); });
  form.addEventListener("submit", () => clearTimeout(timer));

  const length = (text) => [...text].length;
  function selected() {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const from = range.startContainer.parentElement;
    const box = from && from.closest("#naskah [data-span]");
    if (!box || !box.contains(range.endContainer)) return null;
    const start = Number(box.dataset.span.split("-")[0]);
    const before = document.createRange();
    before.selectNodeContents(box);
    before.setEnd(range.startContainer, range.startOffset);
    const at = start + length(before.toString());
    const end = at + length(range.toString());
    return end > at ? { span: `${at}-${end}`, words: range.toString() } : null;
  }
  let last = null;
  document.addEventListener("selectionchange", () => { last = selected() || last; });
  form.querySelectorAll("[data-pick]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!last) return;
      const list = document.getElementById(button.dataset.pick);
      const option = new Option(`“${last.words.slice(0, 60)}”`, last.span, true, true);
      list.add(option);
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
})();
