-- Counts the changes of triggers. Whoever changes one adds to it in the same transaction, so that changes are seen in the
-- order in which they were committed, and nobody can take a batch out of the outbox by triggers that are no longer true.
create table event_trigger_revision (
    single boolean not null primary key default true check (single),
    number bigint  not null
);
insert into event_trigger_revision (number) values (1);

-- After the rows of the triggers are locked: two who change several cannot lock each other out. What a trigger notes of its
-- own accord (when it fired, what it held back, since when its target fails) is no change.
create function event_trigger_changed() returns trigger language plpgsql as $$
begin
    update event_trigger_revision set number = number + 1;
    return null;
end $$;

create trigger made after insert on event_trigger
    for each statement execute function event_trigger_changed();

create trigger changed after update on event_trigger
    for each row when (old.updated <> new.updated or old.removed is distinct from new.removed)
    execute function event_trigger_changed();
