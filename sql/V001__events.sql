-- Everything that was ever said to the node. Partitioned by id, whose upper bits are the time of arrival, one
-- partition a day: retention drops a partition instead of deleting rows.
create table event (
    id       bigint      not null,
    at       timestamptz not null,
    severity smallint    not null,
    -- The client's time is more than a minute away from the time of arrival, so an id range cannot find it.
    late     boolean     not null,
    kind     text        not null,
    origin   text        not null,
    owner    text        not null,
    message  text        not null,
    metadata jsonb       not null,
    primary key (id)
) partition by range (id);

-- What matters most is rare, and is asked for over long ranges.
create index event_grave on event (id) where severity >= 3;
create index event_late on event (at) where late;

-- The outbox: one row per committed batch for each consumer that must see every event exactly once. A consumer deletes
-- its row in the transaction that records the consequences.
create table event_batch (
    consumer text       not null,
    first_id bigint     not null,
    last_id  bigint     not null,
    -- How many events of the batch fall into each (minute of the epoch, severity): parallel arrays.
    minutes  integer[]  not null,
    severities smallint[] not null,
    counts   integer[]  not null,
    primary key (consumer, first_id)
);

-- Events per minute and severity, for the histogram: the sum over batches that the consumer 'count' has taken.
create table event_count (
    minute   integer  not null,
    severity smallint not null,
    events   bigint   not null,
    primary key (minute, severity)
);

-- What occurs in a run of events, so that a search reads only the runs in which all it looks for can be. Runs join: each
-- begins after the last id of the one before. Events younger than the newest run are not summarised yet.
create table event_block (
    last_id  bigint  not null primary key,
    first_id bigint  not null,
    events   integer not null,
    -- A bit set, see Fingerprint.java. Uncompressed, so that one byte is read without reading the rest.
    bits     bytea   not null
);
alter table event_block alter column bits set storage external;
