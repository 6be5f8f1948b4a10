"""What a file of a frequent question holds."""

from typing import Annotated

from pydantic import Field

from portal.publishing.schemas import Strict, Text


class QuestionContent(Strict):
    question_fr: Annotated[str, Text(200, says=True)]
    answer_fr: Annotated[str, Text(20_000)]
    question_en: Annotated[str, Text(200)] = ""
    answer_en: Annotated[str, Text(20_000)] = ""
    position: Annotated[int, Field(ge=0, le=32_767)] = 100
