"""From WSGI to sockets and back. Takes any WSGI app."""
