// The editor of a kind: what the server draws (ladder, remarks, number of SMS) is asked again while one writes, and put in its
// place. The fields are never touched. Without JavaScript the same pieces come with each page.

const QUIET = 350; // milliseconds without a key
const form = document.querySelector("form[data-ladder]");

/** Only the parts of the rule of the date that the chosen rule uses are shown. */
function fold() {
  const rule = form.elements.date_rule.value;
  for (const field of form.querySelectorAll("[data-rule]")) field.classList.toggle("is-unused", field.dataset.rule !== rule);
}

let waiting;
let asked = 0;

async function redraw() {
  const mine = ++asked;
  const body = new FormData(form);
  body.set("check", "1");
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer?.ok || mine !== asked) return; // offline, signed out, or a later key was pressed
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const piece of fresh.querySelectorAll("[data-live]")) {
    const shown = document.getElementById(piece.id);
    if (shown && shown.innerHTML !== piece.innerHTML) shown.replaceChildren(...document.importNode(piece, true).childNodes);
  }
}

/** A session was lost with rows that had been added: the page asks for them again, and the tab's draft fills them. */
function rowsLost() {
  const saved = JSON.parse(sessionStorage.getItem(`draft:${form.dataset.draft}`) || "{}");
  for (const prefix of ["steps", "tiers"]) {
    const total = form.elements[`${prefix}-TOTAL_FORMS`];
    const numbers = Object.keys(saved).map((name) => name.match(`^${prefix}-(\\d+)-`)?.[1]).filter(Boolean).map(Number);
    const wanted = Math.max(-1, ...numbers) + 1;
    if (wanted > Number(total.value) && wanted <= 40) {
      total.value = String(wanted - 1);
      form.querySelector(`[name=add_${prefix}]`).click();
      return true;
    }
  }
  return false;
}

if (form && !rowsLost()) {
  fold();
  form.addEventListener("change", fold);
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(redraw, QUIET); });
  const grown = form.dataset.grown;
  if (grown) form.querySelector(`#id_${grown}-${Number(form.elements[`${grown}-TOTAL_FORMS`].value) - 1}-${grown === "steps" ? "days" : "after_days"}`)?.focus();
}
