"""Flask: binds a vendor's operations to routes and takes each request through the stations."""
