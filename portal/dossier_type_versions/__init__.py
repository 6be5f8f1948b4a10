"""Writing, publishing and keeping versions of types of dossier; the types that are shipped."""
