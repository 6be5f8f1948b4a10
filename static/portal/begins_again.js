// The demonstration stops and starts again: this page stays until the new one answers, then opens it. Leaving earlier would show the
// browser's own error, which leads nowhere.

const EVERY = 2000; // milliseconds
const place = document.querySelector("[data-begins-again]");

async function answers() {
  const answer = await fetch(place.dataset.beginsAgain, { cache: "no-store" }).catch(() => null);
  return Boolean(answer?.ok);
}

/** `stopped`: the former demonstration was seen to be gone, so that what answers is the new one. */
async function wait(stopped = false) {
  const there = await answers();
  if (there && stopped) location.replace(place.dataset.beginsAgain);
  else setTimeout(wait, EVERY, stopped || !there);
}

place.querySelector("[data-begins-again-waits]").hidden = false;
wait();
