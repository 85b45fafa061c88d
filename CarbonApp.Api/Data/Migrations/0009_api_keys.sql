-- Keys of callers. The secret itself is nowhere: hash is HMAC-SHA-256 of it under the key's own salt.
create table api_key (
    id text primary key,
    name text not null,
    scopes text[] not null,
    salt bytea not null,
    hash bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);

-- What administrators did. Only added to.
create table audit_event (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    address text not null,
    action text not null,
    subject text not null,
    detail text not null
);
