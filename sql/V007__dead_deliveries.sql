-- How many deliveries of one trigger were given up, and which: without a look at those of all the others.
create index delivery_trigger_dead on delivery (trigger_id, id) where state = 'dead';
