"""Flask that routes on the path as it came, and takes the vendors' calls straight to their views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, signals
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, Rule

from mockserver.edge.paths import SegmentConverter, is_below, raw_path, routing_path

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

StraightView = Callable[["WSGIEnvironment", Mapping[str, str]], Response]
"""Answers a request by its environ and what its path names."""

_SIGNALS = (
    signals.request_started,
    signals.request_finished,
    signals.request_tearing_down,
    signals.got_request_exception,
    signals.appcontext_pushed,
    signals.appcontext_popped,
    signals.appcontext_tearing_down,
)
"""Flask's own that a request sends."""

_KEEP = "werkzeug.debug.preserve_context"
"""Below it the environ has who takes the request's contexts, to look at them afterwards."""


class OneWayRule(Rule):
    """A rule that is only matched. Werkzeug compiles two functions for each that would write its URLs, which is four
    fifths of what a route costs when a server starts, and nothing here asks for one. Should it rename what this
    overrides, starting gets slower and nothing else happens.
    """

    def __init__(self, *given: Any, head: bool = False, **options: Any) -> None:
        """*head*: HEAD is answered as GET, which Werkzeug takes for granted."""
        super().__init__(*given, **options)
        if self.methods is not None and "GET" in self.methods and not head:
            self.methods.discard("HEAD")

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return _writes_no_urls


def _writes_no_urls(rule: Rule, **values: Any) -> tuple[str, str]:
    raise RuntimeError(f"{rule.rule} is matched only")


class RawPathFlask(Flask):
    """Flask that routes on the path as it came; see ``paths.py``.

    ``straight`` has another way into those views that use nothing of Flask's contexts: it is taken without them, for
    to set those up and to take them down costs as much as to look an order up. Where somebody has hooked into the
    app's requests, by ``before_request`` and the like or by a signal of Flask's, each call goes Flask's whole way. So
    does one whose contexts somebody wants to keep, as an entered ``app.test_client()`` does.
    """

    url_rule_class = OneWayRule

    def __init__(self, name: str) -> None:
        super().__init__(name, static_folder=None)
        self.url_map.converters["segment"] = SegmentConverter
        # A doubled slash is another path, not one to be redirected from.
        self.url_map.merge_slashes = False
        self.normalised: list[tuple[str, Callable[[str], str]]] = []
        """The prefixes below which an operation is served under more paths than its own, and how they are read."""
        self.straight: dict[Callable[..., Any], StraightView] = {}
        """By the view itself, so that one which is put in its place in ``view_functions`` is asked."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _KEEP not in environ and not self._is_hooked_into():
            try:
                endpoint, path = self._route(environ).match()
            except HTTPException:  # Flask's way meets it again, and answers
                pass
            else:
                if (view := self.straight.get(self.view_functions[endpoint])) is not None:
                    return view(environ, path)(environ, start_response)
        return super().wsgi_app(environ, start_response)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        return super().create_url_adapter(None) if request is None else self._route(request.environ)

    def _route(self, environ: WSGIEnvironment) -> MapAdapter:
        path = routing_path(self._normalised(raw_path(environ)))
        # What `Map.bind` makes, without its look at the host's name, which costs more than all else of it.
        return MapAdapter(self.url_map, "mockserver", "/", "", "http", path, environ["REQUEST_METHOD"])

    def _normalised(self, path: str) -> str:
        for prefix, normalise in self.normalised:
            if path.startswith(prefix) and is_below(path, prefix):
                return prefix + normalise(path[len(prefix) :])
        return path

    def _is_hooked_into(self) -> bool:
        return bool(
            self.before_request_funcs
            or self.after_request_funcs
            or self.teardown_request_funcs
            or self.teardown_appcontext_funcs
            or self.url_value_preprocessors
        ) or any(signal.receivers for signal in _SIGNALS)
