"""One message of a team to the people of a type of dossier: each has it apart, and answers apart."""
