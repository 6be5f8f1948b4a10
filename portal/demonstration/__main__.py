"""Runs both sinks until SIGTERM: `python -m portal.demonstration --smtp-port N --sms-port N --folder DIR`."""

import argparse
import signal
import threading
from pathlib import Path

from portal.demonstration import gateway, mail


def main() -> None:
    parser = argparse.ArgumentParser(prog="portal.demonstration", description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--sms-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    smtp = mail.serve(options.folder, options.smtp_port)
    sms = gateway.serve(options.folder, options.sms_port)
    threading.Thread(target=sms.serve_forever, daemon=True).start()
    over.wait()
    sms.shutdown()
    smtp.stop()


if __name__ == "__main__":
    main()
