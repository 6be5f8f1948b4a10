// What the examination says of a file comes by itself: asked again and again, less and less often, while the page is looked at.
// The question does not keep the session alive.

const SLOTS = ["name", "verdict", "state", "download"];
const WAITS = [2, 2, 2, 3, 3, 3, 5, 5, 5, 10, 10, 15]; // seconds; then every 30 s
const MOST = 400;

/** The numbers of the documents of this page that wait for their verdict. */
function waiting() {
  const slots = [...document.querySelectorAll("[data-waits]")];
  return [...new Set(slots.map((slot) => slot.dataset.documentVerdict || slot.dataset.documentState))].slice(0, 50);
}

function fill(fresh) {
  for (const name of SLOTS) {
    const key = `document${name[0].toUpperCase()}${name.slice(1)}`;
    for (const slot of document.querySelectorAll(`[data-document-${name}]`)) {
      const other = fresh.querySelector(`[data-document-${name}="${slot.dataset[key]}"]`);
      if (!other || other.innerHTML.trim() === slot.innerHTML.trim()) continue;
      slot.replaceChildren(...document.importNode(other, true).childNodes);
      if (other.hasAttribute("data-waits")) continue;
      slot.removeAttribute("data-waits");
      if (document.querySelector("[data-verdict-reloads]")) location.reload(); // what may be done now depends on it
    }
  }
}

async function ask(count = 0) {
  const numbers = waiting();
  if (!numbers.length || count > MOST) return;
  if (!document.hidden) {
    const query = numbers.map((number) => `d=${encodeURIComponent(number)}`).join("&");
    const address = document.querySelector("meta[name=verdicts]")?.content;
    const answer = address && (await fetch(`${address}?${query}`, { headers: { "X-Passive": "1" }, redirect: "manual" }).catch(() => null));
    if (answer && (answer.type === "opaqueredirect" || answer.status === 404)) return; // the session is over
    if (answer?.ok) fill(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
  setTimeout(ask, (WAITS[count] || 30) * 1000, count + 1);
}

if (waiting().length) setTimeout(ask, 1500);
