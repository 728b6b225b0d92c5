-- Jobs that check in. All three tables belong to the package monitors.

-- One row per origin that ever checked in. What is expected of the job (schedule, graces, state) will be columns here.
create table monitor (
    id bigint generated always as identity primary key,
    origin text not null unique,
    created timestamptz not null
);

-- One row per owner that checked in under an origin: one strip of bars on the page.
create table strip (
    id bigint generated always as identity primary key,
    monitor bigint not null references monitor on delete cascade,
    owner text not null,
    unique (monitor, owner)
);

-- The check-ins themselves, several to a row: all of one strip in one clock hour, in the order of time. A batch of
-- arrivals is appended as it comes; the sweep joins the rows of an hour later. Against one row per check-in this is a
-- tenth of the space (2 million rows instead of 130 million for 1 000 jobs, each minute, 90 days), and the check-ins
-- before any moment of an hour are counted by one binary search, which is what the bars need.
--
-- No foreign key to strip: it would be checked for every row of the hot path, and its row locks would let check-ins and
-- removals wait for each other in a circle. A row whose strip is gone is invisible and goes with the next sweep.
create table check_in (
    id bigint generated always as identity primary key,
    strip bigint not null,
    -- Hours since 1970-01-01T00:00Z.
    hour integer not null,
    -- Milliseconds since the start of that hour, ascending, never empty.
    millis integer[] not null
);

-- The newest check-in of a strip, and its history backwards.
create index check_in_strip_hour on check_in (strip, hour);

-- The hours of the overview, and those past their retention.
create index check_in_hour on check_in (hour);
