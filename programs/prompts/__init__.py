"""Questions at the right moment: in the middle of a matter, one neutral question that may open a finding elsewhere."""
