-- 10 000 logs as 3c76dc7 would have kept them. Nobody in them exists; sealed cells that no migration opens hold one byte.
SET session_replication_role = replica;
CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5(kind || n)::uuid $$;
INSERT INTO identity_municipality VALUES (pg_temp.id('municipality', 0), '9000', 'Kommune 0', 'nn', true, 15, 28, 56, 14, 90, 60, '',
    'stafettlogg', '', '', '', false, true, 3, 180, 'offl. § 13, jf. fvl. § 13');
INSERT INTO identity_unit SELECT pg_temp.id('unit', n), 'Skule ' || n, 'school', pg_temp.id('municipality', 0), ''
    FROM generate_series(0, 49) n;
INSERT INTO identity_person SELECT pg_temp.id('person', n), '\x01', NULL, NULL, '', pg_temp.id('municipality', 0), NULL
    FROM generate_series(0, 20499) n;  -- 500 at work, 20 000 guardians
INSERT INTO identity_post SELECT pg_temp.id('post', n), CASE WHEN n < 50 THEN 'leader' ELSE 'employee' END, 'Kontaktlærar',
    '2025-08-01', NULL, NULL, pg_temp.id('municipality', 0), pg_temp.id('person', n), pg_temp.id('unit', n % 50)
    FROM generate_series(0, 499) n;
INSERT INTO identity_child SELECT pg_temp.id('child', n), '\x01', NULL, '\x01', NULL, decode(md5('likeness' || n), 'hex'), 'none',
    pg_temp.id('municipality', 0) FROM generate_series(0, 9999) n;
INSERT INTO relay_relaylog SELECT pg_temp.id('log', n), 1, now() - interval '90 days', now() - interval '89 days', NULL, NULL, '',
    NULL, NULL, 0, pg_temp.id('child', n), pg_temp.id('person', n % 500), pg_temp.id('municipality', 0), NULL, pg_temp.id('unit', n % 50)
    FROM generate_series(0, 9999) n;
INSERT INTO relay_transfer (id, at, accepted_at, by_id, log_id, to_id)
    SELECT pg_temp.id('transfer', n), opened_at, opened_at, holder_id, id, holder_id
    FROM (SELECT *, row_number() OVER () n FROM relay_relaylog) logs;
INSERT INTO relay_membership (id, at, kind, basis, from_date, by_id, person_id, log_id)
    SELECT pg_temp.id('member', n * 3 + turn), now() - interval '90 days', CASE WHEN turn < 2 THEN 'guardian' ELSE 'employee' END,
    CASE WHEN turn < 2 THEN 'parental' ELSE '' END, current_date - 90, pg_temp.id('person', n % 500),
    CASE WHEN turn < 2 THEN pg_temp.id('person', 500 + n * 2 + turn) ELSE pg_temp.id('person', (n + 50) % 500) END, pg_temp.id('log', n)
    FROM generate_series(0, 9999) n, generate_series(0, 2) turn;
INSERT INTO relay_consent (id, at, is_childs, level, words, from_date, answered_at, is_yes, way, by_id, person_id, log_id)
    SELECT pg_temp.id('consent', n * 2 + turn), now() - interval '90 days', false, 1, '\x01', current_date - 89, now() - interval '89 days',
    true, 'product', pg_temp.id('person', n % 500), pg_temp.id('person', 500 + n * 2 + turn), pg_temp.id('log', n)
    FROM generate_series(0, 9999) n, generate_series(0, 1) turn;
INSERT INTO relay_concern (id, at, version, area, text, by_id, log_id)
    SELECT pg_temp.id('concern', n), now() - interval '80 days', 1, 'play', '\x01', pg_temp.id('person', n % 500), pg_temp.id('log', n)
    FROM generate_series(0, 9999) n;
INSERT INTO relay_measure (id, at, version, arena, title, goal, how, start, evaluate_by, by_id, concern_id, responsible_id, log_id)
    SELECT pg_temp.id('measure', n * 2 + turn), now() - interval '30 days', 1, CASE turn WHEN 0 THEN 'unit' ELSE 'home' END, '\x01', '\x01',
    '\x01', current_date - 30, current_date + 12, pg_temp.id('person', n % 500), pg_temp.id('concern', n), pg_temp.id('person', n % 500),
    pg_temp.id('log', n) FROM generate_series(0, 9999) n, generate_series(0, 1) turn;
INSERT INTO relay_note (id, at, version, kind, arena, text, seen_on, by_id, log_id)
    SELECT pg_temp.id('note', n * 10 + turn), now() - interval '20 days', 1, 'note', '', decode(repeat('01', 400), 'hex'), current_date - 20,
    pg_temp.id('person', n % 500), pg_temp.id('log', n) FROM generate_series(0, 9999) n, generate_series(0, 9) turn;
INSERT INTO core_access SELECT pg_temp.id('access', n), id, holder_id, 'staff', id FROM (SELECT *, row_number() OVER () n FROM relay_relaylog) logs;
INSERT INTO core_access SELECT pg_temp.id('access of member', n), log_id, person_id,
    CASE WHEN kind = 'guardian' THEN 'family' ELSE 'staff' END, id FROM (SELECT *, row_number() OVER () n FROM relay_membership) members;
INSERT INTO core_auditevent (id, at, act, municipality, person, hat, relation, via, action, outcome, root, object_kind, object_id, reason, key)
    SELECT pg_temp.id('event', n), at, pg_temp.id('event', n), pg_temp.id('municipality', 0), by_id, 'staff', 'holder', 'web', 'note.add',
    'done', log_id, 'note', id, '', pg_temp.id('key', n) FROM (SELECT *, row_number() OVER () n FROM relay_note) notes;
INSERT INTO django_session SELECT md5('session' || n), 'e30', now() + interval '8 hours' FROM generate_series(0, 999) n;
RESET session_replication_role;
ANALYZE;
