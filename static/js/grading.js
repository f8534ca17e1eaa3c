// The author's page of feedback: tells the server that it was opened; without scripts a button does.
(() => {
  "use strict";
  const form = document.querySelector("form[data-beacon]");
  if (!form) return;
  const told = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", told);
    if (navigator.sendBeacon(form.action, new URLSearchParams(new FormData(form)))) form.hidden = true;
  };
  document.addEventListener("visibilitychange", told);
  told();
})();
