package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Events.Find;
import dev.signalbox.bus.Events.Follow;
import dev.signalbox.bus.Events.Followed;
import dev.signalbox.bus.Events.Found;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.TestDatabase;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are bounded by their length, too, and what a bound cuts off comes with the next page. */
class LongEventsIT {

    private static final int EVENTS = 120;
    private static final int LENGTH = 60_000;
    private static final int LIMIT = 1_000;

    /** One event may cross the bound, once among those in time and once among the late ones. */
    private static final int MOST = 2 * (ReaderSql.SLICE_BYTES + LENGTH + 64);

    private static Vertx vertx;
    private static TestDatabase database;
    private static List<Long> newestFirst;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        Bus.open(vertx);
        database = TestDatabase.fresh(vertx);
        vertx.deployVerticle(new WriterVerticle(EventTexts.CONF, database.pool(), new SimpleMeterRegistry()))
                .await();
        vertx.deployVerticle(new EventsVerticle(EventTexts.CONF, database.pool()))
                .await();
        List<Draft> drafts = new ArrayList<>();
        for (int number = 0; number < EVENTS; number++) {
            drafts.add(draft(number));
        }
        newestFirst =
                Events.SAVE.ask(vertx, new Events.Save(drafts)).await().ids().reversed();
    }

    @AfterAll
    static void close() {
        vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
        database.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "long", "/o.g/"})
    void pagesHaveAllWithAndWithoutARangeOfTimes(String q) {
        Instant hours = Instant.now().minus(Duration.ofHours(3));

        assertThat(pages(new Filter(List.of(), List.of(), List.of(), q, null, null)))
                .isEqualTo(newestFirst);
        assertThat(pages(new Filter(List.of(), List.of(), List.of(), q, hours, null)))
                .isEqualTo(newestFirst);
    }

    @Test
    void whoFollowsGetsAllInOrder() {
        List<Long> ids = new ArrayList<>();
        Followed followed = new Followed(List.of(), 0, false);
        while (!followed.complete()) {
            followed = Events.FOLLOW
                    .ask(vertx, new Follow(Filter.ALL, followed.position(), LIMIT))
                    .await();
            assertThat(length(followed.events())).isLessThan(MOST);
            followed.events().forEach(event -> ids.add(event.id()));
        }
        assertThat(ids.reversed()).isEqualTo(newestFirst);
    }

    private static List<Long> pages(Filter filter) {
        List<Long> ids = new ArrayList<>();
        long before = Long.MAX_VALUE;
        do {
            Found page = Events.FIND.ask(vertx, new Find(filter, before, LIMIT)).await();
            assertThat(length(page.events())).isLessThan(MOST);
            page.events().forEach(event -> ids.add(event.id()));
            assertThat(page.next()).isLessThan(before);
            before = page.next();
        } while (before != 0);
        return ids;
    }

    private static int length(List<Event> events) {
        return events.stream().mapToInt(event -> event.message().length()).sum();
    }

    /** Every other one says that it happened two hours before it arrived. */
    private static Draft draft(int number) {
        Instant at = number % 2 == 0 ? Instant.now() : Instant.now().minus(Duration.ofHours(2));
        return new Draft(at, "log", "tests", "me", Severity.INFO, number + " long ".repeat(LENGTH / 6), "{}");
    }
}
