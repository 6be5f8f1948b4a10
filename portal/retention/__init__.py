"""The nightly sweep that executes what each model declares of its retention, and the page that lists it."""
