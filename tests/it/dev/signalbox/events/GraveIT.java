package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.TestDatabase;
import dev.signalbox.filter.SearchParser;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list of errors reads about as many rows as it shows, however many there are and however often it was asked for. */
class GraveIT {

    private static final int EVENTS = 40_000;
    private static final int ASKED = 10;
    private static final int SHOWN = 20;

    private static Vertx vertx;
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        // PostgreSQL plans a statement for all values only when it ran a few times on the same connection.
        database = TestDatabase.fresh(vertx, 1);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        new PartitionSql(database.pool())
                .ensure(List.of(today.minusDays(1), today, today.plusDays(1), today.plusDays(2)))
                .await();
        insert();
    }

    @AfterAll
    static void close() {
        database.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1,false", "1,true"})
    void aListOfErrorsIsReadInOrderAndNoFurtherThanItGoes(int first, boolean timed) {
        List<Severity> grave = List.of(Severity.ERROR, Severity.CRITICAL).subList(first, 2);
        Instant since = timed ? Instant.now().minus(Duration.ofHours(3)) : null;
        long before = rowsRead();

        for (int i = 0; i < ASKED; i++) {
            assertThat(newest(grave, since)).isEqualTo(expected(grave.size()));
        }

        // One event in ten is critical, and one in five an error or worse.
        assertThat(rowsRead() - before).isLessThan(ASKED * SHOWN * 4L);
    }

    private static List<String> newest(List<Severity> severities, @Nullable Instant since) {
        Filter filter = new Filter(severities, List.of(), List.of(), "", since, null);
        return new ReaderSql(database.pool())
                        .newest(
                                filter,
                                SearchParser.parse(""),
                                List.of(new BlockSql.Range(0, Long.MAX_VALUE - 1)),
                                SHOWN)
                        .await()
                        .events()
                        .stream()
                        .map(Event::message)
                        .toList();
    }

    private static List<String> expected(int severities) {
        int step = severities == 1 ? 10 : 5;
        return IntStream.range(0, SHOWN)
                .mapToObj(i -> "line " + (EVENTS - i * step))
                .toList();
    }

    private static void insert() {
        long start = EventId.floor(Instant.now().minus(Duration.ofHours(2)));
        database.pool().query("""
                        insert into event
                        select %d + (i::bigint << 24), now() - interval '2 hours' + i * interval '8 milliseconds',
                               case when i %% 10 = 0 then 4 when i %% 5 = 0 then 3 else 1 end,
                               false, 'log', 'host', 'me', 'line ' || i, '{}'
                        from generate_series(1, %d) as i
                        """.formatted(start, EVENTS)).execute().await();
        database.pool().query("vacuum (analyze) event").execute().await();
    }

    /** By all statements so far. */
    private static long rowsRead() {
        database.pool().query("select pg_stat_force_next_flush()").execute().await();
        return database.pool()
                .query(
                        "select sum(idx_tup_fetch + seq_tup_read)::bigint from pg_stat_user_tables where relname ~ '^event_2'")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }
}
