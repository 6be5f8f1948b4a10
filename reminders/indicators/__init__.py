"""The indicator: how many deadlines were reminded, and what people did. Each figure opens the list behind it."""
