// Runs before the first paint: what needs JavaScript is hidden by CSS until this class says that it works.
document.documentElement.classList.add("r-js");
