-- The schema of 3c76dc7 with its migrations: pg_dump 15 --schema-only, and what django_migrations held.
ALTER SCHEMA public OWNER TO stafettlogg_owner;
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
ALTER TYPE public.procrastinate_job_event_type OWNER TO stafettlogg_owner;
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
ALTER TYPE public.procrastinate_job_status OWNER TO stafettlogg_owner;
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
ALTER TYPE public.procrastinate_job_to_defer_v1 OWNER TO stafettlogg_owner;
CREATE FUNCTION public.core_access_of_holder() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'UPDATE' AND NEW.holder_id = OLD.holder_id THEN RETURN NULL; END IF;
        DELETE FROM core_access WHERE root = OLD.id AND because = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO core_access (id, root, person, hat, because)
        VALUES (gen_random_uuid(), NEW.id, NEW.holder_id, 'staff', NEW.id);
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION public.core_access_of_holder() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.core_access_of_member() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM core_access WHERE root = OLD.log_id AND because = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.ended_at IS NULL THEN
        INSERT INTO core_access (id, root, person, hat, because) VALUES (gen_random_uuid(), NEW.log_id, NEW.person_id,
            CASE WHEN NEW.kind IN ('guardian', 'child') THEN 'family' ELSE 'staff' END, NEW.id);
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION public.core_access_of_member() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
ALTER FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;
    RETURN job_ids;
END;
$$;
ALTER FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;
    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;
    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;
    RETURN _job_id;
END;
$$;
ALTER FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) OWNER TO stafettlogg_owner;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
ALTER TABLE public.procrastinate_jobs OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;
 RETURN found_jobs;
