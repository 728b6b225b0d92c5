package dev.signalbox.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The outbox: a row for each committed batch of events and each consumer that must see every event exactly once. The events
 * package writes it in the transaction of the events; a consumer deletes its row in the transaction that records the
 * consequences, so that they are recorded once, whoever tries. Thread-safe.
 *
 * @param consumer the word under which its rows stand
 */
public record Outbox(String consumer) {

    /** The ids of a batch's first and last event; other writers' ids may lie between. */
    public record Entry(long firstId, long lastId) {}

    /**
     * Deletes these entries, as a part of the caller's transaction.
     *
     * @return those that were there: only their consequences may be recorded
     */
    public Future<Set<Entry>> take(SqlClient transaction, Collection<Entry> entries) {
        Long[] firsts = entries.stream().map(Entry::firstId).toArray(Long[]::new);
        Long[] lasts = entries.stream().map(Entry::lastId).toArray(Long[]::new);
        return transaction
                .preparedQuery("""
                        with taken as materialized (
                            select consumer, first_id from event_batch
                            where consumer = $1
                              and (first_id, last_id) in (select * from unnest($2::bigint[], $3::bigint[]))
                            -- Always in this order, so that two who take the same entries cannot lock each other out.
                            order by first_id
                            for update
                        )
                        delete from event_batch using taken
                        where event_batch.consumer = taken.consumer and event_batch.first_id = taken.first_id
                        returning event_batch.first_id, event_batch.last_id
                        """)
                .execute(Tuple.tuple().addValue(consumer).addValue(firsts).addValue(lasts))
                .map(rows -> {
                    Set<Entry> taken = new HashSet<>();
                    rows.forEach(row -> taken.add(new Entry(row.getLong(0), row.getLong(1))));
                    return taken;
                });
    }

    /**
     * Entries whose events are older than an id: nobody heard of them, or who did is gone. Oldest first.
     *
     * @param before id of an event, exclusive
     */
    public Future<List<Entry>> left(SqlClient client, long before, int limit) {
        return client.preparedQuery("""
                        select first_id, last_id from event_batch
                        where consumer = $1 and first_id < $2
                        order by first_id
                        limit $3
                        """)
                .execute(Tuple.of(consumer, before, (long) limit))
                .map(rows -> rows.stream()
                        .map(row -> new Entry(row.getLong(0), row.getLong(1)))
                        .toList());
    }
}
