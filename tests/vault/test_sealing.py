"""What people write is sealed to its place (security.md § 1)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from stafettlogg.core import clock
from stafettlogg.core.acting import NotActing, acting
from stafettlogg.core.scope import everywhere, writing
from stafettlogg.relay import concerns
from stafettlogg.relay.models import Concern
from stafettlogg.vault import files, keys
from stafettlogg.vault.fields import CODES, SealedFieldError, SealedText
from stafettlogg.vault.seal import Key, Place, Unopenable, seal, unseal
from tests.roles import as_worker
from tests.world import World, world

__all__ = ["world"]


def a_key() -> Key:
    return Key(uuid4(), os.urandom(32))


def test_what_is_sealed_opens_in_its_place_alone() -> None:
    key, here = a_key(), Place(uuid4(), uuid4(), uuid4(), "note.text")
    sealed = seal(key, b"uro", here.binding)
    assert unseal(key, sealed, here.binding) == b"uro"
    for elsewhere in (
        Place(uuid4(), here.root, here.row, here.code),
        Place(here.municipality, uuid4(), here.row, here.code),
        Place(here.municipality, here.root, uuid4(), here.code),
        Place(here.municipality, here.root, here.row, "note.other"),
    ):
        with pytest.raises(Unopenable):
            unseal(key, sealed, elsewhere.binding)


def test_another_key_or_a_changed_byte_does_not_open_it() -> None:
    key, binding = a_key(), b"here"
    sealed = seal(key, b"uro", binding)
    with pytest.raises(Unopenable):
        unseal(a_key(), sealed, binding)
    with pytest.raises(Unopenable):
        unseal(key, sealed[:-1] + bytes([sealed[-1] ^ 1]), binding)


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    key = a_key()
    assert seal(key, b"uro", b"here") != seal(key, b"uro", b"here")


def _concern(world: World, text: str) -> Concern:
    return concerns.add(world.as_("holder"), world.log, area="play", text=text)


def test_a_cell_swapped_with_another_rows_does_not_open(world: World) -> None:
    one, other = _concern(world, "fyrste"), _concern(world, "andre")
    with world.inside("holder") as log:
        rows = {row.pk: row for row in Concern.objects.of(log.permit)}
        rows[one.pk].__dict__["text"], rows[other.pk].__dict__["text"] = (
            rows[other.pk].__dict__["text"],
            rows[one.pk].__dict__["text"],
        )
        with pytest.raises(Unopenable):
            assert rows[one.pk].text


def test_nothing_opens_outside_a_transaction(world: World) -> None:
    made = _concern(world, "fyrste")
    with world.inside("holder") as log:
        row = Concern.objects.of(log.permit).get(pk=made.pk)
    with pytest.raises(NotActing):
        assert row.text


def test_a_log_cannot_be_opened_with_another_municipalitys_key(world: World) -> None:
    with acting(world.as_("far_leader")), pytest.raises(keys.NoKey):
        keys.key(world.havvik.pk, world.log.pk)


def test_sealed_text_is_not_searched_in_sql(world: World) -> None:
    with world.inside("holder") as log:
        rows = Concern.objects.of(log.permit)
        for asked in ({"text": "uro"}, {"text__contains": "uro"}, {"text__startswith": "u"}):
            with pytest.raises(SealedFieldError):
                list(rows.filter(**asked))


def test_every_code_belongs_to_one_column() -> None:
    assert len(set(CODES.values())) == len(CODES)
    assert CODES["concern.text"] == "stafettlogg.relay.models.Concern.text"


def test_a_number_is_found_by_a_hash_that_fits_one_municipality_alone(world: World) -> None:
    with acting(world.as_("leader")):
        here = keys.lookup_hash(world.fjordvik.pk, world.numbers["guardian"])
    with acting(world.as_("far_leader")):
        there = keys.lookup_hash(world.havvik.pk, world.numbers["guardian"])
    assert here != there
    assert len(here) == 32


def test_a_root_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    keys.write_root_key(path)
    assert len(keys._root_key(path).secret) == 32
    loose = tmp_path / "loose.key"
    loose.write_bytes(path.read_bytes())
    loose.chmod(0o644)
    with pytest.raises(keys.NoKey):
        keys._root_key(loose)


@pytest.fixture
def former(tmp_path: Path, settings: Settings) -> Path:
    """The present root key's file, as it was kept when a new one was made."""
    kept = tmp_path / "former.key"
    kept.write_bytes(Path(settings.ROOT_KEY_FILE).read_bytes())
    kept.chmod(0o400)
    return kept


def a_root_key(path: Path) -> Path:
    keys.write_root_key(path)
    return path


def test_a_new_root_key_wraps_anew_once_and_every_text_still_opens(
    world: World, former: Path, tmp_path: Path, settings: Settings
) -> None:
    made, municipality = _concern(world, "fyrste"), world.fjordvik.pk
    settings.ROOT_KEY_FILE = a_root_key(tmp_path / "new.key")
    with as_worker(), everywhere("a new root key"):
        assert keys.rewrap(municipality, former)
        assert not keys.rewrap(municipality, former), "done before: a rotation that was stopped goes on where it was"
        assert Concern.objects.get_queryset().select_related("log").get(pk=made.pk).text == "fyrste"