END;
$$;
ALTER FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_notify_queue_abort_job_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_notify_queue_job_inserted_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
ALTER FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
ALTER FUNCTION public.procrastinate_register_worker_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_status_events_update_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
ALTER FUNCTION public.procrastinate_unlink_periodic_defers_v1() OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
ALTER FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) OWNER TO stafettlogg_owner;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
ALTER FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) OWNER TO stafettlogg_owner;
CREATE TABLE public.core_access (
    id uuid NOT NULL,
    root uuid NOT NULL,
    person uuid NOT NULL,
    hat character varying(14) NOT NULL,
    because uuid NOT NULL
);
ALTER TABLE ONLY public.core_access FORCE ROW LEVEL SECURITY;
ALTER TABLE public.core_access OWNER TO stafettlogg_owner;
CREATE TABLE public.core_auditevent (
    id uuid NOT NULL,
    number bigint DEFAULT nextval(('core_event_number'::text)::regclass) NOT NULL,
    at timestamp with time zone NOT NULL,
    act uuid NOT NULL,
    municipality uuid,
    person uuid,
    hat character varying(14) NOT NULL,
    relation character varying(20) NOT NULL,
    via character varying(4) NOT NULL,
    action character varying(30) NOT NULL,
    outcome character varying(7) NOT NULL,
    root uuid,
    object_kind character varying(20) NOT NULL,
    object_id uuid,
    reason character varying(60) NOT NULL,
    request uuid,
    key uuid
);
ALTER TABLE ONLY public.core_auditevent FORCE ROW LEVEL SECURITY;
ALTER TABLE public.core_auditevent OWNER TO stafettlogg_owner;
CREATE SEQUENCE public.core_event_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.core_event_number OWNER TO stafettlogg_owner;
CREATE TABLE public.core_installation (
    id smallint NOT NULL,
    mode character varying(10) NOT NULL,
    CONSTRAINT core_installation_id_check CHECK ((id >= 0))
);
ALTER TABLE ONLY public.core_installation FORCE ROW LEVEL SECURITY;
ALTER TABLE public.core_installation OWNER TO stafettlogg_owner;
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations OWNER TO stafettlogg_owner;
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
ALTER TABLE public.django_session OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_child (
    id uuid NOT NULL,
    name bytea NOT NULL,
    number bytea,
    born bytea NOT NULL,
    number_hash bytea,
    likeness_hash bytea NOT NULL,
    protection character varying(12) NOT NULL,
    municipality_id uuid NOT NULL
);
ALTER TABLE ONLY public.identity_child FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_child OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_municipality (
    id uuid NOT NULL,
    number character varying(4) NOT NULL,
    name character varying(80) NOT NULL,
    language character varying(2) NOT NULL,
    all_guardians_consent boolean NOT NULL,
    consent_age smallint NOT NULL,
    evaluate_from_days smallint NOT NULL,
    evaluate_until_days smallint NOT NULL,
    wonder_days smallint NOT NULL,
    forget_wonder_days smallint NOT NULL,
    unopened_days smallint NOT NULL,
    accessibility_url character varying(200) NOT NULL,
    theme character varying(12) NOT NULL,
    contact_email character varying(254) NOT NULL,
    contact_name character varying(80) NOT NULL,
    contact_phone character varying(20) NOT NULL,
    employees_plan boolean NOT NULL,
    employees_write boolean NOT NULL,
    highest_level smallint NOT NULL,
    retention_days smallint NOT NULL,
    secrecy character varying(120) NOT NULL,
    CONSTRAINT consent_age_is_15_or_16 CHECK ((consent_age = ANY (ARRAY[15, 16]))),
    CONSTRAINT evaluation_window_within_4_and_8_weeks CHECK (((evaluate_from_days >= 28) AND (evaluate_from_days < evaluate_until_days) AND (evaluate_until_days <= 56))),
    CONSTRAINT highest_level_is_1_to_3 CHECK ((highest_level = ANY (ARRAY[1, 2, 3]))),
    CONSTRAINT identity_municipality_consent_age_check CHECK ((consent_age >= 0)),
    CONSTRAINT identity_municipality_evaluate_from_days_check CHECK ((evaluate_from_days >= 0)),
    CONSTRAINT identity_municipality_evaluate_until_days_check CHECK ((evaluate_until_days >= 0)),
    CONSTRAINT identity_municipality_forget_wonder_days_check CHECK ((forget_wonder_days >= 0)),
    CONSTRAINT identity_municipality_highest_level_check CHECK ((highest_level >= 0)),
    CONSTRAINT identity_municipality_retention_days_check CHECK ((retention_days >= 0)),
    CONSTRAINT identity_municipality_unopened_days_check CHECK ((unopened_days >= 0)),
    CONSTRAINT identity_municipality_wonder_days_check CHECK ((wonder_days >= 0)),
    CONSTRAINT wonder_decided_within_14_days CHECK (((wonder_days >= 1) AND (wonder_days <= 14)))
);
ALTER TABLE ONLY public.identity_municipality FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_municipality OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_person (
    id uuid NOT NULL,
    name bytea NOT NULL,
    number bytea,
    number_hash bytea,
    language character varying(2) NOT NULL,
    municipality_id uuid NOT NULL,
    signed_in_at timestamp with time zone
);
ALTER TABLE ONLY public.identity_person FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_person OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_post (
    id uuid NOT NULL,
    kind character varying(13) NOT NULL,
    title character varying(60) NOT NULL,
    from_date date NOT NULL,
    until_date date,
    ended_at timestamp with time zone,
    municipality_id uuid NOT NULL,
    person_id uuid NOT NULL,
    unit_id uuid,
    CONSTRAINT post_has_a_unit_unless_municipal CHECK (((((kind)::text = ANY ((ARRAY['administrator'::character varying, 'officer'::character varying])::text[])) AND (unit_id IS NULL)) OR (((kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying, 'employee'::character varying])::text[])) AND (unit_id IS NOT NULL))))
);
ALTER TABLE ONLY public.identity_post FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_post OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_provider (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    issuer character varying(200) NOT NULL,
    client_id character varying(80) NOT NULL,
    onbehalfof character varying(80) NOT NULL,
    levels jsonb NOT NULL,
    ended_at timestamp with time zone,
    municipality_id uuid NOT NULL
);
ALTER TABLE ONLY public.identity_provider FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_provider OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_providerkey (
    id uuid NOT NULL,
    secret bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    municipality_id uuid NOT NULL,
    provider_id uuid NOT NULL
);
ALTER TABLE ONLY public.identity_providerkey FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_providerkey OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_providersession (
    session_key character varying(40) NOT NULL,
    session_hash bytea NOT NULL,
    began_at timestamp with time zone NOT NULL
);
ALTER TABLE public.identity_providersession OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_settingchange (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    field character varying(40) NOT NULL,
    old character varying(250) NOT NULL,
    new character varying(250) NOT NULL,
    by_id uuid NOT NULL,
    municipality_id uuid NOT NULL
);
ALTER TABLE ONLY public.identity_settingchange FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_settingchange OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_subject (
    id uuid NOT NULL,
    subject_hash bytea NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    municipality_id uuid NOT NULL,
    person_id uuid NOT NULL
);
ALTER TABLE ONLY public.identity_subject FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_subject OWNER TO stafettlogg_owner;
CREATE TABLE public.identity_unit (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(14) NOT NULL,
    municipality_id uuid NOT NULL,
    organisation_number character varying(9) NOT NULL
);
ALTER TABLE ONLY public.identity_unit FORCE ROW LEVEL SECURITY;
ALTER TABLE public.identity_unit OWNER TO stafettlogg_owner;
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
ALTER TABLE public.procrastinate_events OWNER TO stafettlogg_owner;
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.procrastinate_events_id_seq OWNER TO stafettlogg_owner;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.procrastinate_jobs_id_seq OWNER TO stafettlogg_owner;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.procrastinate_periodic_defers OWNER TO stafettlogg_owner;
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.procrastinate_periodic_defers_id_seq OWNER TO stafettlogg_owner;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers OWNER TO stafettlogg_owner;
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.relay_attachment (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    name bytea NOT NULL,
    content_type character varying(100) NOT NULL,
    size bigint NOT NULL,
    state character varying(8) NOT NULL,
    refused_code character varying(20) NOT NULL,
    by_id uuid NOT NULL,
    consent_id uuid,
    note_id uuid,
    log_id uuid NOT NULL,
    CONSTRAINT attachment_belongs_to_one_thing CHECK ((((consent_id IS NOT NULL) AND (note_id IS NULL)) OR ((consent_id IS NULL) AND (note_id IS NOT NULL)))),
    CONSTRAINT relay_attachment_size_check CHECK ((size >= 0))
);
ALTER TABLE ONLY public.relay_attachment FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_attachment OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_concern (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone,
    area character varying(10) NOT NULL,
    text bytea NOT NULL,
    exception_reason bytea,
    resolved_at timestamp with time zone,
    resolved_note bytea,
    by_id uuid NOT NULL,
    log_id uuid NOT NULL,
    CONSTRAINT relay_concern_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_concern FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_concern OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_consent (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    is_childs boolean NOT NULL,
    level smallint NOT NULL,
    topic bytea,
    words bytea NOT NULL,
    from_date date,
    until_date date,
    answered_at timestamp with time zone,
    is_yes boolean,
    way character varying(7) NOT NULL,
    limits bytea,
    excepted_at timestamp with time zone,
    exception_reason bytea,
    withdrawn_at timestamp with time zone,
    withdrawn_reason bytea,
    by_id uuid NOT NULL,
    person_id uuid,
    registered_by_id uuid,
    service_id uuid,
    log_id uuid NOT NULL,
    CONSTRAINT relay_consent_level_check CHECK ((level >= 0))
);
ALTER TABLE ONLY public.relay_consent FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_consent OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_draft (
    id uuid NOT NULL,
    hat character varying(14) NOT NULL,
    form character varying(30) NOT NULL,
    root uuid NOT NULL,
    object uuid NOT NULL,
    version integer,
    text bytea,
    saved_at timestamp with time zone NOT NULL,
    municipality_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT relay_draft_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_draft FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_draft OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_evaluation (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone,
    outcome character varying(12) NOT NULL,
    decision character varying(9) NOT NULL,
    reason bytea,
    early_reason bytea,
    child_view bytea,
    child_not_asked bytea,
    guardians_view bytea,
    professionals_view bytea,
    asked_words bytea NOT NULL,
    next_evaluate_by date,
    by_id uuid NOT NULL,
    measure_id uuid NOT NULL,
    log_id uuid NOT NULL,
    CONSTRAINT relay_evaluation_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_evaluation FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_evaluation OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_measure (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone,
    arena character varying(4) NOT NULL,
    title bytea NOT NULL,
    goal bytea NOT NULL,
    how bytea NOT NULL,
    start date NOT NULL,
    evaluate_by date NOT NULL,
    ended_at timestamp with time zone,
    by_id uuid NOT NULL,
    concern_id uuid NOT NULL,
    instead_of_id uuid,
    responsible_id uuid NOT NULL,
    log_id uuid NOT NULL,
    CONSTRAINT relay_measure_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_measure FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_measure OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_membership (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(8) NOT NULL,
    basis character varying(14) NOT NULL,
    call_name bytea,
    from_date date NOT NULL,
    until_date date,
    ended_at timestamp with time zone,
    ended_reason bytea,
    by_id uuid NOT NULL,
    person_id uuid NOT NULL,
    log_id uuid NOT NULL
);
ALTER TABLE ONLY public.relay_membership FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_membership OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_note (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone,
    kind character varying(7) NOT NULL,
    arena character varying(4) NOT NULL,
    text bytea NOT NULL,
    seen_on date NOT NULL,
    by_id uuid NOT NULL,
    concern_id uuid,
    log_id uuid NOT NULL,
    CONSTRAINT relay_note_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_note FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_note OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_relaylog (
    id uuid NOT NULL,
    level smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    activated_at timestamp with time zone,
    closed_at timestamp with time zone,
    filed_at timestamp with time zone,
    closing_reason character varying(16) NOT NULL,
    closing_note bytea,
    unevaluated_reason bytea,
    duplicate_tries integer NOT NULL,
    child_id uuid NOT NULL,
    holder_id uuid NOT NULL,
    municipality_id uuid NOT NULL,
    previous_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT level_is_1_2_or_3 CHECK ((level = ANY (ARRAY[1, 2, 3]))),
    CONSTRAINT relay_relaylog_duplicate_tries_check CHECK ((duplicate_tries >= 0)),
    CONSTRAINT relay_relaylog_level_check CHECK ((level >= 0))
);
ALTER TABLE ONLY public.relay_relaylog FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_relaylog OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_step (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone,
    place smallint NOT NULL,
    text bytea NOT NULL,
    reached_on date,
    by_id uuid NOT NULL,
    log_id uuid NOT NULL,
    CONSTRAINT relay_step_place_check CHECK ((place >= 0)),
    CONSTRAINT relay_step_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_step FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_step OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_transfer (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    message bytea,
    answer bytea,
    accepted_at timestamp with time zone,
    declined_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    by_id uuid NOT NULL,
    log_id uuid NOT NULL,
    to_id uuid NOT NULL
);
ALTER TABLE ONLY public.relay_transfer FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_transfer OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_wonder (
    id uuid NOT NULL,
    about bytea,
    text bytea,
    written_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    shared_at timestamp with time zone,
    decision character varying(14) NOT NULL,
    decision_note bytea,
    decided_at timestamp with time zone,
    opened_at timestamp with time zone,
    decided_by_id uuid,
    municipality_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    writer_id uuid NOT NULL,
    CONSTRAINT duty_to_report_opens_no_log CHECK (((NOT ((decision)::text = 'duty_to_report'::text)) OR (opened_at IS NULL))),
    CONSTRAINT relay_wonder_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_wonder FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_wonder OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_wording (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    "row" uuid NOT NULL,
    field character varying(40) NOT NULL,
    version integer NOT NULL,
    text bytea NOT NULL,
    by_id uuid NOT NULL,
    log_id uuid NOT NULL,
    CONSTRAINT relay_wording_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.relay_wording FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_wording OWNER TO stafettlogg_owner;
CREATE TABLE public.relay_writing (
    id uuid NOT NULL,
    object uuid NOT NULL,
    at timestamp with time zone,
    log_id uuid NOT NULL,
    person_id uuid NOT NULL
);
ALTER TABLE ONLY public.relay_writing FORCE ROW LEVEL SECURITY;
ALTER TABLE public.relay_writing OWNER TO stafettlogg_owner;
CREATE TABLE public.vault_vaultkey (
    id uuid NOT NULL,
    municipality uuid NOT NULL,
    root uuid NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.vault_vaultkey FORCE ROW LEVEL SECURITY;
ALTER TABLE public.vault_vaultkey OWNER TO stafettlogg_owner;
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
ALTER TABLE ONLY public.core_access
    ADD CONSTRAINT access_once UNIQUE (root, person, hat, because);
ALTER TABLE ONLY public.identity_child
    ADD CONSTRAINT child_number_once UNIQUE (municipality_id, number_hash);
ALTER TABLE ONLY public.core_access
    ADD CONSTRAINT core_access_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_auditevent
    ADD CONSTRAINT core_auditevent_key_key UNIQUE (key);
ALTER TABLE ONLY public.core_auditevent
    ADD CONSTRAINT core_auditevent_number_key UNIQUE (number);
ALTER TABLE ONLY public.core_auditevent
    ADD CONSTRAINT core_auditevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_installation
    ADD CONSTRAINT core_installation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.identity_child
    ADD CONSTRAINT identity_child_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_municipality
    ADD CONSTRAINT identity_municipality_number_key UNIQUE (number);
ALTER TABLE ONLY public.identity_municipality
    ADD CONSTRAINT identity_municipality_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_person
    ADD CONSTRAINT identity_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_post
    ADD CONSTRAINT identity_post_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_provider
    ADD CONSTRAINT identity_provider_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_providerkey
    ADD CONSTRAINT identity_providerkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_providersession
    ADD CONSTRAINT identity_providersession_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.identity_settingchange
    ADD CONSTRAINT identity_settingchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_subject
    ADD CONSTRAINT identity_subject_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_unit
    ADD CONSTRAINT identity_unit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_draft
    ADD CONSTRAINT one_draft_of_a_form UNIQUE (person_id, hat, form, object);
ALTER TABLE ONLY public.relay_step
    ADD CONSTRAINT one_step_a_place UNIQUE (log_id, place);
ALTER TABLE ONLY public.identity_person
    ADD CONSTRAINT person_number_once UNIQUE (municipality_id, number_hash);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_attachment
    ADD CONSTRAINT relay_attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_concern
    ADD CONSTRAINT relay_concern_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_consent
    ADD CONSTRAINT relay_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_draft
    ADD CONSTRAINT relay_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_evaluation
    ADD CONSTRAINT relay_evaluation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_measure
    ADD CONSTRAINT relay_measure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_membership
    ADD CONSTRAINT relay_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_note
    ADD CONSTRAINT relay_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_relaylog
    ADD CONSTRAINT relay_relaylog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_step
    ADD CONSTRAINT relay_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_transfer
    ADD CONSTRAINT relay_transfer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_wonder
    ADD CONSTRAINT relay_wonder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_wording
    ADD CONSTRAINT relay_wording_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_writing
    ADD CONSTRAINT relay_writing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_unit
    ADD CONSTRAINT unit_name_once UNIQUE (municipality_id, name);
ALTER TABLE ONLY public.vault_vaultkey
    ADD CONSTRAINT vault_vaultkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vault_vaultkey
    ADD CONSTRAINT vault_vaultkey_root_key UNIQUE (root);
ALTER TABLE ONLY public.relay_writing
    ADD CONSTRAINT writing_once UNIQUE (object, person_id);
CREATE INDEX access_of_person ON public.core_access USING btree (person, hat, root);
CREATE INDEX child_by_likeness ON public.identity_child USING btree (municipality_id, likeness_hash);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX draft_about_root ON public.relay_draft USING btree (root);
CREATE INDEX draft_by_age ON public.relay_draft USING btree (saved_at);
CREATE INDEX event_of_person ON public.core_auditevent USING btree (person, number DESC);
CREATE INDEX event_of_root ON public.core_auditevent USING btree (root, number DESC);
CREATE INDEX identity_child_municipality_id_d00209bf ON public.identity_child USING btree (municipality_id);
CREATE INDEX identity_municipality_number_202c3b1d_like ON public.identity_municipality USING btree (number varchar_pattern_ops);
CREATE INDEX identity_person_municipality_id_12627dab ON public.identity_person USING btree (municipality_id);
CREATE INDEX identity_post_municipality_id_de005955 ON public.identity_post USING btree (municipality_id);
CREATE INDEX identity_post_person_id_2b216a6c ON public.identity_post USING btree (person_id);
CREATE INDEX identity_post_unit_id_6b0f85eb ON public.identity_post USING btree (unit_id);
CREATE INDEX identity_provider_municipality_id_fb55db7e ON public.identity_provider USING btree (municipality_id);
CREATE INDEX identity_providerkey_municipality_id_5d48053d ON public.identity_providerkey USING btree (municipality_id);
CREATE INDEX identity_providerkey_provider_id_af5f46b5 ON public.identity_providerkey USING btree (provider_id);
CREATE INDEX identity_providersession_session_key_7ace5a08_like ON public.identity_providersession USING btree (session_key varchar_pattern_ops);
CREATE INDEX identity_settingchange_by_id_ac509593 ON public.identity_settingchange USING btree (by_id);
CREATE INDEX identity_settingchange_municipality_id_e280cf3a ON public.identity_settingchange USING btree (municipality_id);
CREATE INDEX identity_subject_municipality_id_eca51675 ON public.identity_subject USING btree (municipality_id);
CREATE INDEX identity_subject_person_id_3e4777dc ON public.identity_subject USING btree (person_id);
CREATE INDEX identity_unit_municipality_id_56acfc46 ON public.identity_unit USING btree (municipality_id);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX key_of_municipality ON public.vault_vaultkey USING btree (municipality);
CREATE INDEX key_of_provider ON public.identity_providerkey USING btree (provider_id);
CREATE INDEX log_of_holder ON public.relay_relaylog USING btree (holder_id);
CREATE INDEX log_of_unit ON public.relay_relaylog USING btree (unit_id, closed_at);
CREATE INDEX member_of_person ON public.relay_membership USING btree (person_id, kind, log_id);
CREATE UNIQUE INDEX member_once ON public.relay_membership USING btree (log_id, person_id, kind) WHERE (ended_at IS NULL);
CREATE INDEX note_of_log ON public.relay_note USING btree (log_id, at DESC);
CREATE UNIQUE INDEX one_deputy ON public.relay_membership USING btree (log_id) WHERE ((ended_at IS NULL) AND ((kind)::text = 'deputy'::text));
CREATE UNIQUE INDEX one_leader_and_substitute ON public.identity_post USING btree (unit_id, kind) WHERE ((ended_at IS NULL) AND ((kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])));
CREATE UNIQUE INDEX one_open_transfer ON public.relay_transfer USING btree (log_id) WHERE ((accepted_at IS NULL) AND (declined_at IS NULL) AND (withdrawn_at IS NULL));
CREATE UNIQUE INDEX one_unfiled_log_a_child ON public.relay_relaylog USING btree (child_id) WHERE (filed_at IS NULL);
CREATE UNIQUE INDEX organisation_number_once ON public.identity_unit USING btree (municipality_id, organisation_number) WHERE (NOT ((organisation_number)::text = ''::text));
CREATE INDEX post_of_person ON public.identity_post USING btree (person_id, kind);
CREATE INDEX post_of_unit ON public.identity_post USING btree (unit_id, kind);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE UNIQUE INDEX provider_once ON public.identity_provider USING btree (municipality_id, kind) WHERE (ended_at IS NULL);
CREATE INDEX relay_attachment_by_id_7b885fdd ON public.relay_attachment USING btree (by_id);
CREATE INDEX relay_attachment_consent_id_e90fe4a2 ON public.relay_attachment USING btree (consent_id);
CREATE INDEX relay_attachment_log_id_a66c3f1b ON public.relay_attachment USING btree (log_id);
CREATE INDEX relay_attachment_note_id_2e9309ec ON public.relay_attachment USING btree (note_id);
CREATE INDEX relay_concern_by_id_7127a636 ON public.relay_concern USING btree (by_id);
CREATE INDEX relay_concern_log_id_2e6ae987 ON public.relay_concern USING btree (log_id);
CREATE INDEX relay_consent_by_id_4b8afa61 ON public.relay_consent USING btree (by_id);
CREATE INDEX relay_consent_log_id_ad3b55ac ON public.relay_consent USING btree (log_id);
CREATE INDEX relay_consent_person_id_12b5db35 ON public.relay_consent USING btree (person_id);
CREATE INDEX relay_consent_registered_by_id_e79810b4 ON public.relay_consent USING btree (registered_by_id);
CREATE INDEX relay_consent_service_id_81e713cf ON public.relay_consent USING btree (service_id);
CREATE INDEX relay_draft_municipality_id_7f3459be ON public.relay_draft USING btree (municipality_id);
CREATE INDEX relay_draft_person_id_c1069ce6 ON public.relay_draft USING btree (person_id);
CREATE INDEX relay_evaluation_by_id_19983295 ON public.relay_evaluation USING btree (by_id);
CREATE INDEX relay_evaluation_log_id_4eca55ba ON public.relay_evaluation USING btree (log_id);
CREATE INDEX relay_evaluation_measure_id_d92eb472 ON public.relay_evaluation USING btree (measure_id);
CREATE INDEX relay_measure_by_id_a6cd8fec ON public.relay_measure USING btree (by_id);
CREATE INDEX relay_measure_concern_id_005ee5ee ON public.relay_measure USING btree (concern_id);
CREATE INDEX relay_measure_instead_of_id_b3996cf2 ON public.relay_measure USING btree (instead_of_id);
CREATE INDEX relay_measure_log_id_b84763cb ON public.relay_measure USING btree (log_id);
CREATE INDEX relay_measure_responsible_id_11d50f3b ON public.relay_measure USING btree (responsible_id);
CREATE INDEX relay_membership_by_id_0a0e6bf8 ON public.relay_membership USING btree (by_id);
CREATE INDEX relay_membership_log_id_c65c6997 ON public.relay_membership USING btree (log_id);
CREATE INDEX relay_membership_person_id_8a9bcd3f ON public.relay_membership USING btree (person_id);
CREATE INDEX relay_note_by_id_a0bfa501 ON public.relay_note USING btree (by_id);
CREATE INDEX relay_note_concern_id_5bf3c710 ON public.relay_note USING btree (concern_id);
CREATE INDEX relay_note_log_id_c85e52a0 ON public.relay_note USING btree (log_id);
CREATE INDEX relay_relaylog_child_id_73ad0bdc ON public.relay_relaylog USING btree (child_id);
CREATE INDEX relay_relaylog_holder_id_4bd7226b ON public.relay_relaylog USING btree (holder_id);
CREATE INDEX relay_relaylog_municipality_id_30096b3b ON public.relay_relaylog USING btree (municipality_id);
CREATE INDEX relay_relaylog_previous_id_d9944d88 ON public.relay_relaylog USING btree (previous_id);
CREATE INDEX relay_relaylog_unit_id_b5e11717 ON public.relay_relaylog USING btree (unit_id);
CREATE INDEX relay_step_by_id_9d7d40cc ON public.relay_step USING btree (by_id);
CREATE INDEX relay_step_log_id_d5c24252 ON public.relay_step USING btree (log_id);
CREATE INDEX relay_transfer_by_id_363955bf ON public.relay_transfer USING btree (by_id);
CREATE INDEX relay_transfer_log_id_45bbf6c5 ON public.relay_transfer USING btree (log_id);
CREATE INDEX relay_transfer_to_id_67541e56 ON public.relay_transfer USING btree (to_id);
CREATE INDEX relay_wonder_decided_by_id_f075d3d5 ON public.relay_wonder USING btree (decided_by_id);
CREATE INDEX relay_wonder_municipality_id_857034f1 ON public.relay_wonder USING btree (municipality_id);
CREATE INDEX relay_wonder_unit_id_4f6858dc ON public.relay_wonder USING btree (unit_id);
CREATE INDEX relay_wonder_writer_id_c60c5ef0 ON public.relay_wonder USING btree (writer_id);
CREATE INDEX relay_wording_by_id_bc4cbd36 ON public.relay_wording USING btree (by_id);
CREATE INDEX relay_wording_log_id_4c26aa4f ON public.relay_wording USING btree (log_id);
CREATE INDEX relay_writing_log_id_2487a4bf ON public.relay_writing USING btree (log_id);
CREATE INDEX relay_writing_person_id_e1eb6352 ON public.relay_writing USING btree (person_id);
CREATE INDEX session_of_provider ON public.identity_providersession USING btree (session_hash);
CREATE INDEX setting_change_by_time ON public.identity_settingchange USING btree (municipality_id, at DESC);
CREATE UNIQUE INDEX subject_once ON public.identity_subject USING btree (municipality_id, subject_hash) WHERE (ended_at IS NULL);
CREATE INDEX wonder_of_unit ON public.relay_wonder USING btree (unit_id, decided_at);
CREATE INDEX wonder_of_writer ON public.relay_wonder USING btree (writer_id);
CREATE INDEX wording_of_row ON public.relay_wording USING btree (log_id, "row");
CREATE TRIGGER access_of_holder AFTER INSERT OR DELETE OR UPDATE ON public.relay_relaylog FOR EACH ROW EXECUTE FUNCTION public.core_access_of_holder();
CREATE TRIGGER access_of_member AFTER INSERT OR DELETE OR UPDATE ON public.relay_membership FOR EACH ROW EXECUTE FUNCTION public.core_access_of_member();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
ALTER TABLE ONLY public.identity_child
    ADD CONSTRAINT identity_child_municipality_id_d00209bf_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_person
    ADD CONSTRAINT identity_person_municipality_id_12627dab_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_post
    ADD CONSTRAINT identity_post_municipality_id_de005955_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_post
    ADD CONSTRAINT identity_post_person_id_2b216a6c_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_post
    ADD CONSTRAINT identity_post_unit_id_6b0f85eb_fk_identity_unit_id FOREIGN KEY (unit_id) REFERENCES public.identity_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_provider
    ADD CONSTRAINT identity_provider_municipality_id_fb55db7e_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_providerkey
    ADD CONSTRAINT identity_providerkey_municipality_id_5d48053d_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_providerkey
    ADD CONSTRAINT identity_providerkey_provider_id_af5f46b5_fk_identity_ FOREIGN KEY (provider_id) REFERENCES public.identity_provider(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_settingchange
    ADD CONSTRAINT identity_settingchan_municipality_id_e280cf3a_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_settingchange
    ADD CONSTRAINT identity_settingchange_by_id_ac509593_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_subject
    ADD CONSTRAINT identity_subject_municipality_id_eca51675_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_subject
    ADD CONSTRAINT identity_subject_person_id_3e4777dc_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.identity_unit
    ADD CONSTRAINT identity_unit_municipality_id_56acfc46_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.relay_attachment
    ADD CONSTRAINT relay_attachment_by_id_7b885fdd_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_attachment
    ADD CONSTRAINT relay_attachment_consent_id_e90fe4a2_fk_relay_consent_id FOREIGN KEY (consent_id) REFERENCES public.relay_consent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_attachment
    ADD CONSTRAINT relay_attachment_log_id_a66c3f1b_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_attachment
    ADD CONSTRAINT relay_attachment_note_id_2e9309ec_fk_relay_note_id FOREIGN KEY (note_id) REFERENCES public.relay_note(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_concern
    ADD CONSTRAINT relay_concern_by_id_7127a636_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_concern
    ADD CONSTRAINT relay_concern_log_id_2e6ae987_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_consent
    ADD CONSTRAINT relay_consent_by_id_4b8afa61_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_consent
    ADD CONSTRAINT relay_consent_log_id_ad3b55ac_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_consent
    ADD CONSTRAINT relay_consent_person_id_12b5db35_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_consent
    ADD CONSTRAINT relay_consent_registered_by_id_e79810b4_fk_identity_person_id FOREIGN KEY (registered_by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_consent
    ADD CONSTRAINT relay_consent_service_id_81e713cf_fk_identity_unit_id FOREIGN KEY (service_id) REFERENCES public.identity_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_draft
    ADD CONSTRAINT relay_draft_municipality_id_7f3459be_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_draft
    ADD CONSTRAINT relay_draft_person_id_c1069ce6_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_evaluation
    ADD CONSTRAINT relay_evaluation_by_id_19983295_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_evaluation
    ADD CONSTRAINT relay_evaluation_log_id_4eca55ba_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_evaluation
    ADD CONSTRAINT relay_evaluation_measure_id_d92eb472_fk_relay_measure_id FOREIGN KEY (measure_id) REFERENCES public.relay_measure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_measure
    ADD CONSTRAINT relay_measure_by_id_a6cd8fec_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_measure
    ADD CONSTRAINT relay_measure_concern_id_005ee5ee_fk_relay_concern_id FOREIGN KEY (concern_id) REFERENCES public.relay_concern(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_measure
    ADD CONSTRAINT relay_measure_instead_of_id_b3996cf2_fk_relay_measure_id FOREIGN KEY (instead_of_id) REFERENCES public.relay_measure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_measure
    ADD CONSTRAINT relay_measure_log_id_b84763cb_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_measure
    ADD CONSTRAINT relay_measure_responsible_id_11d50f3b_fk_identity_person_id FOREIGN KEY (responsible_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_membership
    ADD CONSTRAINT relay_membership_by_id_0a0e6bf8_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_membership
    ADD CONSTRAINT relay_membership_log_id_c65c6997_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_membership
    ADD CONSTRAINT relay_membership_person_id_8a9bcd3f_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_note
    ADD CONSTRAINT relay_note_by_id_a0bfa501_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_note
    ADD CONSTRAINT relay_note_concern_id_5bf3c710_fk_relay_concern_id FOREIGN KEY (concern_id) REFERENCES public.relay_concern(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_note
    ADD CONSTRAINT relay_note_log_id_c85e52a0_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_relaylog
    ADD CONSTRAINT relay_relaylog_child_id_73ad0bdc_fk_identity_child_id FOREIGN KEY (child_id) REFERENCES public.identity_child(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_relaylog
    ADD CONSTRAINT relay_relaylog_holder_id_4bd7226b_fk_identity_person_id FOREIGN KEY (holder_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_relaylog
    ADD CONSTRAINT relay_relaylog_municipality_id_30096b3b_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_relaylog
    ADD CONSTRAINT relay_relaylog_previous_id_d9944d88_fk_relay_relaylog_id FOREIGN KEY (previous_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_relaylog
    ADD CONSTRAINT relay_relaylog_unit_id_b5e11717_fk_identity_unit_id FOREIGN KEY (unit_id) REFERENCES public.identity_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_step
    ADD CONSTRAINT relay_step_by_id_9d7d40cc_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_step
    ADD CONSTRAINT relay_step_log_id_d5c24252_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_transfer
    ADD CONSTRAINT relay_transfer_by_id_363955bf_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_transfer
    ADD CONSTRAINT relay_transfer_log_id_45bbf6c5_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_transfer
    ADD CONSTRAINT relay_transfer_to_id_67541e56_fk_identity_person_id FOREIGN KEY (to_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_wonder
    ADD CONSTRAINT relay_wonder_decided_by_id_f075d3d5_fk_identity_person_id FOREIGN KEY (decided_by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_wonder
    ADD CONSTRAINT relay_wonder_municipality_id_857034f1_fk_identity_ FOREIGN KEY (municipality_id) REFERENCES public.identity_municipality(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_wonder
    ADD CONSTRAINT relay_wonder_unit_id_4f6858dc_fk_identity_unit_id FOREIGN KEY (unit_id) REFERENCES public.identity_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_wonder
    ADD CONSTRAINT relay_wonder_writer_id_c60c5ef0_fk_identity_person_id FOREIGN KEY (writer_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_wording
    ADD CONSTRAINT relay_wording_by_id_bc4cbd36_fk_identity_person_id FOREIGN KEY (by_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_wording
    ADD CONSTRAINT relay_wording_log_id_4c26aa4f_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_writing
    ADD CONSTRAINT relay_writing_log_id_2487a4bf_fk_relay_relaylog_id FOREIGN KEY (log_id) REFERENCES public.relay_relaylog(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relay_writing
    ADD CONSTRAINT relay_writing_person_id_e1eb6352_fk_identity_person_id FOREIGN KEY (person_id) REFERENCES public.identity_person(id) DEFERRABLE INITIALLY DEFERRED;
CREATE POLICY added ON public.core_access FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (false);
CREATE POLICY added ON public.core_auditevent FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((person = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) OR (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NULL))));
CREATE POLICY added ON public.core_installation FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (false);
CREATE POLICY added ON public.identity_child FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text)));
CREATE POLICY added ON public.identity_municipality FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (false);
CREATE POLICY added ON public.identity_person FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL)));
CREATE POLICY added ON public.identity_post FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND ((kind)::text = 'employee'::text)))));
CREATE POLICY added ON public.identity_provider FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (false);
CREATE POLICY added ON public.identity_providerkey FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (false);
CREATE POLICY added ON public.identity_settingchange FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text) AND (by_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))));
CREATE POLICY added ON public.identity_subject FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))));
CREATE POLICY added ON public.identity_unit FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text)));
CREATE POLICY added ON public.relay_attachment FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_attachment.log_id)))));
CREATE POLICY added ON public.relay_concern FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_concern.log_id)))));
CREATE POLICY added ON public.relay_consent FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_consent.log_id)))));
CREATE POLICY added ON public.relay_draft FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((hat)::text = ( SELECT current_setting('app.hat'::text, true) AS current_setting))));
CREATE POLICY added ON public.relay_evaluation FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_evaluation.log_id)))));
CREATE POLICY added ON public.relay_measure FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_measure.log_id)))));
CREATE POLICY added ON public.relay_membership FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_membership.log_id)))));
CREATE POLICY added ON public.relay_note FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_note.log_id)))));
CREATE POLICY added ON public.relay_relaylog FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = relay_relaylog.unit_id) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND (p.ended_at IS NULL)))))));
CREATE POLICY added ON public.relay_step FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_step.log_id)))));
CREATE POLICY added ON public.relay_transfer FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_transfer.log_id)))));
CREATE POLICY added ON public.relay_wonder FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (writer_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))));
CREATE POLICY added ON public.relay_wording FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_wording.log_id)))));
CREATE POLICY added ON public.relay_writing FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_writing.log_id))) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))));
CREATE POLICY added ON public.vault_vaultkey FOR INSERT TO stafettlogg_app, stafettlogg_worker WITH CHECK (((municipality = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text)));
CREATE POLICY changed ON public.core_access FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (false) WITH CHECK (false);
CREATE POLICY changed ON public.core_auditevent FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (false) WITH CHECK (false);
CREATE POLICY changed ON public.core_installation FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (false) WITH CHECK (false);
CREATE POLICY changed ON public.identity_child FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.child_id = identity_child.id)))))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.child_id = identity_child.id))))));
CREATE POLICY changed ON public.identity_municipality FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text))) WITH CHECK (((id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text)));
CREATE POLICY changed ON public.identity_person FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL)));
CREATE POLICY changed ON public.identity_post FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND ((kind)::text = 'employee'::text))))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND ((kind)::text = 'employee'::text)))));
CREATE POLICY changed ON public.identity_provider FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (false) WITH CHECK (false);
CREATE POLICY changed ON public.identity_providerkey FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (false) WITH CHECK (false);
CREATE POLICY changed ON public.identity_settingchange FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (false) WITH CHECK (false);
CREATE POLICY changed ON public.identity_subject FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL)));
CREATE POLICY changed ON public.identity_unit FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL)));
CREATE POLICY changed ON public.relay_attachment FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_attachment.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_attachment.log_id)))));
CREATE POLICY changed ON public.relay_concern FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_concern.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_concern.log_id)))));
CREATE POLICY changed ON public.relay_consent FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_consent.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_consent.log_id)))));
CREATE POLICY changed ON public.relay_draft FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((hat)::text = ( SELECT current_setting('app.hat'::text, true) AS current_setting)))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((hat)::text = ( SELECT current_setting('app.hat'::text, true) AS current_setting))));
CREATE POLICY changed ON public.relay_evaluation FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_evaluation.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_evaluation.log_id)))));
CREATE POLICY changed ON public.relay_measure FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_measure.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_measure.log_id)))));
CREATE POLICY changed ON public.relay_membership FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_membership.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_membership.log_id)))));
CREATE POLICY changed ON public.relay_note FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_note.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_note.log_id)))));
CREATE POLICY changed ON public.relay_relaylog FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((EXISTS ( SELECT 1
   FROM public.core_access a
  WHERE ((a.root = relay_relaylog.id) AND (a.person = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((a.hat)::text = ( SELECT current_setting('app.hat'::text, true) AS current_setting))))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = relay_relaylog.unit_id) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])) AND (p.ended_at IS NULL)))))))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((EXISTS ( SELECT 1
   FROM public.core_access a
  WHERE ((a.root = relay_relaylog.id) AND (a.person = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((a.hat)::text = ( SELECT current_setting('app.hat'::text, true) AS current_setting))))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = relay_relaylog.unit_id) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])) AND (p.ended_at IS NULL))))))));
