package dev.signalbox;

import static org.awaitility.Awaitility.await;

import dev.signalbox.db.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A node whose ports of live logs are known, with its clients; to be registered as an extension. It has a database of its
 * own on the server that all tests share, so that it starts quickly. Fails no test by being slow: the machine may be busy.
 */
public final class Livelogs implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final String TOKEN = "nobody.knows_this~token-1";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As for databases: below the ports that outgoing connections are given. */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 31_999;

    private final Map<String, String> settings;
    private final boolean shared;
    private Running running;

    private record Running(
            NodeProcess node, int putPort, int getPort, Path directory, Gate gate, TestDatabase database, Vertx vertx)
            implements AutoCloseable {

        @Override
        public void close() {
            node.close();
            gate.close();
            database.close();
            vertx.close().await();
            delete(directory);
        }
    }

    private Livelogs(Map<String, String> settings, boolean shared) {
        this.settings = settings;
        this.shared = shared;
    }

    /** One for all classes of a run that change nothing about it. JUnit ends it after the last. */
    static Livelogs shared() {
        return new Livelogs(Map.of(), true);
    }

    /** One for a class. */
    static Livelogs with(Map<String, String> settings) {
        return new Livelogs(settings, false);
    }

    /** One that a test ends itself. */
    static Livelogs started(Map<String, String> settings) {
        Livelogs logs = new Livelogs(settings, false);
        logs.running = logs.start();
        return logs;
    }

    void close() {
        running.close();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = shared
                ? context.getRoot()
                        .getStore(Namespace.create(Livelogs.class))
                        .computeIfAbsent(Livelogs.class, key -> start(), Running.class)
                : start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            System.err.println(context.getDisplayName() + ", its node:\n" + node().tail());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!shared) {
            running.close();
        }
    }

    NodeProcess node() {
        return running.node();
    }

    int putPort() {
        return running.putPort();
    }

    int getPort() {
        return running.getPort();
    }

    /** The way to its database. */
    Gate gate() {
        return running.gate();
    }

    /** How another node comes to the same database. */
    String databaseUrl() {
        return running.database().url();
    }

    /** Keeps a node from writing down that a log begins, ends or is removed, until it is released. */
    static final class Hold implements AutoCloseable {

        private final SqlConnection connection;
        private final Pool pool;
        private boolean released;

        private Hold(Pool pool) {
            this.pool = pool;
            this.connection = pool.getConnection().await();
            connection
                    .query("begin; lock table livelog in exclusive mode")
                    .execute()
                    .await();
        }

        /** Until so many statements that begin like this wait for it. */
        void awaitWaiting(String statement, int count) {
            await().atMost(PATIENCE)
                    .until(() -> number(
                                    pool,
                                    "select count(*) from pg_stat_activity where datname = current_database()"
                                            + " and wait_event_type = 'Lock' and query like '" + statement + "%'")
                            == count);
        }

        void release() {
            if (!released) {
                released = true;
                connection.query("rollback").execute().await();
                connection.close().await();
            }
        }

        @Override
        public void close() {
            release();
        }
    }

    Hold hold() {
        return new Hold(running.database().pool());
    }

    /** How many logs are live as the database has it, whether the node runs or not. */
    long live() {
        return number(running.database().pool(), "select count(*) from livelog where state = 'live'");
    }

    private static long number(Pool pool, String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong(0);
    }

    /** Where the bytes of a log are. */
    Path file(String stream, int generation) {
        return node().dataDir().resolve("livelog").resolve(stream).resolve(generation + ".log");
    }

    /** Begins a log on the PUT port; no stream for the original's own. */
    LogProducer put(String stream, String... headers) {
        return new LogProducer(Wire.to(putPort()), "/log" + (stream.isEmpty() ? "" : "/" + stream), headers);
    }

    /** Begins one, and returns once it can be read. */
    LogProducer live(String stream, String... headers) {
        int before = generation(stream);
        LogProducer producer = put(stream, headers);
        await().atMost(PATIENCE).until(() -> state(stream).equals("live") && generation(stream) > before);
        return producer;
    }

    /** Sends a whole log and returns once it is durable. */
    void done(String stream, byte[] bytes) {
        try (LogProducer producer = put(stream)) {
            LogProducer.Answer answer = (bytes.length == 0 ? producer : producer.write(bytes)).end();
            if (answer.status() != 201) {
                throw new AssertionError(answer.status() + " " + answer.text());
            }
        }
    }

    /** Reads a log on the GET port; no stream for the original's own. */
    LogReader get(String stream, String... headers) {
        return request("GET " + path(stream) + " HTTP/1.1", headers);
    }

    /** Any request on the GET port. */
    LogReader request(String line, String... headers) {
        return new LogReader(Wire.to(getPort()).request(line, headers));
    }

    /** One whose system takes as little as possible while it does not read itself. */
    LogReader stalled(String stream) {
        return new LogReader(Wire.to(getPort(), 4_096).request("GET " + path(stream) + " HTTP/1.1"));
    }

    static String path(String stream) {
        return "/log/" + TOKEN + (stream.isEmpty() ? "" : "/" + stream);
    }

    /** The latest generation as the node tells of it; empty when there is none. */
    JsonObject latest(String stream) {
        try (Http http = new Http()) {
            return new JsonObject(
                            http.get(node().uri("/api/livelogs?limit=1&stream=" + (stream.isEmpty() ? "log" : stream)))
                                    .body())
                    .getJsonArray("livelogs").stream()
                            .map(JsonObject.class::cast)
                            .findFirst()
                            .orElseGet(JsonObject::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String state(String stream) {
        return latest(stream).getString("state", "");
    }

    long bytes(String stream) {
        return latest(stream).getLong("bytes", 0L);
    }

    int generation(String stream) {
        return latest(stream).getInteger("generation", 0);
    }

    void awaitState(String stream, String state) {
        await().atMost(PATIENCE).until(() -> state(stream).equals(state));
    }

    /** A figure of {@code /metrics}. */
    double metric(String name) {
        try (Http http = new Http()) {
            return http.get(node().uri("/metrics"))
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no metric " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages of the events about a stream, oldest first. */
    List<String> events(String stream) {
        try (Http http = new Http()) {
            return http.events(node()).reversed().stream()
                    .filter(event -> event.getString("kind").equals("livelog"))
                    .filter(event -> event.getString("origin").equals(stream))
                    .map(event -> event.getString("message"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            int candidate = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
            try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Taken; another one is not.
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Running start() {
        try {
            Path directory = Files.createTempDirectory("signalbox-livelogs");
            Vertx vertx = Vertx.vertx();
            TestDatabase database = TestDatabase.fresh(vertx);
            URI server = URI.create(database.url());
            Gate gate = new Gate(freePort(), server.getPort());
            // As the original is started.
            Map<String, String> all = new TreeMap<>(Map.of(
                    "SIGNALBOX_DATABASE_URL", database.url().replace(":" + server.getPort(), ":" + gate.port()),
                    "LIVELOG_PUT_PORT", Integer.toString(freePort()),
                    "LIVELOG_GET_PORT", Integer.toString(freePort()),
                    "ACCESS_TOKEN", TOKEN));
            all.putAll(settings);
            return new Running(
                    NodeProcess.start(directory, all),
                    Integer.parseInt(all.get("LIVELOG_PUT_PORT")),
                    Integer.parseInt(all.get("LIVELOG_GET_PORT")),
                    directory,
                    gate,
                    database,
                    vertx);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
