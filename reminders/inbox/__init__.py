"""The secure inbox: what each reminder and notice says, behind sign-in. Other channels only ring for what is here."""
