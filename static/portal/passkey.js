// allauth's passkey scripts report a closed window or a missing key by an event: say it in words beside the button.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const box of document.querySelectorAll("[data-passkey-error]")) box.hidden = false;
});
