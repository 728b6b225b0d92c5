package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that stops while logs begin. */
class IntakeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Vertx vertx;
    private TestDatabase database;
    private Livelog livelog;
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        LivelogConf conf = LivelogConf.from(Samples.settings(Map.of()));
        livelog =
                ended(Livelog.open(vertx, conf, new LivelogSql(database.pool()), directory, new SimpleMeterRegistry()));
        server = ended(vertx.createHttpServer()
                .requestHandler(new PutPort(vertx, livelog.intake(), "127.0.0.1"))
                .listen(0, "127.0.0.1"));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() {
        client.close();
        ended(server.close());
        database.close();
        ended(vertx.close());
    }

    @Test
    void theEndWaitsForALogThatIsJustBeginning() {
        SqlConnection other = ended(database.pool().getConnection());
        ended(other.query("begin; lock table livelog in exclusive mode").execute());
        CompletableFuture<HttpResponse<String>> answer = put("early");
        await().atMost(PATIENCE).until(() -> beginning(database.pool()) == 1);

        Future<Void> stopped = livelog.stop();

        // Once the pool is closed nobody can take back what is live.
        assertThat(stopped.isComplete()).isFalse();
        ended(other.query("rollback").execute());
        ended(stopped);
        // Its few bytes may have been there already.
        assertThat(states() + " " + answer.join().statusCode()).isIn("[broken] 503", "[done] 201");
    }

    @Test
    void whatComesAfterwardsIsRefused() {
        ended(livelog.stop());

        assertThat(put("late").join().statusCode()).isEqualTo(503);
        assertThat(states()).isEmpty();
    }

    private CompletableFuture<HttpResponse<String>> put(String stream) {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/log/" + stream);
        return client.sendAsync(
                HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString("text")).build(), BodyHandlers.ofString());
    }

    private static long beginning(Pool pool) {
        return ended(pool.query("select count(*) from pg_stat_activity where datname = current_database()"
                                + " and wait_event_type = 'Lock' and query like 'insert into livelog%'")
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private List<String> states() {
        return ended(database.pool().query("select state from livelog").execute()).stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static <T> T ended(Future<T> future) {
        try {
            return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
