"""The HTTPS proxy of an installation: a self-signed certificate, and each request handed to the pages in plain HTTP."""

import datetime as dt
import http.client
import ssl
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers import LoopbackServer

OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade"}
REPLACED = {"x-forwarded-proto", "x-forwarded-for"}


class Handler(BaseHTTPRequestHandler):
    """As docs/production.md asks: `Host` as it came, the client's address added, the scheme overwritten."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    pages: int

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pages = http.client.HTTPConnection("127.0.0.1", self.pages, timeout=60)
        try:
            pages.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self._told(len(body)):
                pages.putheader(name, value)
            pages.endheaders(body)
            answer = pages.getresponse()
            self._answer(answer, answer.read())
        finally:
            pages.close()

    do_GET = do_HEAD = do_POST = forward  # noqa: N815 (the base class's names)

    def _told(self, length: int) -> list[tuple[str, str]]:
        kept = [
            (name, value) for name, value in self.headers.items() if name.lower() not in OF_ONE_CONNECTION | REPLACED
        ]
        before = self.headers.get("X-Forwarded-For")
        seen = ", ".join(filter(None, [before, self.client_address[0]]))
        return [*kept, ("X-Forwarded-For", seen), ("X-Forwarded-Proto", "https"), ("Content-Length", str(length))]

    def _answer(self, answer: http.client.HTTPResponse, body: bytes) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in OF_ONE_CONNECTION:
                self.send_header(name, value)
        if answer.status not in {204, 304}:
            length = answer.getheader("Content-Length") if self.command == "HEAD" else None
            self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Silent, as a proxy that logs no address."""


class Proxy(LoopbackServer):
    """Ready for `serve_forever`. The handshake is done by the thread of its connection, not by the one that accepts."""

    def __init__(self, *, port: int, pages: int, host: str, folder: Path) -> None:
        super().__init__(("127.0.0.1", port), type("ToThePages", (Handler,), {"pages": pages}))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(host, folder))
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *arguments: object) -> None:
        """Silent: a browser drops connections that it opened ahead."""


def _certificate(host: str, folder: Path) -> Path:
    """Write a key and its certificate of one day, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "proxy.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    path.chmod(0o600)
    return path
