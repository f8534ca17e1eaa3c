// The small core of every page: theme, menus, error summary, dirty forms, copy, toasts, keys. Pages work without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const wide = matchMedia("(min-width: 64rem)");
  const all = (selector, act, from = document) => from.querySelectorAll(selector).forEach(act);
  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  function toast(text, undo) {
    let place = document.querySelector(".toasts");
    if (!place) {
      place = document.createElement("div");
      place.className = "toasts";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    const one = document.createElement("div");
    one.className = "toast";
    one.append(text);
    const away = () => one.remove();
    if (undo) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = undo.label;
      button.addEventListener("click", () => { away(); undo.act(); });
      one.append(button);
    }
    place.append(one);
    // whoever reads or tabs slowly keeps the toast: it waits while it is pointed at or focused
    const wait = () => setTimeout(() => (one.matches(":hover, :focus-within") ? wait() : away()), undo ? 10000 : 5000);
    wait();
  }

  function showTheme(choice) {
    if (choice) root.dataset.theme = choice;
    else delete root.dataset.theme;
    all("[data-theme-choice]", (button) => button.setAttribute("aria-pressed", button.dataset.themeChoice === choice));
  }

  function wire(from) {
    all("[data-theme-choice], [data-show], [data-copy], [data-print], [data-open]", (e) => { e.hidden = false; }, from);
    if (wide.matches) all(".drawer", (e) => { e.open = true; }, from);
    const summary = from.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  const acts = {
    themeChoice(button) {
      const choice = button.dataset.themeChoice;
      const kept = `tema=${choice}; path=/; max-age=${choice ? 31536000 : 0}; samesite=lax`;
      if (location.protocol === "https:") {
        document.cookie = `__Host-${kept}; secure`;
        document.cookie = "tema=; path=/; max-age=0";
      } else document.cookie = kept;
      showTheme(choice);
    },
    show(button) {
      const field = document.getElementById(button.dataset.show);
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", shown);
    },
    copy(button) {
      navigator.clipboard.writeText(button.dataset.copy).then(() => toast(button.dataset.done));
    },
    print() { print(); },
    open(button) { document.getElementById(button.dataset.open).showModal(); },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) for (const name in acts) if (name in button.dataset) acts[name](button);
    all("details.menu[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      all("details.menu[open]", (menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    // radios take no text, so the grading keys may act while one of them holds the focus
    const target = event.target;
    if ((typing(target) && !(target.type === "radio" && !event.key.startsWith("Arrow"))) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      const help = document.getElementById("pintasan");
      if (help) help.showModal();
      return;
    }
    for (const element of document.querySelectorAll("[data-key]")) {
      if (element.dataset.key.toLowerCase() === event.key.toLowerCase() && !element.disabled) {
        event.preventDefault();
        element.focus();
        element.click();
        return;
      }
    }
  });

  // texts that are not on the server yet (submissions.js), under the keys `user:assignment`
  function drafts(mode, act) {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open("surau-drafts", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("drafts");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const change = opening.result.transaction("drafts", mode);
        const asked = act(change.objectStore("drafts"));
        change.oncomplete = () => { opening.result.close(); resolve(asked.result); };
        change.onabort = change.onerror = () => { opening.result.close(); reject(change.error); };
      };
    });
  }

  // a text that was sent by a button is kept until its page is seen again; the server says whether it has it
  async function isTaken(key) {
    const held = await drafts("readonly", (all) => all.get(key));
    if (!held || !held.submitted) return !held;
    const answer = await fetch(`/tugas/${key.split(":")[1]}/tulis`, { signal: AbortSignal.timeout(4000) }).catch(() => null);
    const form = answer && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-draft]");
    return Boolean(form && key.startsWith(`${form.dataset.user}:`) && Number(form.elements.revisi.value) > held.revision);
  }

  // true when nobody's text is lost by signing out, or when he says so; then none of his texts stays on this device
  async function mayLeave(dialog) {
    const own = IDBKeyRange.bound(`${dialog.dataset.user}:`, `${dialog.dataset.user};`, false, true);
    if (window.Draf) await Promise.race([window.Draf.settle().catch(() => {}), new Promise((go) => setTimeout(go, 4000))]);
    const keys = await drafts("readonly", (all) => all.getAllKeys(own));
    const taken = await Promise.all(keys.map(isTaken));
    const unsent = keys.find((_key, index) => !taken[index]);
    if (unsent) {
      dialog.querySelector("a").href = `/tugas/${unsent.split(":")[1]}/tulis`;
      dialog.returnValue = "";
      dialog.showModal();
      await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
      if (dialog.returnValue !== "ya") return false;
      if (window.Draf) window.Draf.drop();
    }
    if (keys.length) await drafts("readwrite", (all) => all.delete(own));
    return true;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const dialog = document.getElementById("keluar");
    if (!dialog || !("leave" in form.dataset)) return;
    event.preventDefault();
    if (form.dataset.leave) return;
    form.dataset.leave = "asked";
    const leaves = await mayLeave(dialog).catch(() => true);
    form.dataset.leave = "";
    if (leaves) form.submit();
  });

  let dirty = null;
  document.addEventListener("input", (event) => { dirty = event.target.closest("form[data-guard]") || dirty; });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form === dirty) dirty = null;
    // a second click within the same breath sends nothing; the form comes back if the page stays
    if (form.method === "post") {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  addEventListener("beforeunload", (event) => { if (dirty && dirty.isConnected) event.preventDefault(); });
  addEventListener("pageshow", () => all("form[data-sent]", (form) => delete form.dataset.sent));
  wide.addEventListener("change", () => all(".drawer", (e) => { e.open = wide.matches; }));
  document.addEventListener("toast", (event) => toast(event.detail.text || event.detail.value));
  document.addEventListener("htmx:after:swap", () => wire(document));

  // a form that names its place swaps only that place; without scripts, or when the line breaks, the page is sent whole
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const place = form.dataset.swap && document.querySelector(form.dataset.swap);
    if (!place || event.defaultPrevented) return;
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), headers: { "HX-Request": "true" } });
      if (answer.redirected) { location.assign(answer.url); return; }
      place.outerHTML = await answer.text();
      const fresh = document.querySelector(form.dataset.swap);
      if (fresh) { wire(fresh); fresh.focus({ preventScroll: true }); }
    } catch {
      form.submit();
    }
  });

  wire(document);
  showTheme(root.dataset.theme || "");
  window.Surau = { toast, drafts, clean: () => { dirty = null; } };
})();
