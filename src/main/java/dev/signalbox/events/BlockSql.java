package dev.signalbox.events;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The summaries of runs of events: written behind the writer, read before a search reads events. */
final class BlockSql {

    /** A run of ids, both ends inclusive. */
    record Range(long first, long last) {}

    /** Events per run. Fewer make summaries a larger part of the store, more make each say less. */
    static final int EVENTS = 2_048;

    /** Text per run, in chars: a run of long messages is shorter, or all its bits would be set. */
    private static final long TEXT = 1 << 20;

    /** Rows brought here at a time; at the largest message 16 MiB. */
    private static final int FETCH = 256;

    // Any constant will do, as long as every node asks for the same lock.
    private static final long LOCK = 0x5167_6e61_6c02L;

    // Ends at the first bit that is not there: for most runs that is the first one looked at.
    private static final String CANDIDATES = """
            select first_id, last_id from event_block
            where last_id > $1 and first_id < $2
              and not exists (select 1 from unnest($3::int[], $4::int[]) as needed(place, mask)
                              where get_byte(substr(bits, place, 1), 0) & mask = 0)
            order by last_id desc
            limit $5
            """;

    private static final String NEXT = """
            select id, kind, origin, message, metadata::text from event
            where id > $1 and id < $2
            order by id
            limit $3
            """;

    private final Vertx vertx;
    private final Pool pool;

    BlockSql(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** Events up to this id are summarised; 0 when none are. */
    Future<Long> sealedThrough() {
        return pool.query("select coalesce(max(last_id), 0) from event_block")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .recover(BlockSql::fault);
    }

    /** Runs between two ids, both exclusive, that have all these bits: newest first, at most {@code limit}. */
    Future<List<Range>> candidates(Set<Integer> needed, long after, long before, int limit) {
        Integer[] places = needed.stream().map(bit -> (bit >> 3) + 1).toArray(Integer[]::new);
        Integer[] masks = needed.stream().map(bit -> 1 << (bit & 7)).toArray(Integer[]::new);
        Tuple parameters = Tuple.tuple()
                .addValue(after)
                .addValue(before)
                .addValue(places)
                .addValue(masks)
                .addValue((long) limit);
        return pool.preparedQuery(CANDIDATES)
                .execute(parameters)
                .map(rows -> rows.stream()
                        .map(row -> new Range(row.getLong(0), row.getLong(1)))
                        .toList())
                .recover(BlockSql::fault);
    }

    /**
     * Summarises the next run, if it is complete and every event of it is older than {@code horizon}. Does nothing while
     * another node is at it.
     *
     * @param horizon an id below which no event can appear any more
     * @return whether it did, so that there may be more
     */
    Future<Boolean> seal(long horizon) {
        return Transactions.in(
                        pool,
                        connection -> connection
                                .preparedQuery(
                                        "select pg_try_advisory_xact_lock($1), (select coalesce(max(last_id), 0) from event_block)")
                                .execute(Tuple.of(LOCK))
                                .map(rows -> rows.iterator().next())
                                .compose(row -> row.getBoolean(0)
                                        ? sealAfter(connection, row.getLong(1), horizon)
                                        : Future.succeededFuture(false)))
                .recover(BlockSql::fault);
    }

    private Future<Boolean> sealAfter(SqlConnection connection, long after, long horizon) {
        Run run = new Run();
        return connection
                .prepare(NEXT)
                .map(statement -> statement.cursor(Tuple.of(after, horizon, (long) EVENTS)))
                .compose(cursor -> read(cursor, run).eventually(cursor::close))
                .compose(complete -> complete ? insert(connection, after, run) : Future.succeededFuture(false));
    }

    /** Whether the run is complete. */
    private Future<Boolean> read(Cursor cursor, Run run) {
        return cursor.read(FETCH)
                // On a worker: looking at every letter of long messages would hold up the event loop.
                .compose(rows -> vertx.executeBlocking(() -> run.take(rows), false))
                .compose(complete ->
                        complete || !cursor.hasMore() ? Future.succeededFuture(complete) : read(cursor, run));
    }

    private static Future<Boolean> insert(SqlConnection connection, long after, Run run) {
        return connection
                .preparedQuery("insert into event_block (first_id, last_id, events, bits) values ($1, $2, $3, $4)")
                .execute(Tuple.of(after + 1, run.last, run.events, Buffer.buffer(run.fingerprint.bits())))
                .map(true);
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }

    /** A run while it is read. Used by one thread at a time. */
    private static final class Run {
        private final Fingerprint fingerprint = new Fingerprint();
        private int events;
        private long text;
        private long last;

        boolean take(RowSet<Row> rows) {
            for (Row row : rows) {
                Event event = new Event(
                        row.getLong(0),
                        Instant.EPOCH,
                        row.getString(1),
                        row.getString(2),
                        "",
                        Severity.INFO,
                        row.getString(3),
                        row.getString(4));
                fingerprint.add(event);
                events++;
                text += event.message().length();
                last = event.id();
            }
            return events == EVENTS || text >= TEXT;
        }
    }
}
