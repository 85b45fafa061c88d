-- Intensities over time. A series is what may be joined end to end: one zone, kind and factor from one source.
create table signal_series (
    id integer generated always as identity primary key,
    zone text not null,
    kind smallint not null check (kind in (0, 1)),      -- SignalKind: average, marginal
    factor smallint not null check (factor in (0, 1)),  -- EmissionFactor: lifecycle, direct
    source text not null,
    -- Longest slot ever stored: how far before a range a slot that reaches into it can start.
    longest_seconds integer not null default 0,
    unique (zone, kind, factor, source)
);

-- Columns from wide to narrow, so that no byte goes to alignment: 64 bytes a row. The key begins with the series and holds the
-- time: the table can be partitioned by either without changing it. No foreign key: it would look up the series for every row of
-- a bulk load, and SignalStore alone writes here, with ids it has just read.
create table signal_slot (
    start_at timestamptz not null,
    value double precision not null check (value >= 0 and value < 'infinity'),  -- gCO2eq/kWh
    issued_at timestamptz not null,
    series_id integer not null,
    seconds integer not null check (seconds between 1 and 31622400),
    status smallint not null check (status in (0, 1, 2)),  -- SignalStatus: measured, forecast, estimated
    imported boolean not null,
    primary key (series_id, start_at)
);

-- Retention looks for old forecasts and estimates among many measured values.
create index signal_slot_unmeasured on signal_slot (status, start_at) where status <> 0;