CREATE POLICY changed ON public.relay_step FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_step.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_step.log_id)))));
CREATE POLICY changed ON public.relay_transfer FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_transfer.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_transfer.log_id)))));
CREATE POLICY changed ON public.relay_wonder FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (writer_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = relay_wonder.unit_id) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])) AND (p.ended_at IS NULL)))))))) WITH CHECK (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (writer_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = relay_wonder.unit_id) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])) AND (p.ended_at IS NULL))))))));
CREATE POLICY changed ON public.relay_wording FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_wording.log_id))))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_wording.log_id)))));
CREATE POLICY changed ON public.relay_writing FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_writing.log_id))) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_writing.log_id))) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))));
CREATE POLICY changed ON public.vault_vaultkey FOR UPDATE TO stafettlogg_app, stafettlogg_worker USING (false) WITH CHECK (false);
ALTER TABLE public.core_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.core_auditevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.core_installation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_child ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_municipality ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_post ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_provider ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_providerkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_settingchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_subject ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_unit ENABLE ROW LEVEL SECURITY;
CREATE POLICY owner ON public.core_access TO stafettlogg_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON public.core_installation TO stafettlogg_owner USING (true) WITH CHECK (true);
ALTER TABLE public.relay_attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_concern ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_evaluation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_measure ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_relaylog ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_wonder ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_wording ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relay_writing ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON public.core_access FOR SELECT TO stafettlogg_app, stafettlogg_worker USING ((person = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY seen ON public.core_auditevent FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((person = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'officer'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = 'officer'::text) AND (p.ended_at IS NULL))))) OR (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = core_auditevent.root))) OR (EXISTS ( SELECT 1
   FROM public.relay_wonder w
  WHERE (w.id = core_auditevent.root))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = core_auditevent.root) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])) AND (p.ended_at IS NULL))))))));
