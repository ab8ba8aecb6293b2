"""Finds ``fixtures/`` and ``openapi/``, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
# The wheel packs both folders below the package (pyproject.toml, force-include); in a checkout they
# lie beside it.
_PACKED = _PACKAGE / "_packed"
ROOT = _PACKED if _PACKED.is_dir() else _PACKAGE.parent


def fixtures(*parts: str) -> Path:
    return ROOT.joinpath("fixtures", *parts)


def openapi(name: str | None = None) -> Path:
    """The folder of OpenAPI documents, or one of them: ``openapi("warpware")``."""
    folder = ROOT / "openapi"
    return folder if name is None else folder / f"{name}.yaml"
