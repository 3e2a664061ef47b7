"""Addresses outside one log: signing in, the start page, wonders, units, opening, people and trails."""

from __future__ import annotations

from django.urls import path

from stafettlogg.web import opening, people, signin, start, trail, units, wonders

LOG = "<slug:municipality>/logg/<uuid:log>/"

urlpatterns = [
    path("", signin.home, name="front"),
    path("inn/", signin.sign_in, name="sign-in"),
    path("inn/kven/", signin.sign_in_person, name="sign-in-person"),
    path("ut/", signin.sign_out, name="sign-out"),
    path("sprak/", signin.language, name="language"),
    path("<slug:municipality>/", start.start, name="start"),
    path("<slug:municipality>/hatt/", signin.change_hat, name="change-hat"),
    path("<slug:municipality>/eining/<uuid:unit>/", units.read, name="unit-read"),
    path("<slug:municipality>/eining/<uuid:unit>/leiar/", units.appoint, name="leader-appoint"),
    path("<slug:municipality>/eining/<uuid:unit>/leiar/<uuid:post>/slutt/", units.dismiss, name="leader-dismiss"),
    path("<slug:municipality>/eining/<uuid:unit>/undring/", wonders.write, name="wonder-write"),
    path("<slug:municipality>/eining/<uuid:unit>/logg/", opening.open_log, name="log-open"),
    path("<slug:municipality>/undring/<uuid:wonder>/", wonders.read, name="wonder-read"),
    path("<slug:municipality>/undring/<uuid:wonder>/endre/", wonders.change, name="wonder-change"),
    path("<slug:municipality>/undring/<uuid:wonder>/del/", wonders.share, name="wonder-share"),
    path("<slug:municipality>/undring/<uuid:wonder>/avgjer/", wonders.decide, name="wonder-decide"),
    path(f"{LOG}sporing/", trail.read, name="log-trail"),
    path(f"{LOG}folk/", people.members, name="people"),
    path(f"{LOG}folk/foresett/", people.invite_guardian, name="guardian-invite"),
    path(f"{LOG}folk/foresett/<uuid:membership>/", people.correct_guardian, name="guardian-correct"),
    path(f"{LOG}folk/barn/", people.correct_child, name="child-correct"),
    path(f"{LOG}folk/barn/slepp-inn/", people.invite_child, name="child-invite"),
    path(f"{LOG}folk/tilsett/", people.admit, name="employee-admit"),
    path(f"{LOG}folk/tilsett/<uuid:membership>/slutt/", people.dismiss, name="employee-dismiss"),
    path(f"{LOG}folk/vikar/", people.appoint_deputy, name="deputy-appoint"),
    path(f"{LOG}folk/vikar/<uuid:membership>/slutt/", people.dismiss_deputy, name="deputy-dismiss"),
]
