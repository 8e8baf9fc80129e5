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
  const preload = (href) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", href, crossOrigin: "anonymous" });
    document.head.append(link);
  };
  preload(texts(root.lang).href);

  // So do the pages of the room in the address; the bare address leads to the overview.
  const rooms = {{rooms}};
  const room = location.pathname === "/" ? "overview" : location.pathname.split("/")[3];
  rooms[room]?.forEach(preload);

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

  // The other rooms are in the browser's cache when they are entered. Not on a line that is paid by size.
  const fetchTheRest = () => {
    if (navigator.connection?.saveData) return;
    for (const file of new Set(Object.values(rooms).flat())) fetch(file, { priority: "low" }).catch(() => {});
  };

  const parsed = new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
  parsed.then(() => say("loading", "status"));

  Promise.all([import("{{app.js}}"), parsed])
    .then(([app]) => app.default({ module_or_path: "{{app.wasm}}" }).then(() => app.start()))
    .then(() => setTimeout(fetchTheRest, 1_500))
    .catch((error) => {
      console.error(error);
      say("failed", "alert");
    });
})();
