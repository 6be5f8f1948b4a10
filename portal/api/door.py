"""The one door of organizations' systems (django-ninja): the endpoints of every app, described together."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from portal.api import offers
from portal.api.problems import MEDIA_TYPE, PROBLEMS, ProblemOut, Refusal, answer
from portal.api.shapes import errors_of


class JsonOnly(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Refusal(415)
        return super().parse_body(request)


def _of_ninja(error: HttpError) -> Refusal:
    """The parser's own refusal is the cause of ninja's."""
    return error.__cause__ if isinstance(error.__cause__, Refusal) else Refusal(error.status_code)


REFUSALS: dict[type[Exception], Callable[[Any], Refusal]] = {
    Refusal: lambda refusal: refusal,
    HttpError: _of_ninja,
    RequestDataTooBig: lambda _error: Refusal(413),
    ValidationError: lambda error: Refusal(422, errors=errors_of(error.errors)),
}


class Door(NinjaAPI):
    def on_exception(self, request: HttpRequest, exc: Any) -> Any:
        """What is not a refusal is a failure of ours, which Django logs."""
        for kind, refusal_of in REFUSALS.items():
            if isinstance(exc, kind):
                return answer(refusal_of(exc))
        raise exc

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """Return the description; problems are the same at every endpoint, and said once."""
        described = super().get_openapi_schema(**where)
        problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        components = described["components"]
        components["schemas"] |= {**problem.pop("$defs"), "ProblemOut": problem}
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
        components["responses"] = {
            one.slug: {"description": str(one.title), "content": content} for one in PROBLEMS.values()
        }
        problems = {str(status): {"$ref": f"#/components/responses/{one.slug}"} for status, one in PROBLEMS.items()}
        for operations in described["paths"].values():
            for operation in operations.values():
                operation["responses"] |= problems
        described["webhooks"] = offers.calls()
        return described


def opened() -> NinjaAPI:
    """Return the API with the endpoints of every app."""
    door = Door(
        title="Relais: what organizations' systems send and read",
        version="1",
        description="Everything goes under your own references. Sending the same twice changes nothing.",
        servers=[{"url": settings.SITE_URL}],
        parser=JsonOnly(),
        urls_namespace="api",
        docs_url=None,  # its page needs scripts that our policy forbids; the description is at openapi.json
    )
    for router in offers.routers():
        door.add_router("", router)
    return door
