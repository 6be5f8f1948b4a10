"""What other pages show of messaging."""
