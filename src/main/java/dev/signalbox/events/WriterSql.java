package dev.signalbox.events;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.db.SqlFaults;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The writing half of the event tables. */
final class WriterSql {

    // One round trip and one commit for the whole batch, outbox row included: either both are there or neither. Side by
    // side in the select list, the arrays are read as they are needed; in the from clause PostgreSQL would first write
    // them all out as a table, which costs a tenth more.
    private static final String INSERT = """
            with stored as (
                insert into event (id, at, severity, late, kind, origin, owner, message, metadata)
                select unnest($1::bigint[]), unnest($2::timestamptz[]), unnest($3::smallint[]), unnest($4::boolean[]),
                       unnest($5::text[]), unnest($6::text[]), unnest($7::text[]), unnest($8::text[]),
                       unnest($9::text[])::jsonb
            )
            insert into event_batch (consumer, first_id, last_id, minutes, severities, counts)
            values ('count', $10, $11, $12, $13, $14), ('trigger', $10, $11, '{}', '{}', '{}')
            """;

    private static final String COUNT = """
            with taken as (
                delete from event_batch
                where (consumer, first_id) in (
                    select consumer, first_id from event_batch
                    where consumer = 'count'
                    order by first_id
                    limit $1
                    for update skip locked)
                returning first_id, minutes, severities, counts
            ), summed as (
                select minute, severity, $2 + (first_id / $3)::integer as arrived, sum(events) as events
                from taken, unnest(minutes, severities, counts) as part(minute, severity, events)
                group by minute, severity, arrived
                -- Always in this order, so that two nodes counting at once cannot lock each other out.
                order by minute, severity, arrived
            ), added as (
                insert into event_count as total (minute, severity, arrived, events)
                select minute, severity, arrived, events from summed
                on conflict (minute, severity, arrived) do update set events = total.events + excluded.events
            )
            select count(*) from taken
            """;

    private static final String DATA_EXCEPTION = "22";
    private static final String CHECK_VIOLATION = "23514";
    private static final String DEADLOCK = "40P01";

    private static final int CLEAR_TRIES = 5;

    private final Pool pool;

    WriterSql(Pool pool) {
        this.pool = pool;
    }

    /**
     * Stores events, oldest first, and their outbox row in one transaction.
     *
     * @return fails with {@link Fault.Invalid} when the database refuses a value
     */
    Future<Void> insert(List<Event> events) {
        return pool.preparedQuery(INSERT)
                .execute(columns(events))
                .recover(WriterSql::insertFault)
                .mapEmpty();
    }

    /** The largest id in the store; 0 when it is empty. */
    Future<Long> lastId() {
        return pool.query("select coalesce(max(id), 0) from event")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .recover(WriterSql::fault);
    }

    /** Adds up to {@code limit} batches to the counts and gives how many it found. */
    Future<Integer> count(int limit) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(limit, EventId.FIRST_DAY, EventId.PER_DAY))
                .map(rows -> rows.iterator().next().getInteger(0))
                .recover(WriterSql::fault);
    }

    /** Commits a transaction that leaves nothing behind but its record in the write-ahead log. */
    Future<Void> probe() {
        return pool.query("select pg_logical_emit_message(true, 'signalbox', 'probe')")
                .execute()
                .recover(WriterSql::fault)
                .mapEmpty();
    }

    Future<Void> clear() {
        return clear(CLEAR_TRIES);
    }

    /** It wants every table at once, so of two that lock each other out it may be the one that PostgreSQL sends away. */
    private Future<Void> clear(int tries) {
        // One implicit transaction. What the outbox holds for triggers stays: who holds it has heard of the events
        // already.
        return pool.query("""
                        truncate event_block, event, event_count;
                        delete from event_batch where consumer = 'count'
                        """)
                .execute()
                .<Void>mapEmpty()
                .recover(cause -> tries > 1
                                && cause instanceof PgException refused
                                && refused.getSqlState().equals(DEADLOCK)
                        ? clear(tries - 1)
                        : fault(cause));
    }

    private static Tuple columns(List<Event> events) {
        int size = events.size();
        Long[] ids = new Long[size];
        OffsetDateTime[] ats = new OffsetDateTime[size];
        Short[] severities = new Short[size];
        Boolean[] late = new Boolean[size];
        String[][] texts = new String[5][size];
        BatchCounts counts = new BatchCounts();
        for (int i = 0; i < size; i++) {
            Event event = events.get(i);
            ids[i] = event.id();
            ats[i] = event.at().atOffset(ZoneOffset.UTC);
            severities[i] = (short) event.severity().ordinal();
            late[i] = Batch.late(event);
            texts[0][i] = event.kind();
            texts[1][i] = event.origin();
            texts[2][i] = event.owner();
            texts[3][i] = event.message();
            texts[4][i] = event.metadata();
            counts.add(event);
        }
        // Tuple.of would spread an array over several parameters.
        Tuple columns =
                Tuple.tuple().addValue(ids).addValue(ats).addValue(severities).addValue(late);
        for (String[] text : texts) {
            columns.addValue(text);
        }
        columns.addValue(ids[0]).addValue(ids[size - 1]);
        for (Object[] column : counts.columns()) {
            columns.addValue(column);
        }
        return columns;
    }

    /** What is not the client's fault is worth trying again: an event must not be lost to a client that gives up on 500. */
    private static <T> Future<T> insertFault(Throwable cause) {
        if (cause instanceof PgException refused && refused.getSqlState().startsWith(DATA_EXCEPTION)) {
            return Future.failedFuture(new FaultException(new Fault.Invalid("", refused.getErrorMessage())));
        }
        if (cause instanceof PgException refused && refused.getSqlState().equals(CHECK_VIOLATION)) {
            // The table itself has no checks: it is the day that has no partition.
            return Future.failedFuture(new FaultException(new Fault.Unavailable("today's partition is missing", 1)));
        }
        FaultException known = SqlFaults.translate(cause);
        return Future.failedFuture(
                known.fault() instanceof Fault.Unavailable
                        ? known
                        : new FaultException(new Fault.Unavailable("the store failed: see the node's log", 5)));
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }
}
