"""The words an evaluation is asked with, kept with each answer: what was chosen then is read as it was asked then (R21)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stafettlogg.relay.models import Evaluation


@dataclass(frozen=True, slots=True)
class Words:
    """Questions and choices in one language, as the page showed them."""

    language: str
    outcome_question: str
    decision_question: str
    child_question: str
    guardians_question: str
    professionals_question: str
    outcomes: dict[str, str]
    decisions: dict[str, str]

    def outcome(self, evaluation: Evaluation) -> str:
        """What was answered about how it went."""
        return self.outcomes[evaluation.outcome]

    def decision(self, evaluation: Evaluation) -> str:
        """What was decided."""
        return self.decisions[evaluation.decision]


def now() -> Words:
    """The words in the language of the page; the form and the row that keeps them take the same."""
    return Words(
        language=get_language() or "",
        outcome_question=_("How did it go?"),
        decision_question=_("What do we do now?"),
        child_question=_("What did the child say or show?"),
        guardians_question=_("How do the guardians see it?"),
        professionals_question=_("How do we who work with the child see it?"),
        outcomes={choice.value: str(choice.label) for choice in Evaluation.Outcome},
        decisions={choice.value: str(choice.label) for choice in Evaluation.Decision},
    )


def written() -> str:
    """The words of now, as a row keeps them."""
    return json.dumps(asdict(now()), ensure_ascii=False)


def asked(evaluation: Evaluation) -> Words:
    """The words this evaluation was asked with, whatever the page asks today."""
    return Words(**json.loads(evaluation.asked_words))
