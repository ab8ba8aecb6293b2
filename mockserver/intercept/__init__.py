"""Leads the vendors' real hosts to a mock, for the clients of this process.

The seam is the connection: for a vendor's host a client opens a plain socket to the mock's server where it
would have opened TLS to the vendor. Everything above is the client's own code, so that a reset is a real
reset and a timeout a real timeout. ``http_client.py`` and ``urllib3_connections.py`` take the place of
``connect()``; ``httpcore_pools.py`` and ``aiohttp_connector.py`` change the destination at the door of the
pool, which also keeps connections to the mock and to the vendor apart. ``sockets.py`` stops what is not
covered before it leaves the machine, and ``socks_proxies.py`` what asks a proxy instead.
"""

from mockserver.intercept.interception import Interception
from mockserver.intercept.routes import LeavesTheMachine

__all__ = ["Interception", "LeavesTheMachine"]
