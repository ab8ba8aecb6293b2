"""``/_mock``: the HTTP control API, over the same objects that Python callers use."""
