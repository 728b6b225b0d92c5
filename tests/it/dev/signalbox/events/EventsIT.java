package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Count;
import dev.signalbox.bus.Events.Counted;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Events.Find;
import dev.signalbox.bus.Events.Follow;
import dev.signalbox.bus.Events.Followed;
import dev.signalbox.bus.Events.Found;
import dev.signalbox.bus.Events.Get;
import dev.signalbox.bus.Events.Save;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event store on a real database and a real bus. */
class EventsIT {

    private static Vertx vertx;
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        Bus.open(vertx);
        database = TestDatabase.fresh(vertx);
        vertx.deployVerticle(new WriterVerticle(EventTexts.CONF, database.pool(), new SimpleMeterRegistry()))
                .await();
        vertx.deployVerticle(new EventsVerticle(EventTexts.CONF, database.pool()))
                .await();
    }

    @AfterAll
    static void close() {
        vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
        database.close();
        vertx.close().await();
    }

    @BeforeEach
    void clear() {
        Events.CLEAR.ask(vertx, new Events.Clear()).await();
    }

    @Test
    void aClearPartsThePositionsBeforeItFromThoseAfterIt() {
        long before = save(at("old", Instant.now())).getFirst();
        long shown = Events.POSITION.ask(vertx, new Events.Position()).await().through();

        long cleared = Events.CLEAR.ask(vertx, new Events.Clear()).await().through();

        assertThat(cleared).isGreaterThan(before).isGreaterThan(shown);
        assertThat(Events.POSITION.ask(vertx, new Events.Position()).await().through())
                .isGreaterThanOrEqualTo(cleared);
        assertThat(save(at("new", Instant.now())).getFirst()).isGreaterThan(cleared);
    }

    /** What was acknowledged and matches leaves the node, also when somebody clears the events in between. */
    @Test
    void aClearLeavesToTriggersWhatTheyHaveNotSeen() {
        long id = save(EventTexts.draft("not seen by triggers")).getFirst();

        Events.CLEAR.ask(vertx, new Events.Clear()).await();

        assertThat(database.pool()
                        .preparedQuery("select 1 from event_batch where consumer = 'trigger' and last_id = $1")
                        .execute(Tuple.of(id))
                        .await()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whatWasSavedIsFoundUnchanged() {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Draft draft = new Draft(
                at, "log", "a'b", "o\"w", Severity.ERROR, "line 1\nline 2 \uFFFD \uD83D\uDE00", "{\"k\": [1, 2.50]}");

        long id = save(draft).getFirst();

        Event event = Events.GET.ask(vertx, new Get(id)).await();
        assertThat(event)
                .isEqualTo(new Event(id, at, "log", "a'b", "o\"w", Severity.ERROR, draft.message(), draft.metadata()));
        assertThat(find(Filter.ALL).events()).containsExactly(event);
    }

    @Test
    void anUnknownIdIsNotFound() {
        assertThat(fault(Events.GET.ask(vertx, new Get(42)))).isInstanceOf(Fault.NotFound.class);
    }

    @Test
    void manyRequestsAtOnceGetTheIdsOfTheirOwnEvents() {
        List<Future<Events.Saved>> answers = IntStream.range(0, 2_000)
                .mapToObj(i -> Events.SAVE.ask(vertx, new Save(List.of(EventTexts.draft("m" + i)))))
                .toList();
        Future.all(answers).await();

        for (int i = 0; i < answers.size(); i += 97) {
            long id = answers.get(i).result().ids().getFirst();
            assertThat(Events.GET.ask(vertx, new Get(id)).await().message()).isEqualTo("m" + i);
        }
        assertThat(answers.stream().map(answer -> answer.result().ids().getFirst()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aListGoesOnWhereThePageBeforeEnded() {
        List<Long> ids = save(
                IntStream.range(0, 25).mapToObj(i -> EventTexts.draft("m" + i)).toArray(Draft[]::new));
        List<Long> seen = new ArrayList<>();
        long before = Long.MAX_VALUE;

        do {
            Found page =
                    Events.FIND.ask(vertx, new Find(Filter.ALL, before, 10)).await();
            page.events().forEach(event -> seen.add(event.id()));
            before = page.next();
        } while (before != 0);

        Collections.reverse(seen);
        assertThat(seen).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "disk                | Disk full on sda; disk at 100%_",
                "DISK FULL           | Disk full on sda",
                "\"full on\"         | Disk full on sda",
                "-disk               | backup done; net slow",
                "100%_               | disk at 100%_",
                "`/d[io]sk|^net/`    | disk at 100%_; net slow",
                "-/(?i)disk/ -slow   | backup done",
                "host:web1           | Disk full on sda",
                "job.id:7            | backup done",
                "-host:web1 disk     | disk at 100%_",
                "job.ok:true         | backup done",
            })
    void aSearchFindsExactlyWhatItSays(String q, String expected) {
        save(
                meta("Disk full on sda", "{\"host\":\"web1\"}"),
                meta("disk at 100%_", "{}"),
                meta("backup done", "{\"job\":{\"id\":7,\"ok\":true}}"),
                meta("net slow", "{\"host\":\"web2\"}"));

        Found found = find(new Filter(List.of(), List.of(), List.of(), q, null, null));

        assertThat(found.events().reversed()).extracting(Event::message).containsExactly(expected.split("; "));
    }

    @Test
    void nulInASearchMeansWhatItIsStoredAs() {
        save(meta("a\uFFFDb", "{}"), meta("ab", "{}"));
        Filter filter = dev.signalbox.filter.FilterParams.parse(name -> name.equals("q") ? List.of("a\0b") : List.of());

        assertThat(find(filter).events()).extracting(Event::message).containsExactly("a\uFFFDb");
    }

    @Test
    void originsMatchExactlyOrByGlobAndSeveritiesByWord() {
        save(
                origin("web_1", Severity.ERROR),
                origin("webx1", Severity.WARN),
                origin("db", Severity.CRITICAL),
                origin("%", Severity.INFO));

        assertThat(origins(List.of(), "web_1")).containsExactly("web_1");
        assertThat(origins(List.of(), "web*")).containsExactly("webx1", "web_1");
        assertThat(origins(List.of(), "%")).containsExactly("%");
        assertThat(origins(List.of(Severity.ERROR, Severity.CRITICAL))).containsExactly("db", "web_1");
        assertThat(origins(List.of(Severity.INFO, Severity.CRITICAL))).containsExactly("%", "db");
    }

    @Test
    void aRangeOfTimesComparesTheEventsOwnTimeEvenFarFromItsArrival() {
        Instant now = Instant.now();
        save(
                at("old", Instant.parse("1999-12-31T23:59:59Z")),
                at("now", now),
                at("future", now.plus(Duration.ofDays(800))));

        assertThat(messages(Instant.parse("1999-01-01T00:00:00Z"), Instant.parse("2000-01-01T00:00:00Z")))
                .containsExactly("old");
        assertThat(messages(now.minusSeconds(5), now.plusSeconds(5))).containsExactly("now");
        assertThat(messages(now, null)).containsExactly("future", "now");
        assertThat(messages(null, now)).containsExactly("old");
    }

    @Test
    void followingGivesEverythingOnceInOrderUpToThePosition() {
        List<Long> ids = save(
                IntStream.range(0, 30).mapToObj(i -> EventTexts.draft("m" + i)).toArray(Draft[]::new));
        List<Long> seen = new ArrayList<>();
        long after = ids.get(4);
        Followed page;

        do {
            page = Events.FOLLOW.ask(vertx, new Follow(Filter.ALL, after, 10)).await();
            page.events().forEach(event -> seen.add(event.id()));
            after = page.position();
        } while (!page.complete());

        assertThat(seen).isEqualTo(ids.subList(5, 30));
        assertThat(after).isGreaterThanOrEqualTo(ids.getLast());
        assertThat(save(EventTexts.draft("later")).getFirst()).isGreaterThan(after);
    }

    @Test
    void theHistogramCountsEachEventOnceBeforeAndAfterItIsTakenFromTheOutbox() {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        save(at("a", hour.minusSeconds(30)), at("b", hour.plusSeconds(30)), at("c", hour.plusSeconds(90)));
        Count count = new Count(Filter.ALL, hour.minusSeconds(3_600), hour.plusSeconds(3_600), 2);

        assertThat(infos(count)).containsExactly(1L, 2L);
        await().untilAsserted(() ->
                assertThat(rows("event_batch where consumer = 'count'")).isZero());
        assertThat(infos(count)).containsExactly(1L, 2L);
        assertThat(rows("event_count")).isEqualTo(3);
    }

    @Test
    void aFilteredHistogramCountsTheEventsThemselves() {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        save(
                at("needle", hour.minusSeconds(1)),
                at("hay", hour),
                at("needle", hour),
                at("needle", hour.plusSeconds(7_200)));
        Filter filter = new Filter(List.of(), List.of(), List.of(), "needle", null, null);

        assertThat(infos(new Count(filter, hour.minusSeconds(3_600), hour.plusSeconds(3_600), 2)))
                .containsExactly(1L, 1L);
    }

    @Test
    void retentionDropsWholeDaysAndTheirSummaries() {
        LocalDate day = LocalDate.of(2025, 3, 1);
        PartitionSql partitions = new PartitionSql(database.pool());
        partitions.ensure(List.of(day, day.plusDays(1))).await();
        long id = EventId.floor(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
        database.pool()
                .query("insert into event values (" + id + ", now(), 1, false, 'log', 'o', 'me', 'old', '{}')")
                .execute()
                .await();
        assertThat(Events.GET.ask(vertx, new Get(id)).await().message()).isEqualTo("old");
        database.pool()
                .query("insert into event_block values (" + id + ", 1, 1, '')")
                .execute()
                .await();

        assertThat(partitions.dropBefore(day.plusDays(1)).await()).containsExactly("event_20250301");
        assertThat(rows("event_block where last_id = " + id)).isZero();

        assertThat(fault(Events.GET.ask(vertx, new Get(id)))).isInstanceOf(Fault.NotFound.class);
        assertThat(partitions.dropBefore(day.plusDays(2)).await()).containsExactly("event_20250302");
    }

    @Test
    void aCountGoesWithTheDayOnWhichItsEventsArrivedWhateverTimeTheySay() {
        LocalDate day = LocalDate.of(2025, 4, 1);
        PartitionSql partitions = new PartitionSql(database.pool());
        partitions.ensure(List.of(day, day.plusDays(1))).await();
        WriterSql sql = new WriterSql(database.pool());
        for (LocalDate arrived : List.of(day, day.plusDays(1))) {
            Instant noon = arrived.atTime(12, 0).toInstant(ZoneOffset.UTC);
            List<Instant> times =
                    List.of(noon, Instant.parse("2099-01-01T00:00:00Z"), Instant.parse("1999-01-01T00:00:00Z"));
            sql.insert(IntStream.range(0, times.size())
                            .mapToObj(i -> event(EventId.floor(noon) + i, times.get(i)))
                            .toList())
                    .await();
        }
        await().untilAsserted(() ->
                assertThat(rows("event_batch where consumer = 'count'")).isZero());
        assertThat(rows("event_count where minute = 67848480")).isEqualTo(2);

        partitions.dropBefore(day.plusDays(1)).await();

        assertThat(rows("event")).isEqualTo(3);
        assertThat(rows("event_count where arrived = " + day.plusDays(1).toEpochDay()))
                .isEqualTo(3);
        partitions.dropBefore(day.plusDays(2)).await();
        assertThat(rows("event_count")).isZero();
    }

    @Test
    void aDayWithoutPartitionIsUnavailableAndNotLostSilently() {
        WriterSql sql = new WriterSql(database.pool());
        Event old = new Event(1, Instant.now(), "log", "o", "me", Severity.INFO, "m", "{}");

        assertThat(fault(sql.insert(List.of(old)))).isInstanceOf(Fault.Unavailable.class);
    }

    @Test
    void aValueThatPostgresRefusesIsInvalidAndStoresNothing() {
        Draft bad = new Draft(Instant.now(), "log", "o", "me", Severity.INFO, "m", "{not json");

        assertThat(fault(Events.SAVE.ask(vertx, new Save(List.of(EventTexts.draft("good"), bad)))))
                .isInstanceOf(Fault.Invalid.class);
        assertThat(find(Filter.ALL).events()).isEmpty();
    }

    @Test
    void writersOfOneDatabaseNeverShareANumber() {
        LeaseSql leases = new LeaseSql(database.pool());
        LeaseSql.Lease first = leases.take(why -> {}).await();
        LeaseSql.Lease second = leases.take(why -> {}).await();
        assertThat(first.number()).isNotEqualTo(second.number());

        first.end().await();
        LeaseSql.Lease third = leases.take(why -> {}).await();

        assertThat(third.number()).isEqualTo(first.number());
        second.end().await();
        third.end().await();
    }

    @Test
    void whoHoldsANumberIsToldWhyItIsLost() {
        List<String> reasons = new CopyOnWriteArrayList<>();
        int number = new LeaseSql(database.pool()).take(reasons::add).await().number();

        database.pool()
                .query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = "
                        + number)
                .execute()
                .await();

        await().untilAsserted(() ->
                assertThat(reasons).containsExactly("terminating connection due to administrator command"));
    }

    private static List<Long> save(Draft... drafts) {
        return Events.SAVE.ask(vertx, new Save(List.of(drafts))).await().ids();
    }

    private static Found find(Filter filter) {
        return Events.FIND.ask(vertx, new Find(filter, Long.MAX_VALUE, 100)).await();
    }

    private static List<String> origins(List<Severity> severities, String... origins) {
        return find(new Filter(severities, List.of(), List.of(origins), "", null, null)).events().stream()
                .map(Event::origin)
                .toList();
    }

    private static List<String> messages(
            @org.jspecify.annotations.Nullable Instant since, @org.jspecify.annotations.Nullable Instant until) {
        return find(new Filter(List.of(), List.of(), List.of(), "", since, until)).events().stream()
                .map(Event::message)
                .toList();
    }

    private static List<Long> infos(Count count) {
        Counted counted = Events.COUNT.ask(vertx, count).await();
        assertThat(counted.exact()).isTrue();
        return counted.bars().stream()
                .map(bar -> bar.get(Severity.INFO.ordinal()))
                .toList();
    }

    private static long rows(String table) {
        return database.pool()
                .query("select count(*) from " + table)
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private static Fault fault(Future<?> future) {
        return future.map((Fault) new Fault.Broken("it succeeded"))
                .otherwise(cause -> ((FaultException) cause).fault())
                .await();
    }

    private static Event event(long id, Instant at) {
        return new Event(id, at, "log", "o", "me", Severity.INFO, "m", "{}");
    }

    private static Draft meta(String message, String metadata) {
        return new Draft(Instant.now(), "log", "o", "me", Severity.INFO, message, metadata);
    }

    private static Draft origin(String origin, Severity severity) {
        return new Draft(Instant.now(), "log", origin, "me", severity, "m", "{}");
    }

    private static Draft at(String message, Instant at) {
        return new Draft(at, "log", "o", "me", Severity.INFO, message, "{}");
    }
}
