package dev.signalbox.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Two days of events, written past the node into its own database, since waiting two days is no option: rows, partitions,
 * ids and counts as the node would have made them. Knows the tables of migration V001 and the make of ids by heart.
 */
final class History {

    /** Of fifty events, all two days old or nearly. */
    static final String RARE_ORIGIN = "lab-7";

    private static final long ID_EPOCH_MILLIS = 1_704_067_200_000L;
    private static final Duration SPAN = Duration.ofDays(2);

    /** Highest of the writer numbers, which the node that runs has not. */
    private static final int WRITER = 1_023;

    private static final String INSERT = """
            insert into event (id, at, severity, late, kind, origin, owner, message, metadata)
            select ((ms - %1$d) << 21) | (%2$d << 11) | (i %% 2048), to_timestamp(ms / 1000.0),
                   case when roll < 80 then 0 when roll < 930 then 1 when roll < 980 then 2 when roll < 998 then 3 else 4 end,
                   false, 'log',
                   case when i <= 50 then '%3$s' else 'web-' || lpad((hash %% 300)::text, 3, '0') end,
                   case when hash %% 5 = 0 then 'laptop' else 'build-host' end,
                   case hash %% 50
                       when 0 then 'cannot open /var/lib/state/' || hash || '.db: permission denied'
                       when 1 then 'backup of /srv/data finished: ' || hash %% 99999 || ' files, nothing to prune'
                       else 'GET /api/orders/' || hash || ' answered 200 in ' || roll || ' ms, cache miss, sent to worker ' || i %% 16
                   end,
                   case when i %% 2 = 0 then '{}' else jsonb_build_object('request', to_hex(hash), 'status', 200 + roll %% 4) end
            from (select i, %4$d + i * %5$d / %6$d as ms, (i * 2654435761) %% 4294967296 as hash,
                         ((i * 2654435761) %% 4294967296 / 65536 %% 1000)::int as roll
                  from generate_series(%7$d::bigint, %8$d::bigint) as i) as made
            """;

    private static final String COUNT = """
            insert into event_count (minute, severity, arrived, events)
            select floor(extract(epoch from at) / 60)::int, severity, floor(extract(epoch from at) / 86400)::int, count(*)
            from event group by 1, 2, 3
            on conflict (minute, severity, arrived) do update set events = excluded.events
            """;

    private final long events;
    private final long start;

    History(long events) {
        this.events = events;
        // Ends a minute ago, so that the node's own next events come after it.
        this.start = Instant.now().minus(SPAN).minusSeconds(60).toEpochMilli();
    }

    /** A cursor with half of the events on either side. */
    long middle() {
        return idFloor(Instant.ofEpochMilli(start + SPAN.toMillis() / 2));
    }

    /** Gives the seconds it took. */
    double write(Node node) throws IOException {
        long begun = System.nanoTime();
        for (long day = 0; day <= SPAN.toDays(); day++) {
            run(
                    node,
                    partition(Instant.ofEpochMilli(start)
                            .atZone(ZoneOffset.UTC)
                            .toLocalDate()
                            .plusDays(day)));
        }
        CompletableFuture<Void> none = CompletableFuture.completedFuture(null);
        CompletableFuture<Void> half = CompletableFuture.runAsync(() -> insert(node, 1, events / 2, none));
        insert(node, events / 2 + 1, events, half);
        run(node, COUNT);
        // The node's database does so by itself within its two days.
        run(node, "vacuum (analyze) event");
        run(node, "vacuum (analyze) event_count");
        return (System.nanoTime() - begun) / 1e9;
    }

    /**
     * Adds events; they appear when the {@code earlier} ones are there. The node summarises events for searches in the order
     * of their ids, and never looks back.
     */
    private void insert(Node node, long first, long last, CompletableFuture<Void> earlier) {
        String sql = String.format(
                INSERT, ID_EPOCH_MILLIS, WRITER, RARE_ORIGIN, start, SPAN.toMillis(), events, first, last);
        try (Connection connection = node.database();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            statement.execute(sql);
            earlier.join();
            connection.commit();
        } catch (IOException | SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static String partition(LocalDate day) {
        return "create table if not exists event_" + day.format(DateTimeFormatter.BASIC_ISO_DATE)
                + " partition of event for values from (" + idFloor(day) + ") to (" + idFloor(day.plusDays(1)) + ")";
    }

    private static long idFloor(LocalDate day) {
        return idFloor(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static long idFloor(Instant instant) {
        return (instant.toEpochMilli() - ID_EPOCH_MILLIS) << 21;
    }

    private static void run(Node node, String sql) throws IOException {
        try (Connection connection = node.database();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
