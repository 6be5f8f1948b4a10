"""«Mon profil»: what is known of a person, in one place."""
