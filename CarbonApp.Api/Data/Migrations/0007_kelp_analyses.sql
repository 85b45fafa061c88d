-- An analysis of kelp: what was asked and, once its job has completed, what came of it. Outlives the row of its job.
create table kelp_analysis (
    id text primary key,
    name text,
    -- With every default filled in.
    request json not null,
    -- West, south, east, north; west above east across the antimeridian.
    bbox double precision[] not null,
    period_from timestamptz not null,
    period_to timestamptz not null,
    demo boolean not null,
    created_at timestamptz not null default now(),
    completed_at timestamptz,
    -- The answer as JSON, and of it what lists show: 5, 50 and 95 %.
    result bytea,
    canopy_m2 double precision[],
    stock_t double precision[]
);

create index kelp_analysis_completed on kelp_analysis (completed_at) where completed_at is not null;

-- What one pass of the satellite showed, kept until the analysis is complete: who takes over from a dead replica begins with the next.
create table kelp_pass (
    analysis_id text not null references kelp_analysis on delete cascade,
    pass text not null,
    summary json not null,
    map bytea not null,
    primary key (analysis_id, pass)
);

-- Files of an analysis in parts of one length, so that a range is read without the rest.
create table kelp_file (
    analysis_id text not null references kelp_analysis on delete cascade,
    name text not null,
    media_type text not null,
    bytes bigint not null,
    sha256 bytea not null,
    primary key (analysis_id, name)
);

create table kelp_file_part (
    analysis_id text not null,
    name text not null,
    number integer not null,
    content bytea not null,
    primary key (analysis_id, name, number),
    foreign key (analysis_id, name) references kelp_file on delete cascade
);

-- Compressed already.
alter table kelp_pass alter column map set storage external;
alter table kelp_file_part alter column content set storage external;