CREATE POLICY seen ON public.core_installation FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (true);
CREATE POLICY seen ON public.identity_child FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.child_id = identity_child.id)))) OR ((( SELECT NULLIF(current_setting('app.lookup'::text, true), ''::text) AS "nullif") = encode(number_hash, 'hex'::text)) OR (( SELECT NULLIF(current_setting('app.lookup'::text, true), ''::text) AS "nullif") = encode(likeness_hash, 'hex'::text))))));
CREATE POLICY seen ON public.identity_municipality FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (true);
CREATE POLICY seen ON public.identity_person FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL) OR ( SELECT (EXISTS ( SELECT 1
           FROM public.core_installation i
          WHERE ((i.mode)::text = 'training'::text))) AS "exists") OR (encode(number_hash, 'hex'::text) = ( SELECT NULLIF(current_setting('app.lookup'::text, true), ''::text) AS "nullif")))));
CREATE POLICY seen ON public.identity_post FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL) OR ( SELECT (EXISTS ( SELECT 1
           FROM public.core_installation i
          WHERE ((i.mode)::text = 'training'::text))) AS "exists"))));
CREATE POLICY seen ON public.identity_provider FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (true);
CREATE POLICY seen ON public.identity_providerkey FOR SELECT TO stafettlogg_app, stafettlogg_worker USING ((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY seen ON public.identity_settingchange FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'administration'::text)));
CREATE POLICY seen ON public.identity_subject FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif") IS NOT NULL) OR (encode(subject_hash, 'hex'::text) = ( SELECT NULLIF(current_setting('app.lookup'::text, true), ''::text) AS "nullif")))));
CREATE POLICY seen ON public.identity_unit FOR SELECT TO stafettlogg_app, stafettlogg_worker USING ((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY seen ON public.relay_attachment FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_attachment.log_id)))));
CREATE POLICY seen ON public.relay_concern FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_concern.log_id)))));
CREATE POLICY seen ON public.relay_consent FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_consent.log_id)))));
CREATE POLICY seen ON public.relay_draft FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((hat)::text = ( SELECT current_setting('app.hat'::text, true) AS current_setting))));
CREATE POLICY seen ON public.relay_evaluation FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_evaluation.log_id)))));
CREATE POLICY seen ON public.relay_measure FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_measure.log_id)))));
CREATE POLICY seen ON public.relay_membership FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_membership.log_id)))));
CREATE POLICY seen ON public.relay_note FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_note.log_id)))));
CREATE POLICY seen ON public.relay_relaylog FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND ((EXISTS ( SELECT 1
   FROM public.core_access a
  WHERE ((a.root = relay_relaylog.id) AND (a.person = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((a.hat)::text = ( SELECT current_setting('app.hat'::text, true) AS current_setting))))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = relay_relaylog.unit_id) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])) AND (p.ended_at IS NULL))))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'officer'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = 'officer'::text) AND (p.ended_at IS NULL))))))));
