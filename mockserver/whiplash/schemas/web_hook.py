"""Bodies of the web hook operations. Source: observed, "web_hooks"."""

from __future__ import annotations

from mockserver.whiplash.schemas.fields import Flag, Text
from mockserver.whiplash.schemas.record import StoredSchema
from mockserver.whiplash.schemas.requiring import RequiringValidator


class WebHookSchema(StoredSchema):
    never_null = ("active", "format")

    url = Text()
    event_name = Text()
    format = Text()
    active = Flag()
    originator_id = Text()
    group_id = Text()


_NEEDED = ("url", "event_name")
_RULE = "whiplash.web-hooks.required-fields"

create_web_hook = RequiringValidator(WebHookSchema, "web_hook", _NEEDED, _RULE)
update_web_hook = RequiringValidator(WebHookSchema, "web_hook", _NEEDED, _RULE, partial=True)
