// The desk of the pelatih: levels by 1-4 on the present criterion, C to write, sentences of the bank. Pages work without it.
(() => {
  "use strict";
  const form = document.getElementById("menilai");
  if (!form) return;
  const criteria = [...form.querySelectorAll(".criterion")];
  const feedback = document.getElementById("feedback");
  let present = 0;

  function show(index) {
    present = Math.max(0, Math.min(index, criteria.length - 1));
    criteria.forEach((one, place) => one.classList.toggle("now", place === present));
  }
  form.addEventListener("focusin", (event) => {
    const place = criteria.indexOf(event.target.closest(".criterion"));
    if (place >= 0) show(place);
  });

  function rate(level) {
    const radio = criteria[present].querySelector(`input[value="${level}"]`);
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    show(present + 1);
    criteria[present].scrollIntoView({ block: "nearest" });
    criteria[present].querySelector("input:checked, input").focus({ preventScroll: true });
  }

  // what is selected inside one paragraph of the text, in offsets of the version: its link carries the paragraph's start
  function selected() {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const box = (range.startContainer.parentElement || form).closest("#naskah p, #naskah h2, #naskah h3, #naskah blockquote");
    const link = box && box.querySelector("[data-span]");
    if (!link || !box.contains(range.endContainer)) return null;
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest("sup, a") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    const length = (text) => [...text].length;
    let at = Number(link.dataset.span.split("-")[0]);
    let start = null;
    let end = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node === range.startContainer) start = at + length(node.data.slice(0, range.startOffset));
      if (node === range.endContainer) end = at + length(node.data.slice(0, range.endOffset));
      at += length(node.data);
    }
    return start !== null && end !== null && end > start ? `${start}-${end}` : null;
  }

  function comment() {
    const span = selected();
    if (span) {
      const link = document.querySelector("#naskah [data-span]");
      location.href = link.getAttribute("href").replace(/komentar=[\d-]+/, `komentar=${span}`);
    } else if (feedback) {
      const drawer = feedback.closest("details");
      if (drawer) drawer.open = true;
      feedback.focus();
    }
  }

  document.querySelectorAll("[data-insert]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.into);
      const before = field.value.trimEnd();
      field.value = before ? `${before}\n${button.dataset.insert}` : button.dataset.insert;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const target = event.target;
    if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "radio")) return;
    if (/^[1-4]$/.test(event.key)) { event.preventDefault(); rate(event.key); }
    if (event.key.toLowerCase() === "c") { event.preventDefault(); comment(); }
  });
  show(0);
})();
