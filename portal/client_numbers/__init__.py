"""Client numbers: by which number an organization knows a person, agreed with that person."""
