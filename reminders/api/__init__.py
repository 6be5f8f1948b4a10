"""The organizations' API: their systems send deadlines, and learn what became of them."""
