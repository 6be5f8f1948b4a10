// Small comforts of every page. Nothing here is needed to use the portal.

const root = document.documentElement;

/** The theme in force: chosen ("qc-dark-theme" or "r-light"), or the system's ("r-auto"). */
function isDark() {
  if (root.classList.contains("r-auto")) return matchMedia("(prefers-color-scheme: dark)").matches;
  return root.classList.contains("qc-dark-theme");
}

/** Kept in a cookie, so that the server draws the next page in the right theme and nothing flashes. */
function choose(theme) {
  root.classList.remove("r-auto", "r-light", "qc-dark-theme");
  root.classList.add(theme === "dark" ? "qc-dark-theme" : "r-light");
  const secure = location.protocol === "https:" ? ";Secure" : "";
  document.cookie = `theme=${theme};path=/;max-age=31536000;SameSite=Lax${secure}`;
}

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  // The name begins with the words that are seen: whoever speaks to the browser says those.
  const words = button.textContent.trim();
  const show = () => button.setAttribute("aria-label", `${words} (${isDark() ? button.dataset.dark : button.dataset.light})`);
  show();
  button.addEventListener("click", () => { choose(isDark() ? "light" : "dark"); show(); });
}

// The summary of errors, or the word of success, receives the focus, so that a screen reader reads it first. The fragment that a
// skip link or an error's link left in the address would take it back once the page is loaded.
const told = document.querySelector("[data-focus]") || document.querySelector("[data-told]");
if (told) {
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  told.focus();
  addEventListener("load", () => { if (document.activeElement === document.body || document.activeElement.id === "contenu") told.focus(); });
}

// Folded menus close on Escape and give the focus back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const box of document.querySelectorAll("details.r-account[open]")) if (!box.contains(event.target)) box.open = false;
});

// What costs the server more than the rest of the page comes after it. Without this, its link leads there.
for (const place of document.querySelectorAll("[data-loads]")) {
  fetch(place.dataset.loads, { headers: { "X-Passive": "1" }, redirect: "manual" }).then(async (answer) => {
    if (!answer.ok) throw answer;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...document.importNode(part.body, true).childNodes);
    if (location.hash === `#${place.id}`) place.scrollIntoView();
  }).catch(() => place.removeAttribute("data-loads")); // its link is seen
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// In a line of tabs that scrolls, the one of this page is in sight.
const tabs = document.querySelector(".g-siblings ul"), current = tabs?.querySelector("[aria-current]");
if (current) tabs.scrollLeft = current.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;

// A form sent twice by an impatient click is sent once; it wakes up if the person comes back with the Back button.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
}

// A page that answers a refused form is the answer to a POST, which browsers do not keep: «back» to it showed their own error
// («ERR_CACHE_MISS»). Leaving it, its place in the history becomes that of the page itself, asked anew.
if ((performance.getEntriesByType("navigation")[0]?.responseStatus || 0) === 422) {
  const become = () => history.replaceState(history.state, "", location.href);
  document.addEventListener("submit", become);
  document.addEventListener("click", (event) => { if (event.target.closest?.("a[href]:not([target], [download])")) become(); });
}
