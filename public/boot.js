// Starts the portal. The only script beside the one that wasm-bindgen writes; it holds what must happen before the first
// paint (theme, language) and what must work without WebAssembly (the message that nothing works).

const root = document.documentElement;

function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

const theme = kept("portico-theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;

const language = new URLSearchParams(location.search).get("locale") ?? kept("portico-language");
if (language === "qps-plocm") {
  root.lang = "en-x-mirrored";
  root.dir = "rtl";
}

function say(problem) {
  console.error(problem);
  document.body.append(document.getElementById("no-start").content.cloneNode(true));
  document.querySelector("[role=alert] h1").focus();
}

// Not awaited here: the page may be painted while the portal is on its way.
async function start() {
  const { js, wasm } = document.querySelector("script[data-js]").dataset;
  const portal = await import(js);
  await portal.default({ module_or_path: wasm });
}

start().catch(say);
