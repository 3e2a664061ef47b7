"""Addresses of the way in, the first page, and what stands around a log: wonders, units, people, the trail."""

from django.urls import path

from stafettlogg.web import (
    idporten,
    landing,
    languages,
    municipality,
    opening,
    people,
    signin,
    staff,
    start,
    trail,
    units,
    wonders,
)

HERE = "<slug:municipality>/"
WONDER, UNIT, LOG = f"{HERE}undring/<uuid:wonder>/", f"{HERE}eining/<uuid:unit>/", f"{HERE}logg/<uuid:log>/"
MEMBER = f"{LOG}folk/<uuid:membership>/"

urlpatterns = [
    path("", signin.front, name="front"),
    path("logg-inn/", signin.sign_in, name="sign-in"),
    path("logg-inn/kven/", signin.who, name="sign-in-who"),
    path("logg-inn/tilbake/", idporten.back, name="sign-in-back"),
    path("logg-inn/stoppa/", landing.stopped, name="sign-in-stopped"),
    path("logg-inn/kvifor/", landing.why, name="sign-in-why"),
    path("logg-inn/pa-nytt/", landing.again, name="sign-in-again"),
    path("logg-inn/<slug:number>/<slug:kind>/", idporten.begin, name="sign-in-begin"),
    path("logg-ut/", signin.sign_out, name="sign-out"),
    path("logg-ut/ferdig/", landing.goodbye, name="sign-out-done"),
    path("logg-ut/melding/", idporten.signed_out, name="sign-out-told"),
    path("logg-ut/ramme/", idporten.framed_out, name="sign-out-framed"),
    path("framleis/", signin.stay, name="stay"),
    path("hatt/", signin.hat, name="hat"),
    path("sprak/", languages.choose, name="language"),
    path(HERE, start.start, name="start"),
    path(WONDER, wonders.read, name="wonder-read"),
    path(f"{WONDER}endre/", wonders.change, name="wonder-change"),
    path(f"{WONDER}del/", wonders.share, name="wonder-share"),
    path(f"{WONDER}avgjer/", wonders.decide, name="wonder-decide"),
    path(UNIT, units.read, name="unit-read"),
    path(f"{UNIT}undring/", wonders.write, name="wonder-write"),
    path(f"{UNIT}logg/", opening.open_log, name="log-open"),
    path(f"{UNIT}stilling/", units.appoint, name="leader-appoint"),
    path(f"{UNIT}stilling/<uuid:post>/slutt/", units.dismiss, name="leader-dismiss"),
    path(f"{UNIT}rett/", units.change, name="unit-change"),
    path(f"{UNIT}tilsett/", staff.appoint, name="staff-appoint"),
    path(f"{UNIT}tilsett/<uuid:post>/slutt/", staff.dismiss, name="staff-dismiss"),
    path(f"{UNIT}tilsett/<uuid:post>/rett/", staff.correct, name="person-correct"),
    path(f"{HERE}ny-eining/", units.add, name="unit-add"),
    path(f"{HERE}innstillingar/", municipality.change, name="settings-change"),
    path(f"{HERE}folk/", staff.search, name="person-list"),
    path(f"{LOG}sporing/", trail.read, name="log-trail"),
    path(f"{LOG}folk/", people.read, name="log-people"),
    path(f"{LOG}folk/foresett/", people.invite_guardian, name="guardian-invite"),
    path(f"{LOG}folk/barnet/", people.invite_child, name="child-invite"),
    path(f"{LOG}folk/barnet/rett/", people.correct_child, name="child-correct"),
    path(f"{LOG}folk/tilsett/", people.admit, name="employee-admit"),
    path(f"{LOG}folk/vikar/", people.appoint_deputy, name="deputy-appoint"),
    path(f"{MEMBER}rett/", people.correct_guardian, name="guardian-correct"),
    path(f"{MEMBER}ut/", people.dismiss, name="employee-dismiss"),
    path(f"{MEMBER}slutt/", people.dismiss_deputy, name="deputy-dismiss"),
]
