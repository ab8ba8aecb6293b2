"""What the pytest plugin does; imported when a test first asks for one of its fixtures, or an option names it."""
