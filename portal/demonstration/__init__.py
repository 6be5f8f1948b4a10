"""Sinks: where the demonstration's e-mails and SMS land.

What it is: a loopback SMTP server and a loopback SMS gateway that the portal's real clients talk to, and the page that
shows what arrived.

What it promises: nothing leaves the machine; a control file makes them slow or failing, as providers are.
"""
