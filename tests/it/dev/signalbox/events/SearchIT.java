package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Events.Find;
import dev.signalbox.bus.Events.Found;
import dev.signalbox.db.TestDatabase;
import dev.signalbox.filter.EventMatcher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches over events that are summarised, and over those that are not yet, against a plain pass over all of them. */
class SearchIT {

    private static final int OLD = BlockSql.EVENTS * 3 + 500;

    private static Vertx vertx;
    private static TestDatabase database;
    private static List<Event> all;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        Bus.open(vertx);
        database = TestDatabase.fresh(vertx);
        vertx.deployVerticle(new WriterVerticle(EventTexts.CONF, database.pool(), new SimpleMeterRegistry()))
                .await();
        vertx.deployVerticle(new EventsVerticle(EventTexts.CONF, database.pool()))
                .await();
        insertOld();
        Events.SAVE
                .ask(vertx, new Events.Save(List.of(EventTexts.draft("fresh Needle 6000"))))
                .await();
        await().untilAsserted(() -> assertThat(blocks()).isEqualTo(3));
        all = new ArrayList<>();
        long before = Long.MAX_VALUE;
        do {
            Found page =
                    Events.FIND.ask(vertx, new Find(Filter.ALL, before, 1_000)).await();
            all.addAll(page.events());
            before = page.next();
        } while (before != 0);
        assertThat(all).hasSize(OLD + 1);
    }

    @AfterAll
    static void close() {
        vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
        database.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "needle,7",
                "needle,1000",
                "NEEDLE -fresh,2",
                "line,100",
                "absent,10",
                "number:77,10",
                "kind:k1,1000",
                "`/e 1?\\d$/`,9",
                "needle /6/,3",
                "-line,5",
                "7,300",
                "`\"line 1\" -/0/`,50"
            })
    void everyPageOfASearchIsWhatAPassOverAllEventsGives(String q, int limit) {
        Filter filter = new Filter(List.of(), List.of(), List.of(), q, null, null);

        assertThat(pages(filter, limit)).isEqualTo(matching(filter));
    }

    @Test
    void anOriginAmongManyIsFoundWhereverItIs() {
        Filter filter = new Filter(List.of(), List.of(), List.of("rare"), "", null, null);

        assertThat(pages(filter, 2)).isEqualTo(matching(filter)).hasSize(5);
    }

    @Test
    void aRangeOfTimesIsKeptWithinSummarisedRuns() {
        Instant middle = all.get(OLD / 2).at();
        Filter filter = new Filter(List.of(), List.of(), List.of(), "needle", middle.minusSeconds(1), middle);

        assertThat(pages(filter, 3)).isEqualTo(matching(filter)).isNotEmpty();
    }

    private static List<Long> pages(Filter filter, int limit) {
        List<Long> ids = new ArrayList<>();
        long before = Long.MAX_VALUE;
        do {
            Found page = Events.FIND.ask(vertx, new Find(filter, before, limit)).await();
            assertThat(page.events().size()).isLessThanOrEqualTo(limit);
            page.events().forEach(event -> ids.add(event.id()));
            assertThat(page.next()).isLessThan(before);
            before = page.next();
        } while (before != 0);
        return ids;
    }

    private static List<Long> matching(Filter filter) {
        EventMatcher matcher = EventMatcher.of(filter);
        return all.stream().filter(matcher::matches).map(Event::id).toList();
    }

    /** Two hours ago within a few seconds, as if the node had been running then. */
    private static void insertOld() {
        long start = EventId.floor(Instant.now().minus(Duration.ofHours(2)));
        database.pool().query("""
                        insert into event
                        select %d + (i::bigint << 20), now() - interval '2 hours' + i * interval '500 microseconds', 1,
                               false, 'log', case when i %% 1500 = 9 then 'rare' else 'host-' || i %% 7 end, 'me',
                               'line ' || i || case when i %% 700 = 1 then ' with a Needle ' || i else '' end,
                               jsonb_build_object('number', i, 'kind', 'k' || i %% 500)
                        from generate_series(1, %d) as i
                        """.formatted(start, OLD)).execute().await();
    }

    private static long blocks() {
        return database.pool()
                .query("select count(*) from event_block")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }
}
