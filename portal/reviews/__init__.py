"""Two persons: one asks, another approves or sends back with a reason. The same for whatever is published."""
