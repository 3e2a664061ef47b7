"""Addresses of one log: the name of an address is its action, the words are Norwegian."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.urls.resolvers import URLPattern

from stafettlogg.web import (
    attachments,
    closing,
    concerns,
    consents,
    entries,
    evaluations,
    logs,
    measures,
    steps,
    transfers,
    wordings,
)

LOG = "<slug:municipality>/logg/<uuid:log>/"


def of_log(rest: str, view: Any, name: str) -> URLPattern:
    """An address below one log. Any: a view is any callable that gives a response."""
    pattern: URLPattern = path(LOG + rest, view, name=name)
    return pattern


urlpatterns = [
    of_log("", logs.read, "log-read"),
    of_log("hendt/", logs.history, "log-history"),
    of_log("utskrift/", logs.print_out, "log-print"),
    of_log("tidlegare/", wordings.earlier, "wordings"),
    of_log("tidlegare/<uuid:row>/", wordings.earlier, "wordings-of-row"),
    of_log("avslutt/", closing.close, "log-close"),
    of_log("opne/", closing.reopen, "log-reopen"),
    of_log("niva/", consents.change_level, "level-change"),
    of_log("samtykke/", consents.ask, "consent-ask"),
    of_log("samtykke/<uuid:consent>/svar/", consents.answer, "consent-answer"),
    of_log("samtykke/<uuid:consent>/registrer/", consents.register, "consent-register"),
    of_log("samtykke/<uuid:consent>/unntak/", consents.except_, "consent-except"),
    of_log("samtykke/<uuid:consent>/trekk/", consents.withdraw, "consent-withdraw"),
    of_log("merksemd/", concerns.add, "concern-add"),
    of_log("merksemd/<uuid:concern>/", concerns.change, "concern-change"),
    of_log("merksemd/<uuid:concern>/loyst/", concerns.resolve, "concern-resolve"),
    of_log("merksemd/<uuid:concern>/unntak/", concerns.except_, "concern-except"),
    of_log("tiltak/", measures.plan, "measure-plan"),
    of_log("tiltak/<uuid:measure>/", measures.change, "measure-change"),
    of_log("tiltak/<uuid:measure>/evaluer/", measures.evaluate, "measure-evaluate"),
    of_log("evaluering/<uuid:evaluation>/", evaluations.change, "evaluation-change"),
    of_log("steg/", steps.add, "step-add"),
    of_log("steg/<uuid:step>/", steps.change, "step-change"),
    of_log("stemme/", entries.record_voice, "voice-record"),
    of_log("stemme/<uuid:note>/", entries.change_voice, "voice-change"),
    of_log("lysglimt/", entries.add_glimpse, "glimpse-add"),
    of_log("lysglimt/<uuid:note>/", entries.change_glimpse, "glimpse-change"),
    of_log("notat/", entries.add_note, "note-add"),
    of_log("notat/<uuid:note>/", entries.change_note, "note-change"),
    of_log("notat/<uuid:note>/vedlegg/", attachments.add, "attachment-add"),
    of_log("vedlegg/<uuid:attachment>/", attachments.read, "attachment-read"),
    of_log("stafett/", transfers.offer, "transfer-offer"),
    of_log("stafett/<uuid:transfer>/trekk/", transfers.withdraw, "transfer-withdraw"),
    of_log("stafett/<uuid:transfer>/", transfers.accept, "transfer-accept"),
    of_log("stafett/<uuid:transfer>/nei/", transfers.decline, "transfer-decline"),
]