CREATE POLICY seen ON public.relay_step FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_step.log_id)))));
CREATE POLICY seen ON public.relay_transfer FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_transfer.log_id)))));
CREATE POLICY seen ON public.relay_wonder FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((municipality_id = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")) AND (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (writer_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif"))) OR ((( SELECT current_setting('app.hat'::text, true) AS current_setting) = 'staff'::text) AND (EXISTS ( SELECT 1
   FROM public.identity_post p
  WHERE ((p.unit_id = relay_wonder.unit_id) AND (p.person_id = ( SELECT (NULLIF(current_setting('app.caller'::text, true), ''::text))::uuid AS "nullif")) AND ((p.kind)::text = ANY ((ARRAY['leader'::character varying, 'substitute'::character varying])::text[])) AND (p.ended_at IS NULL))))))));
CREATE POLICY seen ON public.relay_wording FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_wording.log_id)))));
CREATE POLICY seen ON public.relay_writing FOR SELECT TO stafettlogg_app, stafettlogg_worker USING (((( SELECT current_setting('app.hat'::text, true) AS current_setting) = ANY (ARRAY['staff'::text, 'family'::text])) AND (EXISTS ( SELECT 1
   FROM public.relay_relaylog l
  WHERE (l.id = relay_writing.log_id)))));
