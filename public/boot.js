// Starts the portal. The only script beside the one that wasm-bindgen writes; it holds what must happen before the first
// paint (theme, language), what must work without WebAssembly (the message that nothing works), and the first questions, which
// are asked while the portal is on its way.

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

// Where the portal is and who is there. Whoever takes an answer hears of its failure; nobody else has to.
const early = new Map(
  ["/config.json", "/portico/v1/session"].map((address) => {
    const answer = fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    answer.catch(() => {});
    return [address, answer];
  }),
);

// Gives the portal an answer that is under way, once.
globalThis.portico = (address) => {
  const answer = early.get(address);
  early.delete(address);
  return answer;
};

// The browser takes its time to look up how dates and numbers are written. There is time now, and none when the portal draws.
function wake() {
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" }).format();
  new Intl.NumberFormat("en-GB").format(0);
  new Intl.PluralRules("en-GB").select(0);
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

setTimeout(wake);
start().catch(say);
