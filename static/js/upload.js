// Pictures are made small in the browser (1600 px) before they travel; KB and seconds are shown. Files work without it.
(() => {
  "use strict";
  const box = document.querySelector("[data-upload]");
  if (!box || !window.Draf) return;
  const { form, say, flush } = window.Draf;
  const input = box.querySelector("input[type=file]");
  const state = box.querySelector("[data-upload-state]");
  box.querySelector("button").hidden = true;
  const SIDE = 1600;
  const SLOW = 250_000 / 8;

  const amount = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;
  const pace = () => (navigator.connection && navigator.connection.downlink ? navigator.connection.downlink * 125_000 : SLOW);

  // The canvas drops where a photo was taken, so whether it was told must be read before: the GPS entry of EXIF.
  async function tellsPlace(file) {
    const bytes = new DataView(await file.slice(0, 131072).arrayBuffer());
    for (let at = 2; at + 12 < bytes.byteLength && bytes.getUint8(at) === 0xff; at += 2 + bytes.getUint16(at + 2)) {
      if (bytes.getUint8(at + 1) !== 0xe1 || bytes.getUint32(at + 4) !== 0x45786966) continue;
      const start = at + 10;
      const little = bytes.getUint16(start) === 0x4949;
      const first = start + bytes.getUint32(start + 4, little);
      const entries = bytes.getUint16(first, little);
      for (let n = 0; n < entries && first + 2 + n * 12 + 2 < bytes.byteLength; n++) {
        if (bytes.getUint16(first + 2 + n * 12, little) === 0x8825) return true;
      }
    }
    return false;
  }

  async function smaller(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return { blob: file, place: false };
    const place = file.type === "image/jpeg" && (await tellsPlace(file).catch(() => false));
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (!picture) return { blob: file, place };
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 400_000) return { blob: file, place };
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, file.type === "image/png" ? "image/png" : "image/jpeg", 0.85));
    return blob && blob.size < file.size ? { blob, place } : { blob: file, place };
  }

  function travel({ blob, name }, before, total) {
    return new Promise((done, fail) => {
      const body = new FormData();
      body.append("berkas", blob, name);
      const way = new XMLHttpRequest();
      way.open("POST", box.dataset.upload);
      way.setRequestHeader("Accept", "application/json");
      way.setRequestHeader("X-CSRFToken", form.elements.csrf_token.value);
      way.upload.onprogress = (event) => { state.textContent = `${say.sending} ${Math.min(100, Math.round(100 * (before + event.loaded) / total))} % (${amount(total)})`; };
      way.onload = () => {
        let told = {};
        try { told = JSON.parse(way.responseText); } catch { told = {}; }
        if (way.status === 200) done(told);
        else fail(Object.assign(new Error(told.detail || say.failed), { isAnswer: Boolean(told.detail) }));
      };
      way.onerror = () => fail(new Error(say.failed));
      way.send(body);
    });
  }

  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    if (!chosen.length) return;
    state.className = "small";
    state.textContent = say.shrinking;
    const chosenSize = chosen.reduce((sum, file) => sum + file.size, 0);
    const files = [];
    let place = false;
    for (const file of chosen) {
      const made = await smaller(file);
      place = place || made.place;
      files.push({ blob: made.blob, name: file.name });
    }
    const total = files.reduce((sum, file) => sum + file.blob.size, 0);
    state.textContent = `${amount(chosenSize)} → ${amount(total)}, ${say.about} ${Math.max(1, Math.round(total / pace()))} ${say.seconds}`;
    try {
      await flush();
      let told = {};
      let gone = 0;
      const refused = new Set();
      for (const file of files) {
        try {
          told = await travel(file, gone, total);
          document.querySelector("[data-files]").innerHTML = told.html;
        } catch (error) {
          if (!error.isAnswer) throw error;
          refused.add(error.message);
        }
        gone += file.blob.size;
      }
      input.value = "";
      if (refused.size) throw new Error([...refused].join(" "));
      state.textContent = `${place ? say.place : told.told} ${amount(chosenSize)} → ${amount(total)}.`;
    } catch (error) {
      state.className = "error";
      state.textContent = error.message;
    }
  });
})();
