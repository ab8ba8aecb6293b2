"""What a handle refuses is the test's mistake: pytest shows the test's line, and none of ours below it."""

from __future__ import annotations

import contextlib
import linecache
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

import mockserver
from mockserver import errors

_OURS = f"{Path(mockserver.__file__).parent}{os.sep}"
_REFUSALS = tuple(getattr(errors, name) for name in errors.__all__)
_PLAIN = (TypeError, ValueError, AttributeError, LookupError)
"""What handles raise, too. Where no line of ours says ``raise``, it is a bug of ours, and all of it is shown."""


def shorten(excinfo: pytest.ExceptionInfo[Any]) -> None:
    """Leave out the frames of this package that a refusal ends with, also of those that are shown with the error."""
    for error in _shown_with(excinfo.value):
        if _cut(error) and error is excinfo.value:
            excinfo.traceback = type(excinfo.traceback)(excinfo.tb)


def _shown_with(error: BaseException) -> Iterator[BaseException]:
    """It, what it came of, and what it is a group of."""
    waiting, seen = [error], set[int]()
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        group = found.exceptions if isinstance(found, BaseExceptionGroup) else ()
        waiting += [other for other in (found.__cause__, found.__context__, *group) if other is not None]


def _cut(error: BaseException) -> bool:
    frames = list(_frames(error.__traceback__))
    if not (frames and _is_refusal(error, frames[-1])):
        return False
    while frames and (_is_ours(frames[-1]) or _file(frames[-1]) == contextlib.__file__):
        frames.pop()
    if frames:
        frames[-1].tb_next = None  # pytest goes back to these when it filters, so that they are to be cut themselves
    return bool(frames)


def _is_refusal(error: BaseException, last: TracebackType) -> bool:
    return _is_ours(last) and (isinstance(error, _REFUSALS) or (isinstance(error, _PLAIN) and _raises(last)))


def _frames(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _is_ours(frame: TracebackType) -> bool:
    return _file(frame).startswith(_OURS)


def _file(frame: TracebackType) -> str:
    return frame.tb_frame.f_code.co_filename


def _raises(frame: TracebackType) -> bool:
    return linecache.getline(_file(frame), frame.tb_lineno).lstrip().startswith("raise ")
