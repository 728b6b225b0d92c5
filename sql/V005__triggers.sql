-- What is to leave the node as a webhook when an event matches.
create table event_trigger (
    id         uuid        not null primary key default gen_random_uuid(),
    name       text        not null,
    enabled    boolean     not null default true,
    -- All that is given must hold; empty holds for every event.
    severities smallint[]  not null default '{}',
    kinds      text[]      not null default '{}',
    origins    text[]      not null default '{}',
    message_regex text     not null default '',
    url        text        not null,
    -- The one that signs first; during a rotation the one before it signs too.
    secrets    text[]      not null,
    format     text        not null default 'json',
    template   text        not null default '',
    headers    jsonb       not null default '{}',
    cooldown_seconds integer not null default 0,
    created    timestamptz not null default now(),
    updated    timestamptz not null default now(),
    -- '' or why the node itself stopped it: gone (410) or failing (for days)
    stopped    text        not null default '',
    failing_since timestamptz,
    succeeded  timestamptz,
    -- When it last let an event through, and how many it held back since: cooldown and rate.
    fired      timestamptz,
    suppressed bigint      not null default 0,
    -- Out of sight, and gone once its deliveries are, which may take a while.
    removed    timestamptz
);

-- One event to one target. The id goes out with every try, so that a receiver knows a repetition. It is a UUID of version
-- 7, so it also is the order in which deliveries were made.
create table delivery (
    id         uuid        not null primary key,
    trigger_id uuid        not null,
    -- The event as it was: it may be past its retention when the last try is made.
    event_id   bigint      not null,
    at         timestamptz not null,
    severity   smallint    not null,
    kind       text        not null,
    origin     text        not null,
    owner      text        not null,
    message    text        not null,
    metadata   jsonb       not null,
    suppressed bigint      not null default 0,
    -- due, done, dead
    state      text        not null default 'due',
    created    timestamptz not null default now(),
    -- When the next try is to be made; while one is made, when another node may take it over.
    due        timestamptz,
    attempts   integer     not null default 0,
    -- Attempts before it was last replayed, which the schedule does not count.
    forgiven   integer     not null default 0,
    ended      timestamptz
);
-- By trigger first: what is due to a target that is down is passed over, however much it is.
create index delivery_due on delivery (trigger_id, due) where state = 'due';
create index delivery_trigger on delivery (trigger_id, id);
-- What one looks for at night, and what is rare among millions that went well.
create index delivery_dead on delivery (id) include (trigger_id) where state = 'dead';

create table attempt (
    delivery_id uuid       not null,
    number     integer     not null,
    at         timestamptz not null,
    latency_ms integer     not null,
    -- 0 when there was no answer
    status     integer     not null,
    error      text        not null,
    snippet    text        not null,
    primary key (delivery_id, number)
);
