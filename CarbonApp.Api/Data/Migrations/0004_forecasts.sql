-- Forecasts the product itself issued, one per hour and basis: shared by all replicas, and the record by which they are judged
-- once the hours they were for have been measured.
create table forecast (
    issued_at timestamptz not null,
    made_at timestamptz not null,
    known_from timestamptz not null,      -- the measured history that was at hand: more, and it is made again
    known_to timestamptz not null,
    trained_from timestamptz not null,
    trained_to timestamptz not null,
    penalty double precision,             -- of the ridge regression; null for the mean day
    band_factor double precision not null,
    days integer not null,
    kind smallint not null check (kind in (0, 1)),      -- SignalKind: average, marginal
    factor smallint not null check (factor in (0, 1)),  -- EmissionFactor: lifecycle, direct
    zone text not null,
    expected double precision[] not null, -- gCO2eq/kWh per hour from issued_at
    low double precision[],               -- 10th and 90th percentile; null where the uncertainty is not known
    high double precision[],
    scenarios double precision[],         -- one after the other; kept for the newest issue only, being forty times the rest
    skill jsonb,                          -- ForecastSkill over the 30 days before; null where no day could be judged
    primary key (zone, kind, factor, issued_at)
);

create index forecast_issued_at on forecast (issued_at);
