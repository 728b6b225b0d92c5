package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.conf.Settings;
import dev.signalbox.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperIT {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final String NODE = "node";

    private static Vertx vertx;
    private static TestDatabase database;

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private LivelogSql sql;
    private LogFiles files;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
    }

    @AfterAll
    static void stop() {
        database.close();
        await(vertx.close());
    }

    @BeforeEach
    void clear() {
        await(database.pool().query("truncate livelog").execute());
        sql = new LivelogSql(database.pool());
        files = new LogFiles(directory);
    }

    @Test
    void whatIsWithinAllLimitsStays() {
        assertThat(surplus(Map.of())).isEmpty();
        put("a", 2, 10, 1).put("b", 1, 10, 2).put("a", 1, 10, 3);
        assertThat(surplus(Map.of())).isEmpty();
    }

    @Test
    void whatIsTooOldGoes() {
        put("a", 3, 10, 59).put("a", 2, 10, 60).put("b", 1, 10, 61);

        assertThat(surplus(Map.of("KEEP_AGE", "1h"))).containsExactly("b 1 keep-age");
    }

    @Test
    void ofEachStreamTheLatestStay() {
        put("a", 3, 10, 1)
                .put("b", 7, 10, 2)
                .put("a", 2, 10, 3)
                .put("a", 1, 10, 4)
                .put("b", 6, 10, 5);

        assertThat(surplus(Map.of("KEEP_GENERATIONS", "1")))
                .containsExactly("b 6 keep-generations", "a 1 keep-generations", "a 2 keep-generations");
    }

    @Test
    void theOldestGoOnceThereAreTooManyBytes() {
        put("a", 4, 60, 1)
                .put("b", 1, 40, 2)
                .put("a", 3, 0, 3)
                .put("a", 2, 1, 4)
                .put("a", 1, 0, 5);

        assertThat(surplus(Map.of("KEEP_BYTES", "100"))).containsExactly("a 1 keep-bytes", "a 2 keep-bytes");
    }

    @Test
    void whatIsOlderThanOneThatDoesNotFitGoesWithIt() {
        put("a", 3, 60, 1).put("a", 2, 50, 2).put("a", 1, 30, 3);

        assertThat(surplus(Map.of("KEEP_BYTES", "100"))).containsExactly("a 1 keep-bytes", "a 2 keep-bytes");
    }

    @Test
    void oneThatIsLargerThanAllThatMayBeKeptTakesNoOtherWithIt() {
        put("a", 3, 101, 1).put("a", 2, 50, 2).put("a", 1, 50, 3);

        assertThat(surplus(Map.of("KEEP_BYTES", "100"))).containsExactly("a 3 keep-bytes");
    }

    @Test
    void whatGoesForAnotherReasonLeavesItsBytesToOthers() {
        put("a", 2, 60, 1).put("a", 1, 60, 2).put("b", 1, 40, 3).put("c", 1, 60, 61);

        assertThat(surplus(Map.of("KEEP_BYTES", "100", "KEEP_GENERATIONS", "1", "KEEP_AGE", "1h")))
                .containsExactly("c 1 keep-age", "a 1 keep-generations");
    }

    @Test
    void ofManyTheFirstToEndAreTheFirstToGo() {
        put("a", 4, 10, 1)
                .put("a", 3, 10, 2)
                .put("b", 1, 10, 3)
                .put("a", 2, 10, 4)
                .put("a", 1, 10, 5);

        assertThat(surplus(Map.of("KEEP_BYTES", "15"), 3))
                .containsExactly("a 1 keep-bytes", "a 2 keep-bytes", "b 1 keep-bytes");
    }

    /** More than one page of rows. */
    @Test
    void allThatGoesGoesWithItsFileAndWhatIsLiveOrElsewhereStays() throws IOException {
        LivelogConf conf = conf(Map.of("KEEP_GENERATIONS", "2", "KEEP_AGE", "1h"));
        await(database.pool().preparedQuery("""
                        insert into livelog
                            (stream, generation, state, bytes, ended, producer, content_type, content_encoding, node)
                        select 'many', n, 'done', 10, $1::timestamptz - interval '1 s' * (2000 - n), '', '', '', 'node'
                        from generate_series(1, 1203) n
                        """).execute(Tuple.of(NOW.atOffset(ZoneOffset.UTC))));
        put("live", 1, State.LIVE, 10, 600, NODE);
        put("elsewhere", 1, State.DONE, 10, 600, "another node");
        put("broken", 1, State.BROKEN, 10, 600, NODE);
        for (LogKey key : List.of(new LogKey("many", 1), new LogKey("many", 1203), new LogKey("live", 1))) {
            files.create(key).close();
        }

        await(keeper(conf).once());

        assertThat(await(database.pool()
                                .query("select stream || ' ' || generation as name from livelog order by 1")
                                .execute())
                        .stream()
                        .map(row -> row.getString(0)))
                .containsExactly("elsewhere 1", "live 1", "many 1202", "many 1203");
        assertThat(Files.exists(files.path(new LogKey("many", 1)))).isFalse();
        assertThat(Files.exists(files.path(new LogKey("many", 1203)))).isTrue();
        assertThat(Files.exists(files.path(new LogKey("live", 1)))).isTrue();
        assertThat(removed("keep-generations")).isEqualTo(1201);
        assertThat(removed("keep-age")).isEqualTo(1);
        assertThat(registry.get("signalbox.livelog.kept.bytes").gauge().value()).isEqualTo(20);
    }

    @Test
    void oneThatCannotBeRemovedDoesNotKeepTheOthers() throws IOException {
        put("stuck", 1, 10, 62).put("loose", 1, 10, 61);
        // In place of its file: nothing deletes a directory with something in it.
        Files.createDirectories(files.path(new LogKey("stuck", 1)).resolve("something"));
        files.create(new LogKey("loose", 1)).close();

        assertThatThrownBy(() -> await(keeper(conf(Map.of("KEEP_AGE", "1h"))).once()))
                .hasMessageContaining("stuck");

        assertThat(await(sql.find("stuck", 1))).isPresent();
        assertThat(await(sql.find("loose", 1))).isEmpty();
        assertThat(Files.exists(files.path(new LogKey("loose", 1)))).isFalse();
    }

    @Test
    void aNumberThatCameAgainIsAnotherLog() throws IOException {
        put("again", 1, 10, 5);
        LogRow old = row("again");
        await(database.pool().query("delete from livelog").execute());
        put("again", 1, 20, 1);
        files.create(old.key()).close();

        assertThat(await(keeper(conf(Map.of())).remove(old))).isFalse();

        assertThat(row("again").bytes()).isEqualTo(20);
        assertThat(Files.exists(files.path(old.key()))).isTrue();
    }

    @Test
    void oneThatIsContinuedMeanwhileStays() throws IOException {
        put("continued", 1, State.BROKEN, 10, 5, NODE);
        LogRow broken = row("continued");
        files.create(broken.key()).close();
        await(sql.resume(broken.key(), broken.producer()));

        assertThat(await(keeper(conf(Map.of())).remove(broken))).isFalse();

        assertThat(row("continued").state()).isEqualTo(State.LIVE);
        assertThat(Files.exists(files.path(broken.key()))).isTrue();
    }

    @Test
    void theNumberOfOneThatIsBeingRemovedIsNotTaken() {
        put("going", 1, State.BROKEN, 10, 5, NODE);
        LogRow row = row("going");
        Promise<Void> file = Promise.promise();
        Promise<Void> begun = Promise.promise();

        Future<Boolean> removed = sql.remove(row, () -> {
            begun.complete();
            return file.future();
        });
        await(begun.future());
        LogRow next = await(sql.begin("going", row.producer(), NODE));
        file.complete();

        assertThat(next.key().generation()).isEqualTo(2);
        assertThat(await(removed)).isTrue();
        assertThat(await(sql.find("going", 1))).isEmpty();
        assertThat(row("going").key().generation()).isEqualTo(2);
    }

    private LogRow row(String stream) {
        return await(sql.find(stream, 0)).orElseThrow();
    }

    private double removed(String limit) {
        return registry.get("signalbox.livelog.removed")
                .tag("limit", limit)
                .counter()
                .count();
    }

    private List<String> surplus(Map<String, String> limits) {
        return surplus(limits, 1_000);
    }

    private List<String> surplus(Map<String, String> limits, int most) {
        return await(sql.surplus(NODE, conf(limits), NOW, most)).stream()
                .map(gone -> gone.row().key().stream() + " " + gone.row().key().generation() + " " + gone.limit())
                .toList();
    }

    private Keeper keeper(LivelogConf conf) {
        Workers workers = new Workers(vertx);
        Shelf shelf = new Shelf(conf, sql, files, workers, NODE);
        return new Keeper(conf, shelf, workers, new LivelogMeters(registry, shelf), () -> NOW);
    }

    private KeeperIT put(String stream, int generation, long bytes, int minutesAgo) {
        return put(stream, generation, State.DONE, bytes, minutesAgo, NODE);
    }

    private KeeperIT put(String stream, int generation, State state, long bytes, int minutesAgo, String node) {
        Instant ended = NOW.minus(Duration.ofMinutes(minutesAgo));
        await(database.pool()
                .preparedQuery("""
                        insert into livelog
                            (stream, generation, state, bytes, started, ended, producer, content_type, content_encoding,
                            node)
                        values ($1, $2, $3, $4, $5, $6, '', '', '', $7)
                        """)
                .execute(Tuple.of(
                        stream,
                        generation,
                        state.word(),
                        bytes,
                        ended.minusSeconds(60).atOffset(ZoneOffset.UTC),
                        state == State.LIVE ? null : ended.atOffset(ZoneOffset.UTC),
                        node)));
        return this;
    }

    private static LivelogConf conf(Map<String, String> limits) {
        Map<String, String> environment = new TreeMap<>();
        limits.forEach((name, value) -> environment.put("SIGNALBOX_LIVELOG_" + name, value));
        Settings settings = Samples.settings(environment);
        LivelogConf conf = LivelogConf.from(settings);
        assertThat(settings.mistakes()).isEmpty();
        return conf;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
