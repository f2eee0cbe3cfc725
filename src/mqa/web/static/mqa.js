// The frame of every page: theme, keyboard, help, copying, and asking before what cannot be undone.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => root.dataset.theme || (dark.matches ? "dark" : "light");

  const say = () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      const other = theme() === "dark" ? "light" : "dark";
      button.setAttribute("aria-label", `Change to the ${other} theme`);
      button.title = `Change to the ${other} theme`;
    }
  };

  const turn = () => {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    try { localStorage.setItem("mqa-theme", root.dataset.theme); } catch { /* kept for this page only */ }
    say();
    document.dispatchEvent(new CustomEvent("mqa:theme", { detail: theme() }));
  };

  // A short word at the bottom of the screen that a screen reader speaks, too: mqa.tell("Copied.")
  const tell = (words) => {
    const place = document.getElementById("told");
    if (!place) return;
    place.textContent = words;
    place.hidden = false;
    clearTimeout(tell.timer);
    tell.timer = setTimeout(() => { place.hidden = true; }, 5000);
  };
  window.mqa = { tell, theme };

  const typing = (target) => target instanceof Element
    && (target.isContentEditable || target.closest("input, textarea, select, [role=textbox]"));
  let first = "";

  const help = () => {
    const dialog = document.getElementById("shortcuts");
    if (!dialog) return;
    if (dialog.open) dialog.close(); else dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "?") { event.preventDefault(); help(); return; }
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
      return;
    }
    if (first === "g") {
      first = "";
      const link = document.querySelector(`[data-keys="g ${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    first = event.key === "g" ? "g" : "";
    if (first) setTimeout(() => { first = ""; }, 1500);
  });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    if (target.closest("[data-theme-toggle]")) turn();
    if (target.closest("[data-help]")) help();
    const closer = target.closest("[data-close]");
    if (closer) closer.closest("dialog")?.close();
    const opener = target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    const copier = target.closest("[data-copy]");
    if (copier) {
      const from = document.getElementById(copier.dataset.copy);
      navigator.clipboard?.writeText(from.value ?? from.textContent).then(() => tell("Copied."));
    }
    for (const open of document.querySelectorAll("details[data-menu][open]")) {
      if (!open.contains(target)) open.open = false;
    }
  });

  document.addEventListener("submit", (event) => {
    const asked = event.target.dataset.ask;
    if (asked && !confirm(asked)) event.preventDefault();
  });

  // A choice that is sent at once: <select data-send>
  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-send]")) event.target.form?.requestSubmit();
  });

  // Tabs: role=tablist with role=tab buttons that name their panel (aria-controls); arrows go round.
  for (const list of document.querySelectorAll("[role=tablist]")) {
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const choose = (tab, focus) => {
      for (const one of tabs) {
        const on = one === tab;
        one.setAttribute("aria-selected", String(on));
        one.tabIndex = on ? 0 : -1;
        document.getElementById(one.getAttribute("aria-controls")).hidden = !on;
      }
      if (focus) tab.focus();
    };
    list.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) { choose(tab); history.replaceState(null, "", `#${tab.getAttribute("aria-controls")}`); }
    });
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (at >= 0 && step) { event.preventDefault(); choose(tabs[(at + step + tabs.length) % tabs.length], true); }
    });
    const asked = tabs.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
    if (asked) choose(asked);
  }

  // A table that fits needs no scrolling of its own, and its headers stick to the page; a wider one scrolls sideways.
  const fit = (wrap) => {
    const table = wrap.querySelector("table");
    wrap.classList.toggle("fits", !!table && table.offsetWidth <= wrap.clientWidth);
  };
  const watched = new ResizeObserver((seen) => seen.forEach((one) => fit(one.target)));
  // On a small screen each cell of such a table stands under its heading: the heading goes with the cell.
  const stack = (table) => {
    const heads = [...table.querySelectorAll("thead th")].map((one) => one.textContent.trim());
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.children].forEach((cell, at) => { if (heads[at]) cell.dataset.label = heads[at]; });
    }
    table.classList.add("stacked");
  };
  const watch = () => {
    document.querySelectorAll(".table--stack").forEach(stack);
    for (const wrap of document.querySelectorAll(".table-wrap")) { fit(wrap); watched.observe(wrap); }
  };
  document.addEventListener("htmx:after:swap", watch);
  watch();

  dark.addEventListener("change", say);
  say();
})();
