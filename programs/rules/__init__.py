"""What a program's criteria (`portal.criteria`) answer for a person: verdicts, from when, reports. Pure."""
