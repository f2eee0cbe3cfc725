// Keys of the inbox: j and k move through the list, enter reads, a r d open the answers; what was said is read out.
(() => {
  const small = matchMedia("(max-width: 900px)");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => rows().findIndex((row) => row.getAttribute("aria-current") === "true");
  let waiting = 0;

  const choose = (row) => {
    for (const one of rows()) one.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const row = all[Math.min(Math.max(current() + step, 0), all.length - 1)];
    choose(row);
    clearTimeout(waiting);
    if (!small.matches) waiting = setTimeout(() => row.click(), 120);
  };

  const open = (key) => {
    const summary = document.querySelector(`[data-key="${key}"]`);
    if (!summary) return false;
    summary.parentElement.open = true;
    (summary.parentElement.querySelector("[data-first]") ?? summary).focus();
    return true;
  };

  // Back from a form, or from the packet, to the list.
  const back = () => {
    for (const details of document.querySelectorAll(".answers details[open]")) details.open = false;
    rows()[Math.max(current(), 0)]?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") { back(); return; }
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); move(event.key === "j" ? 1 : -1); return; }
    if (["a", "r", "d"].includes(event.key) && !event.defaultPrevented && !afterG) {
      if (open(event.key)) event.preventDefault();
      return;
    }
    if (event.key === "Enter" && event.target.matches("[data-row], body, main, #said") && !small.matches) {
      const title = document.getElementById("pane-title");
      if (title) { event.preventDefault(); clearTimeout(waiting); title.focus(); title.scrollIntoView({ block: "start" }); }
    }
  });

  // “g a” leads to the accounts and “g d” to the dashboard: a letter right after g is no answer.
  let afterG = false;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "g") { afterG = true; setTimeout(() => { afterG = false; }, 1500); }
    else setTimeout(() => { afterG = false; });
  }, true);

  // A click on a row marks it at once, before its packet is there; on a small screen the packet takes the list's place.
  document.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    if (row && !event.ctrlKey && !event.metaKey) {
      for (const one of rows()) one.removeAttribute("aria-current");
      row.setAttribute("aria-current", "true");
      if (small.matches) {
        document.getElementById("inbox").classList.add("inbox--chosen");
        scrollTo(0, 0);
      }
    }
  });

  // After an answer: what it did, or what was wrong with it, gets the focus, so that it is read out and keys work on.
  document.addEventListener("htmx:after:swap", () => {
    const told = document.getElementById("problem") ?? document.getElementById("said");
    if (told && told !== before) { told.focus(); before = told; }
  });
  let before = document.getElementById("said");
  (document.getElementById("problem") ?? before)?.focus();
})();
