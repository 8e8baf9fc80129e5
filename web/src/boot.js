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

  // The texts travel beside the program instead of after it.
  const languages = [...document.querySelectorAll("link[rel=texts]")];
  const texts = (code) => languages.find((link) => link.hreflang === code);
  const wanted = [stored("leasify.lang"), ...navigator.languages].map((code) => (code ?? "").split("-")[0]);
  root.lang = wanted.find(texts) ?? "sv";
  const preload = document.createElement("link");
  Object.assign(preload, { rel: "preload", as: "fetch", href: texts(root.lang).href, crossOrigin: "anonymous" });
  document.head.append(preload);

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
    .then(([app]) => app.default({ module_or_path: "{{app.wasm}}" }).then(() => app.start()))
    .catch((error) => {
      console.error(error);
      say("failed", "alert");
    });
})();
