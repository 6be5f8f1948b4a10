"""The last day to contest a decision becomes a deadline of the person, and leaves with the decision."""
