-- Deferrable jobs and the calls that start them. Two clocks tick in a row: replan_at (plan again) and call_at (call, or try again);
-- each is null when there is nothing more to do, and the partial indexes hold only what is open.
create table schedule (
    id text primary key,
    idempotency_key text unique,
    -- SHA-256 of the request: another request under the same key is noticed.
    request_digest text not null,
    state text not null check (state in ('waiting', 'calling', 'delivered', 'failed', 'cancelled')),
    plan_request jsonb not null,
    job_id text,
    deadline timestamptz not null,
    start_at timestamptz not null,
    plan jsonb not null,
    checked_at timestamptz not null,
    replan_at timestamptz,
    history jsonb not null,
    url text not null,
    method text not null,
    headers jsonb not null,
    body text,
    secret text,
    secret_name text,
    call_at timestamptz,
    attempts integer not null default 0,
    -- Who calls now, and until when nobody else does; by the database's clock, which all replicas share.
    lease uuid,
    lease_until timestamptz,
    deliveries jsonb not null default '[]',
    created_at timestamptz not null,
    ended_at timestamptz,
    check ((call_at is null) = (state in ('delivered', 'failed', 'cancelled'))),
    check ((secret is null) <> (secret_name is null))
);

create index schedule_call on schedule (call_at) where call_at is not null;
create index schedule_replan on schedule (replan_at) where replan_at is not null;
create index schedule_ended on schedule (ended_at) where ended_at is not null;
