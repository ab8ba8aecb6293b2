"""Whiplash V1: orders as documented, and what public clients know of its other resources."""
