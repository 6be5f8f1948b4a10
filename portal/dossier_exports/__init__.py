"""One dossier as a file: a PDF that says everything and names every paper, or a ZIP with the papers too."""
