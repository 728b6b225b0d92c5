package dev.signalbox.events;

import dev.signalbox.bus.EventId;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The days into which the event table is divided: made ahead, dropped when they are too old. */
final class PartitionSql {

    // Any constant will do, as long as every node asks for the same lock.
    private static final long LOCK = 0x5167_6e61_6c01L;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'event_'yyyyMMdd");

    private final Pool pool;

    PartitionSql(Pool pool) {
        this.pool = pool;
    }

    /** Makes the partitions of these days where they are missing. Nodes that do so at once wait for each other. */
    Future<Void> ensure(List<LocalDate> days) {
        return Transactions.in(
                        pool,
                        connection -> locked(connection)
                                .compose(locked -> existing(connection))
                                .compose(existing -> create(connection, days, existing)))
                .recover(cause -> Future.failedFuture(SqlFaults.translate(cause)));
    }

    /**
     * Drops every day that ended before {@code oldest} began, with the counts and summaries of what arrived on it; gives the
     * names of what was dropped.
     */
    Future<List<String>> dropBefore(LocalDate oldest) {
        return Transactions.in(
                        pool,
                        connection -> locked(connection)
                                .compose(locked -> existing(connection))
                                .compose(existing -> drop(connection, existing, oldest)))
                .recover(cause -> Future.failedFuture(SqlFaults.translate(cause)));
    }

    private static Future<Void> locked(SqlConnection connection) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(LOCK))
                .mapEmpty();
    }

    private static Future<List<String>> existing(SqlConnection connection) {
        return connection
                .query("select inhrelid::regclass::text from pg_inherits where inhparent = 'event'::regclass")
                .execute()
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList());
    }

    private static Future<Void> create(SqlConnection connection, List<LocalDate> days, List<String> existing) {
        Future<Void> done = Future.succeededFuture();
        for (LocalDate day : days) {
            if (!existing.contains(NAME.format(day))) {
                done = done.compose(
                        before -> connection.query(createSql(day)).execute().mapEmpty());
            }
        }
        return done;
    }

    // Names and bounds cannot be parameters of DDL; both are made of a date here, never of input.
    private static String createSql(LocalDate day) {
        return "create table " + NAME.format(day) + " partition of event for values from (" + start(day) + ") to ("
                + start(day.plusDays(1)) + ")";
    }

    private static Future<List<String>> drop(SqlConnection connection, List<String> existing, LocalDate oldest) {
        List<String> old = new ArrayList<>(existing);
        old.removeIf(name -> name.compareTo(NAME.format(oldest)) >= 0);
        Future<?> dropping = old.isEmpty()
                ? Future.succeededFuture()
                : connection.query("drop table " + String.join(", ", old)).execute();
        // Also when there is no such day: what waited in the outbox longer than its day was there is counted late.
        return dropping.compose(dropped -> connection
                        .preparedQuery("delete from event_count where arrived < $1")
                        .execute(Tuple.of(Math.toIntExact(oldest.toEpochDay()))))
                .compose(dropped -> connection
                        .preparedQuery("delete from event_block where last_id < $1")
                        .execute(Tuple.of(start(oldest))))
                .map(old);
    }

    private static long start(LocalDate day) {
        return EventId.floor(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