CREATE POLICY seen ON public.vault_vaultkey FOR SELECT TO stafettlogg_app, stafettlogg_worker USING ((municipality = ( SELECT (NULLIF(current_setting('app.municipality'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY system ON public.core_access TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.core_auditevent TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.core_installation TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_child TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_municipality TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_person TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_post TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_provider TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_providerkey TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_settingchange TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_subject TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.identity_unit TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_attachment TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_concern TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_consent TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_draft TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_evaluation TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_measure TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_membership TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_note TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_relaylog TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_step TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_transfer TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_wonder TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_wording TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.relay_writing TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
CREATE POLICY system ON public.vault_vaultkey TO stafettlogg_worker USING (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text))) WITH CHECK (( SELECT (COALESCE(current_setting('app.system'::text, true), ''::text) <> ''::text)));
ALTER TABLE public.vault_vaultkey ENABLE ROW LEVEL SECURITY;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO stafettlogg_app;
GRANT USAGE ON SCHEMA public TO stafettlogg_worker;
GRANT USAGE ON SCHEMA public TO stafettlogg_backup;
GRANT SELECT,INSERT ON TABLE public.procrastinate_jobs TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_jobs TO stafettlogg_worker;
GRANT SELECT ON TABLE public.procrastinate_jobs TO stafettlogg_backup;
GRANT SELECT ON TABLE public.core_access TO stafettlogg_app;
GRANT SELECT ON TABLE public.core_access TO stafettlogg_worker;
GRANT SELECT ON TABLE public.core_access TO stafettlogg_backup;
GRANT SELECT,INSERT ON TABLE public.core_auditevent TO stafettlogg_app;
GRANT SELECT,INSERT ON TABLE public.core_auditevent TO stafettlogg_worker;
GRANT SELECT ON TABLE public.core_auditevent TO stafettlogg_backup;
GRANT USAGE ON SEQUENCE public.core_event_number TO stafettlogg_app;
GRANT USAGE ON SEQUENCE public.core_event_number TO stafettlogg_worker;
GRANT SELECT ON SEQUENCE public.core_event_number TO stafettlogg_backup;
GRANT SELECT ON TABLE public.core_installation TO stafettlogg_app;
GRANT SELECT ON TABLE public.core_installation TO stafettlogg_worker;
GRANT SELECT ON TABLE public.core_installation TO stafettlogg_backup;
GRANT SELECT ON TABLE public.django_migrations TO stafettlogg_app;
GRANT SELECT ON TABLE public.django_migrations TO stafettlogg_worker;
GRANT SELECT ON TABLE public.django_migrations TO stafettlogg_backup;
GRANT USAGE ON SEQUENCE public.django_migrations_id_seq TO stafettlogg_app;
GRANT USAGE ON SEQUENCE public.django_migrations_id_seq TO stafettlogg_worker;
GRANT SELECT ON SEQUENCE public.django_migrations_id_seq TO stafettlogg_backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO stafettlogg_worker;
GRANT SELECT ON TABLE public.django_session TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_child TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_child TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_child TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_municipality TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_municipality TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_municipality TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_person TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_person TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_person TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_post TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_post TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_post TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_provider TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_provider TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_provider TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_providerkey TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_providerkey TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_providerkey TO stafettlogg_backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_providersession TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_providersession TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_providersession TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_settingchange TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_settingchange TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_settingchange TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_subject TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_subject TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_subject TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.identity_unit TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_unit TO stafettlogg_worker;
GRANT SELECT ON TABLE public.identity_unit TO stafettlogg_backup;
GRANT INSERT ON TABLE public.procrastinate_events TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.procrastinate_events TO stafettlogg_worker;
GRANT SELECT ON TABLE public.procrastinate_events TO stafettlogg_backup;
GRANT USAGE ON SEQUENCE public.procrastinate_events_id_seq TO stafettlogg_app;
GRANT USAGE ON SEQUENCE public.procrastinate_events_id_seq TO stafettlogg_worker;
GRANT SELECT ON SEQUENCE public.procrastinate_events_id_seq TO stafettlogg_backup;
GRANT USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO stafettlogg_app;
GRANT USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO stafettlogg_worker;
GRANT SELECT ON SEQUENCE public.procrastinate_jobs_id_seq TO stafettlogg_backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_periodic_defers TO stafettlogg_worker;
GRANT SELECT ON TABLE public.procrastinate_periodic_defers TO stafettlogg_backup;
GRANT USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO stafettlogg_app;
GRANT USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO stafettlogg_worker;
GRANT SELECT ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO stafettlogg_backup;
GRANT SELECT ON TABLE public.procrastinate_workers TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_workers TO stafettlogg_worker;
GRANT SELECT ON TABLE public.procrastinate_workers TO stafettlogg_backup;
GRANT USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO stafettlogg_app;
GRANT USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO stafettlogg_worker;
GRANT SELECT ON SEQUENCE public.procrastinate_workers_id_seq TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_attachment TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_attachment TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_attachment TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_concern TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_concern TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_concern TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_consent TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_consent TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_consent TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_draft TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_draft TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_draft TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_evaluation TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_evaluation TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_evaluation TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_measure TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_measure TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_measure TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_membership TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_membership TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_membership TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_note TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_note TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_note TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_relaylog TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_relaylog TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_relaylog TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_step TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_step TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_step TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_transfer TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_transfer TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_transfer TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_wonder TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_wonder TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_wonder TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_wording TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_wording TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_wording TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.relay_writing TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relay_writing TO stafettlogg_worker;
GRANT SELECT ON TABLE public.relay_writing TO stafettlogg_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.vault_vaultkey TO stafettlogg_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_vaultkey TO stafettlogg_worker;
GRANT SELECT ON TABLE public.vault_vaultkey TO stafettlogg_backup;
INSERT INTO public.django_migrations VALUES (1, 'core', '0001_initial', '2026-11-24 18:46:06.921824+01');
INSERT INTO public.django_migrations VALUES (2, 'vault', '0001_initial', '2026-11-24 18:46:06.989434+01');
INSERT INTO public.django_migrations VALUES (3, 'sessions', '0001_initial', '2026-11-24 18:46:07.056333+01');
INSERT INTO public.django_migrations VALUES (4, 'identity', '0001_initial', '2026-11-24 18:46:07.710745+01');
INSERT INTO public.django_migrations VALUES (5, 'relay', '0001_initial', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (6, 'procrastinate', '0001_initial', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (7, 'procrastinate', '0002_drop_started_at_column', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (8, 'procrastinate', '0003_drop_started_at_column', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (9, 'procrastinate', '0004_drop_procrastinate_version_table', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (10, 'procrastinate', '0005_fix_procrastinate_fetch_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (11, 'procrastinate', '0006_fix_trigger_status_events_insert', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (12, 'procrastinate', '0007_add_queueing_lock_column', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (13, 'procrastinate', '0008_close_fetch_job_race_condition', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (14, 'procrastinate', '0009_add_defer_job_function', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (15, 'procrastinate', '0010_add_procrastinate_periodic_defers', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (16, 'procrastinate', '0011_add_foreign_key_index', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (17, 'procrastinate', '0012_add_locks_to_periodic_defer', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (18, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (19, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (20, 'procrastinate', '0015_add_trigger_on_job_deletion', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (21, 'procrastinate', '0016_delete_finished_jobs', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (22, 'procrastinate', '0017_add_checks_to_finish_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (23, 'procrastinate', '0018_add_checks_to_retry_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (24, 'procrastinate', '0019_fix_finish_job_compat_issue', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (25, 'procrastinate', '0020_add_index_on_procrastinate_jobs', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (26, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (27, 'procrastinate', '0022_null_locks_excluded', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (28, 'procrastinate', '0023_remove_old_finish_job_function', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (29, 'procrastinate', '0024_job_id_bigint', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (30, 'procrastinate', '0025_add_models', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (31, 'procrastinate', '0026_add_job_priority', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (32, 'procrastinate', '0027_add_periodic_job_priority', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (33, 'procrastinate', '0028_add_cancel_states', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (34, 'procrastinate', '0029_add_additional_params_to_retry_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (35, 'procrastinate', '0030_alter_procrastinateevent_options', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (36, 'procrastinate', '0031_add_indexes_for_fetch_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (37, 'procrastinate', '0032_pre_cancel_notification', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (38, 'procrastinate', '0033_post_cancel_notification', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (39, 'procrastinate', '0034_pre_add_heartbeat', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (40, 'procrastinate', '0035_post_add_heartbeat', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (41, 'procrastinate', '0036_add_worker_model', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (42, 'procrastinate', '0037_pre_batch_defer_jobs', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (43, 'procrastinate', '0038_post_batch_defer_jobs', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (44, 'procrastinate', '0039_pre_priority_lock_fetch_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (45, 'procrastinate', '0040_pre_retry_failed_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (46, 'procrastinate', '0041_post_retry_failed_job', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (47, 'relay', '0002_belt', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (48, 'identity', '0002_theme', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (49, 'identity', '0003_sign_in', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (50, 'identity', '0004_settings_are_kept', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (51, 'relay', '0003_legs_are_accepted_transfers', '2026-11-24 00:00:00+00');
INSERT INTO public.django_migrations VALUES (52, 'relay', '0004_drafts', '2026-11-24 00:00:00+00');
SELECT pg_catalog.setval('public.django_migrations_id_seq', 52, true);
INSERT INTO public.core_installation VALUES (1, 'production');
