"""How people write fault rules and matches: as JSON, YAML or Python, in scripts or in a short form. One schema."""
