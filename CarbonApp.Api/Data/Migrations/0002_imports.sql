-- Imports, by idempotency key. A batch of slots and the checkpoint behind it are committed together, so that an interrupted
-- import goes on exactly where it stopped.
create table import (
    id text primary key,
    parameters text not null,
    status text not null check (status in ('running', 'completed', 'interrupted', 'failed')),
    rows_read bigint not null default 0,
    slots_stored bigint not null default 0,
    -- Digest of the slots stored: another file under the same key is noticed.
    slots_digest bigint not null default 0,
    gaps bigint not null default 0,
    rows_rejected bigint not null default 0,
    errors jsonb not null default '[]',
    zones text[] not null default '{}',
    from_at timestamptz,
    to_at timestamptz,
    seconds double precision not null default 0,
    begun_at timestamptz not null,
    updated_at timestamptz not null
);
