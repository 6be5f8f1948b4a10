"""What the API's description says of the calls that organizations' systems receive (`webhooks` of OpenAPI 3.1)."""

import datetime as dt
from typing import Any

from ninja import Field, Schema

from portal.webhooks import sources
from portal.webhooks.signing import CALL, SIGNATURE, TIMESTAMP

HEADERS = {
    CALL: "The call's own number: the same when it is repeated.",
    TIMESTAMP: "Seconds since 1970 when this try left.",
    SIGNATURE: "«v1,» and a signature in base64; two, with a space between, while two secrets are in force.",
}
ANSWERS = {
    "2XX": {"description": "Received; what is answered is not read. Anything else is tried again for three days."}
}


class OneReference(Schema):
    reference: str = Field(description="Your own reference of what it is about.")


class Notification(Schema):
    """As Standard Webhooks recommends it."""

    type: str
    timestamp: dt.datetime = Field(description="When it happened.")
    data: OneReference


def notifications() -> dict[str, Any]:
    """Return a path item for each event, by its name on the wire."""
    return {name: call(Notification, name=name, summary=str(words)) for name, words in sources.events()}


def call(schema: type[Schema], *, name: str, summary: str, answers: dict[str, Any] = ANSWERS) -> dict[str, Any]:
    """Return the path item of a signed call that posts this schema."""
    body = schema.model_json_schema()
    defined = body.pop("$defs", {})
    body["properties"] = {key: _opened(value, defined) for key, value in body["properties"].items()} | {
        "type": {"type": "string", "const": name}
    }
    headers = [
        {"name": header, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
        for header, words in HEADERS.items()
    ]
    content = {"application/json": {"schema": body}}
    return {
        "post": {
            "operationId": name,
            "summary": summary,
            "parameters": headers,
            "requestBody": {"required": True, "content": content},
            "responses": answers,
        }
    }


def _opened(value: dict[str, Any], defined: dict[str, Any]) -> dict[str, Any]:
    """Put a definition where it is named: the description of a call stands by itself."""
    return defined[value["$ref"].rsplit("/", 1)[-1]] if "$ref" in value else value
