// Rows whose fields depend on what is chosen in them (a fact, what is asked of it): the server draws the row again and it is
// put in its place. Without JavaScript a button of the row asks for the same.

const CHOOSES = /-(fact|op|key)$/;
const form = document.querySelector("form[data-rows]");
let asked = 0;

/** The page as the server would show it with what is typed; null when offline, signed out, or overtaken. */
async function shown() {
  const mine = ++asked;
  const body = new FormData(form);
  body.set(`${form.dataset.rows}-do`, "show");
  const answer = await fetch(form.action || location.href, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer?.ok || mine !== asked) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Replaces a piece of the page and gives the focus back to the field that had it. */
function put(id, fresh) {
  const [piece, other] = [document.getElementById(id), fresh.getElementById(id)];
  if (!piece || !other || piece.innerHTML === other.innerHTML) return;
  const focused = piece.contains(document.activeElement) ? document.activeElement.id : "";
  piece.replaceChildren(...document.importNode(other, true).childNodes);
  if (focused) document.getElementById(focused)?.focus();
}

form?.addEventListener("change", async ({ target }) => {
  const row = target.closest("fieldset[id]");
  if (!row) return;
  const fresh = await shown();
  if (!fresh) return;
  if (CHOOSES.test(target.name)) put(row.id, fresh);
  for (const piece of document.querySelectorAll("[data-live]")) put(piece.id, fresh);
});
