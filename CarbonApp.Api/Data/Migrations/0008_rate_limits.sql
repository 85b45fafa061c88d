-- Calls admitted of late, counted here while Redis is away. Unlogged: after a crash of Postgres the counts begin again, and while it
-- runs they cost no log.
create unlogged table rate_hit (
    client text not null,
    rule text not null,
    id bigint not null,
    -- Microseconds since 1970 by this server's clock: when it was admitted, and when it leaves its window.
    admitted_us bigint not null,
    ends_us bigint not null,
    primary key (client, rule, id)
);

create index rate_hit_ends on rate_hit (ends_us);
