"""Who allowed what, for which purpose and channel, on which wording; given and withdrawn when and how."""