def test_a_key_that_neither_file_opens_is_not_said_to_be_done(world: World, tmp_path: Path, settings: Settings) -> None:
    settings.ROOT_KEY_FILE, wrong = a_root_key(tmp_path / "new.key"), a_root_key(tmp_path / "wrong.key")
    with as_worker(), everywhere("a new root key"), pytest.raises(keys.NoKey):
        keys.rewrap(world.fjordvik.pk, wrong)


def test_a_log_whose_key_is_destroyed_does_not_open_any_more(world: World) -> None:
    made = _concern(world, "fyrste")
    with as_worker(), everywhere("erasing"):
        keys.destroy_root_key(world.log.pk)
        row = Concern.objects.get_queryset().select_related("log").get(pk=made.pk)
        with pytest.raises(keys.NoKey):
            assert row.text


def test_the_hash_of_what_a_form_said_goes_with_its_roots_key(world: World) -> None:
    own = (world.fjordvik.pk, world.log.pk)
    with as_worker(), everywhere("a new key"):
        first = [keys.content_hash(*own, said) for said in (b"one", b"one", b"two")]
        keys.destroy_root_key(world.log.pk)
        with pytest.raises(keys.NoKey):
            keys.content_hash(*own, b"one")
        keys.make_root_key(*own)

        assert first[0] == first[1] != first[2]
        assert keys.content_hash(*own, b"one") != first[0]


def test_sealed_text_is_not_written_past_its_row(world: World) -> None:
    with world.inside("holder") as log, writing(), pytest.raises(SealedFieldError):
        Concern.objects.of(log.permit).update(text="uro")


def test_rows_made_many_at_a_time_are_sealed_too(world: World) -> None:
    by, at = world.as_("holder"), clock.now()
    with world.inside("holder") as log, writing():
        made = [Concern(log=log, by_id=by.person, at=at, area="play", text=text) for text in ("fyrste", "andre")]
        Concern.objects.bulk_create(made)
        rows = {row.pk: row for row in Concern.objects.of(log.permit)}
        assert b"fyrste" not in rows[made[0].pk].__dict__["text"]
        assert [rows[row.pk].text for row in made] == ["fyrste", "andre"]


def test_a_renamed_column_still_opens(world: World) -> None:
    made = _concern(world, "fyrste")
    with world.inside("holder") as log:
        row = Concern.objects.of(log.permit).get(pk=made.pk)
        renamed: SealedText[str, str] = SealedText(code="concern.text")
        renamed.set_attributes_from_name("words")
        place = renamed.place(row)
        assert unseal(keys.key(place.municipality, place.root), row.__dict__["text"], place.binding) == b"fyrste"


def test_a_file_opens_whole_and_in_order_or_not_at_all(world: World) -> None:
    file, content = uuid4(), os.urandom(files.CHUNK * 2 + 17)
    with acting(world.as_("holder")):
        files.put(world.fjordvik.pk, world.log.pk, file, content)
        assert files.read(world.fjordvik.pk, world.log.pk, file) == content
        path = files._path(file)
        whole = path.read_bytes()
        chunk = files.LENGTH.size + files.LENGTH.unpack(whole[: files.LENGTH.size])[0]
        for wrong in (
            b"",
            whole[:3],
            whole[:chunk],
            whole[: chunk + 2],
            whole[: chunk * 2],
            whole[chunk : chunk * 2] + whole[:chunk] + whole[chunk * 2 :],
        ):
            path.write_bytes(wrong)
            with pytest.raises(Unopenable):
                files.read(world.fjordvik.pk, world.log.pk, file)
        unfinished = path.with_suffix(".0123")
        unfinished.write_bytes(b"what a killed process left")
        files.remove(file)
        files.remove(file)
        assert not path.exists()
        assert not unfinished.exists()


def test_a_file_no_row_knows_is_an_orphan(world: World) -> None:
    known, lost = uuid4(), uuid4()
    with acting(world.as_("holder")):
        for file in (known, lost):
            files.put(world.fjordvik.pk, world.log.pk, file, b"x")
        (files._path(lost).with_suffix(".0123")).write_bytes(b"what a killed process left")
    assert files.orphans([known], older_than=timedelta()).count(lost) == 1
    assert known not in files.orphans([known], older_than=timedelta())
    assert lost not in files.orphans([known]), "the row of an upload that goes on is not committed yet"


def test_a_download_keeps_its_name_whatever_letters_it_has() -> None:
    assert (
        files.content_disposition('Samtykke "æ".pdf')
        == "attachment; filename=\"Samtykke ___.pdf\"; filename*=UTF-8''Samtykke%20%22%C3%A6%22.pdf"
    )
