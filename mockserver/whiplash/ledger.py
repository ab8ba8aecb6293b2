"""Where Whiplash's rules and readings are written down."""

from __future__ import annotations

from pathlib import Path

LEDGER = Path(__file__).with_name("rules.yaml")
