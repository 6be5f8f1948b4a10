"""What was said by telephone, at the counter or on paper, as an agent notes it."""
