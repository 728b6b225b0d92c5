-- One row for each PUT of a live log. The bytes are in a file of the node that took them.
create table livelog (
    stream     text        not null,
    generation integer     not null,
    -- live, done or broken
    state      text        not null,
    -- As of the last change of state; a live one's file is longer.
    bytes      bigint      not null default 0,
    started    timestamptz not null default now(),
    ended      timestamptz,
    producer   text        not null,
    content_type     text  not null,
    content_encoding text  not null,
    -- Whose data directory holds the file.
    node       text        not null,
    -- The state of which the events have told; '' when of none.
    told       text        not null default '',
    primary key (stream, generation)
);

-- One producer at a time, whichever node it talks to.
create unique index livelog_live on livelog (stream) where state = 'live';
create index livelog_untold on livelog (node) where told <> state;
create index livelog_started on livelog (started desc);
