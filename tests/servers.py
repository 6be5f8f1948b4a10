"""HTTP servers on loopback that stand for providers and receivers."""

from http.server import ThreadingHTTPServer


class LoopbackServer(ThreadingHTTPServer):
    """Takes as many connections at once as a sender opens: the library's five lose those that come while this process,
    which also sends, is busy, and the sender waits for an answer that nobody gives."""

    request_queue_size = 128
