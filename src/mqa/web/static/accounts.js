// Keys of the list of accounts: j and k go through the rows, enter opens one, n and p turn pages.
(() => {
  const links = () => [...document.querySelectorAll(".accounts-table .row-link")];
  const go = (step) => {
    const all = links();
    if (!all.length) return;
    const at = all.findIndex((link) => link.closest("tr").classList.contains("is-current"));
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    for (const link of all) link.closest("tr").classList.toggle("is-current", link === next);
    next.focus();
    next.closest("tr").scrollIntoView({ block: "nearest" });
  };
  const turn = (way) => document.querySelector(`.paging a[rel=${way}]`)?.click();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") document.querySelector("details[data-menu][open]")?.removeAttribute("open");
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
    if (event.key === "n") turn("next");
    if (event.key === "p") turn("prev");
  });
})();
