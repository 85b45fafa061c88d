-- Work that outlives the request for it. Any replica takes a waiting job by a lease; all times are of the database's own clock, so
-- that replicas whose clocks differ agree on when a lease has run out.
create table job (
    id text primary key,
    kind text not null,
    idempotency_key text,
    -- json, not jsonb: what was sent, character by character, also where it escapes a character that jsonb refuses.
    request json not null,
    status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
    progress double precision not null default 0 check (progress between 0 and 1),
    stage text,
    result bytea,
    problem json,
    -- Also the fencing token: who took the job under a number may write only while it still carries that number.
    attempts integer not null default 0,
    holder text,
    lease_until timestamptz,
    available_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz,
    -- Counts changes: the id of an event.
    version bigint not null default 1,
    unique (kind, idempotency_key)
);

create index job_unended on job (id) where ended_at is null;
create index job_ended on job (ended_at) where ended_at is not null;
