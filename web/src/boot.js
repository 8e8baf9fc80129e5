// A file of its own because the content security policy forbids inline scripts. It runs before the first paint,
// so the chosen theme and language stand from the start.
(() => {
  const root = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  const theme = stored("leasify.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const lang = stored("leasify.lang");
  if (lang) root.lang = lang;

  const words = {
    sv: { loading: "Läser in …", failed: "Leasify kunde inte läsas in. Ladda om sidan om en stund." },
    en: { loading: "Loading …", failed: "Leasify could not be loaded. Reload the page in a moment." },
  };
  const say = (text, role) => {
    const line = document.getElementById("boot");
    if (!line) return;
    line.textContent = (words[root.lang] ?? words.sv)[text];
    line.setAttribute("role", role);
  };

  const parsed = new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
  parsed.then(() => say("loading", "status"));

  Promise.all([import("{{app.js}}"), parsed])
    .then(([app]) => app.default({ module_or_path: "{{app.wasm}}" }))
    .then(() => document.getElementById("boot")?.remove())
    .catch((error) => {
      console.error(error);
      say("failed", "alert");
    });
})();
