"""Messages that organizations' systems put into the dossiers that they sent, and read of them."""
