"""Finding people, and the rows of gestion that are about them, by what an agent types."""
