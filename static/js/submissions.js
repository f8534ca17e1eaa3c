// Drafts: kept on the device two seconds after typing stops, then on the server with a revision number.
// Nothing here is needed to write: every button of the form works without it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const say = JSON.parse(form.dataset.say);
  const { user, assignment } = form.dataset;
  const key = `${user}:${assignment}`;
  const QUIET = 2000;
  const stateLine = document.querySelector("[data-save-state] span");
  const conflict = document.querySelector("[data-conflict]");
  const signIn = document.querySelector("[data-signin]");
  let revision = Number(form.elements.revisi.value);
  let device = sessionStorage.getItem("surau-tab");
  if (!device) sessionStorage.setItem("surau-tab", (device = crypto.getRandomValues(new Uint32Array(2)).join("-")));
  const choice = conflict && conflict.querySelector("a");
  if (choice) choice.search = `?tab=${device}`;
  let timer = 0;
  let sending = null;
  let changed = 0;
  let saved = 0;
  let last = "";
  const readers = [];

  const show = (text) => { if (stateLine && stateLine.textContent !== text) stateLine.textContent = text; };

  const store = async (mode, act) => window.Surau.drafts(mode, act);
  const remember = (more) => store("readwrite", (drafts) => drafts.put({ fields: collect(), revision, at: Date.now(), ...more }, key));
  const forget = () => store("readwrite", (drafts) => drafts.delete(key));

  function collect() {
    const fields = { isi_bentuk: form.elements.isi_bentuk ? form.elements.isi_bentuk.value : "teks", berkas: [] };
    const files = {};
    for (const field of form.elements) {
      const [name, rest] = [field.name.split("-")[0], field.name.slice(field.name.indexOf("-") + 1)];
      if (field.dataset.file) (files[rest] = files[rest] || { asset: Number(rest) })[name] = field.value;
      else if (field.name.startsWith("lembar-")) (fields.lembar = fields.lembar || {})[rest] = field.type === "checkbox" ? field.checked : field.value;
      else if (field.dataset.field) fields[field.dataset.field] = field.value;
    }
    fields.berkas = Object.values(files);
    readers.forEach((read) => read(fields));
    return fields;
  }

  // A text that was kept in the other of the two ways to write is turned, so that nothing of it is lost.
  const typedFrom = (html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("p,h2,h3,li")]
    .filter((e) => !e.querySelector("p,li"))
    .map((e) => ({ H2: "## ", H3: "### ", LI: "- " }[e.tagName] || (e.closest("blockquote") ? "> " : "")) + e.textContent.trim()).join("\n\n");
  const htmlFrom = (typed) => typed.split(/\n\s*\n/).map((part) => {
    const line = document.createElement("p");
    line.textContent = part.trim();
    return line.outerHTML;
  }).join("");
  const hasEditor = () => form.elements.isi_bentuk && form.elements.isi_bentuk.value === "html";

  function fill(fields) {
    if ("isi" in fields && (fields.isi_bentuk === "html") !== Boolean(hasEditor())) {
      fields = { ...fields, isi: hasEditor() ? htmlFrom(fields.isi) : typedFrom(fields.isi), isi_bentuk: hasEditor() ? "html" : "teks" };
    }
    for (const field of form.elements) {
      const rest = field.name.slice(field.name.indexOf("-") + 1);
      if (field.dataset.file) {
        const file = (fields.berkas || []).find((one) => one.asset === Number(rest));
        if (file) field.value = file[field.name.split("-")[0]] || "";
      } else if (field.name.startsWith("lembar-") && fields.lembar && rest in fields.lembar) {
        if (field.type === "checkbox") field.checked = fields.lembar[rest];
        else field.value = fields.lembar[rest];
      } else if (field.dataset.field && field.dataset.field in fields) field.value = fields[field.dataset.field];
    }
    document.dispatchEvent(new CustomEvent("draf:dipulihkan", { detail: fields }));
  }

  // A page that was open while the person signed in again asks itself for the token of the new session.
  async function freshToken() {
    const answer = await fetch(`/tugas/${assignment}/tulis`, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const other = page.querySelector("form[data-draft]");
    if (!other || other.dataset.user !== user) return false;
    const token = other.elements.csrf_token.value;
    document.querySelectorAll("input[name=csrf_token]").forEach((input) => { input.value = token; });
    return true;
  }

  async function post(url, body, options = {}) {
    const ask = () => fetch(url, {
      method: "POST", ...options,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify(body),
    });
    let answer = await ask();
    if ((answer.status === 400 || answer.status === 401) && (await freshToken().catch(() => false))) answer = await ask();
    return answer;
  }

  async function send(options) {
    const begun = changed;
    const answer = await post(form.action, { fields: collect(), revision, device }, options);
    signIn.hidden = answer.status !== 401 && answer.status !== 400;
    if (answer.ok) {
      const told = await answer.json();
      revision = told.revision;
      form.elements.revisi.value = revision;
      saved = begun;
      show(told.saved);
      if (changed === begun) await forget();
    } else if (answer.status === 409 && (await answer.json()).two) {
      saved = begun;
      conflict.hidden = false;
      show(say.two);
      if (changed === begun) await forget();
    } else if (answer.status === 422) {
      show(`${say.device}. ${(await answer.json()).detail}`);
      saved = begun;
    } else show(say.device);
  }

  function flush(options) {
    clearTimeout(timer);
    if (changed === saved) return sending || Promise.resolve();
    if (sending) return sending.then(() => flush(options));
    sending = send(options).catch(() => show(say.device)).finally(() => { sending = null; });
    return sending;
  }

  async function keep() {
    try {
      await remember({});
      show(say.device);
    } catch { show(say.unsafe); }
    await flush();
    if (changed !== saved) timer = setTimeout(keep, 15000);
  }

  function touched() {
    changed += 1;
    if (changed === saved + 1) show(say.writing);
    clearTimeout(timer);
    timer = setTimeout(keep, QUIET);
    count();
  }

  const wordsOf = (text) => (text.match(/\S+/g) || []).length;
  function count() {
    const place = document.querySelector("[data-words]");
    if (!place) return;
    const fields = collect();
    const body = window.Naskah ? window.Naskah.words() : wordsOf(fields.isi || "");
    place.textContent = form.dataset.form === "siaran_pers" ? wordsOf(fields.teras || "") + body : wordsOf(fields.teks || "");
    const lead = document.querySelector("[data-lead-words]");
    if (lead) lead.textContent = wordsOf(fields.teras || "");
    document.dispatchEvent(new CustomEvent("draf:dihitung", { detail: fields }));
  }

  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    remember({}).then(() => show(say.offline), () => show(say.unsafe));
  });
  form.addEventListener("input", (event) => { if (event.target.type !== "file") touched(); });
  form.addEventListener("submit", () => { if (changed !== saved) remember({ submitted: true }).catch(() => {}); clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { if (changed !== saved) { remember({}).catch(() => {}); flush({ keepalive: true }); } }
    else if (changed !== saved) flush();
  });
  addEventListener("online", () => flush());
  document.querySelectorAll("a[data-mode]").forEach((link) => link.addEventListener("click", async (event) => {
    event.preventDefault();
    await flush();
    location.href = link.href;
  }));

  // before signing out: what was just typed goes where the rest is; and nothing is kept of what is to go
  async function settle() {
    if (changed === saved) return;
    await remember({});
    await flush();
  }
  function drop() {
    clearTimeout(timer);
    saved = changed;
  }

  async function recall() {
    last = JSON.stringify(collect());
    const held = await store("readonly", (drafts) => drafts.get(key)).catch(() => null);
    if (!held) return;
    if ((held.submitted && revision > held.revision) || JSON.stringify(held.fields) === last) { await forget(); return; }
    fill(held.fields);
    revision = held.revision;
    show(say.restored);
    touched();
  }

  window.Draf = { form, say, post, touched, flush, settle, drop, collect, count, reads: (read) => readers.push(read) };
  document.dispatchEvent(new Event("draf:siap"));
  addEventListener("load", () => recall().then(count));
})();
