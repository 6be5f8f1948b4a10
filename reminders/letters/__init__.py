"""Letters: reminders on paper, from the print queue to the post office and, sometimes, back."""
