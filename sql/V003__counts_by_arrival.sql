-- A count goes with the day on which its events arrived, as they do: by the time that they say, which may be far from
-- their arrival, it would be kept for ever or be gone too soon. Days since 1970, UTC. Of the counts so far only the time is
-- known; those of the future stand as if they came today.
alter table event_count add column arrived integer;
update event_count set arrived = least(minute / 1440, floor(extract(epoch from now()) / 86400)::integer);
alter table event_count
    alter column arrived set not null,
    drop constraint event_count_pkey,
    add primary key (minute, severity, arrived);
