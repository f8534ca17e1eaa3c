// Keeps the answers of a quiz while they are given: a phone that drops the page in between loses none of them.
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const state = form.querySelector("[data-kept]");
  let timer, isOpen = false;
  form.removeAttribute("data-guard"); // asked for below, only while something is not kept yet
  const keep = async () => {
    isOpen = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const told = await answer.json();
      state.textContent = told.kata || told.detail;
      if (!answer.ok) isOpen = true;
    } catch {
      isOpen = true; // no signal: the next answer tries again
      state.textContent = state.dataset.kept;
    }
  };
  form.addEventListener("input", () => { isOpen = true; clearTimeout(timer); timer = setTimeout(keep, 1500); });
  form.addEventListener("submit", () => { isOpen = false; clearTimeout(timer); });
  addEventListener("beforeunload", (event) => { if (isOpen) event.preventDefault(); });
})();
