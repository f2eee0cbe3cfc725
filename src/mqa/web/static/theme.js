// Runs before the first paint: the theme that the person chose, else the system's.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("mqa-theme"); } catch { /* no storage: the system's theme */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
