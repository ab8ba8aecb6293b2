"""Vendor-neutral and framework-free: sandboxes, time, chance, storage, limits, rules.

Nothing here imports Flask or marshmallow, opens a socket, reads a clock other than the sandbox's
or rolls dice other than the sandbox's.
"""
