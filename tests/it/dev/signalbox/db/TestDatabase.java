package dev.signalbox.db;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A migrated, empty database of its own for one test class, on a real embedded PostgreSQL that all test classes of a
 * JVM share. The server is started by the first test that asks and stopped with the JVM; one that a killed test run
 * left behind is taken over.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseConf conf;
    private final Pool pool;

    private TestDatabase(DatabaseConf conf, Pool pool) {
        this.conf = conf;
        this.pool = pool;
    }

    /** Makes a database and opens a pool to it. Blocking. */
    public static TestDatabase fresh(Vertx vertx) {
        return fresh(vertx, 4);
    }

    /** With this many connections: with one, all statements run on the same. */
    public static TestDatabase fresh(Vertx vertx, int connections) {
        String name = "test_" + COUNT.incrementAndGet();
        DatabaseUrl url = Server.RUNNING.url().withDatabase(name);
        Server.administer("create database " + name + " template migrated owner signalbox");
        DatabaseConf conf = new DatabaseConf(url, connections, 1000, Duration.ofSeconds(3), Duration.ofSeconds(10));
        return new TestDatabase(conf, Pools.open(vertx, conf, url));
    }

    public Pool pool() {
        return pool;
    }

    /** For {@code database.url}: lets a whole node run on this database. */
    public String url() {
        return Server.RUNNING.url().withDatabase(name()).text();
    }

    public DatabaseConf conf() {
        return conf;
    }

    /** Closes the pool and drops the database, whoever else is still connected to it. Blocking. */
    @Override
    public void close() {
        try {
            pool.close().await(5, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the pool does not close", e);
        }
        Server.administer("drop database " + name() + " with (force)");
    }

    private String name() {
        DatabaseUrl url = conf.url();
        return url == null ? "" : url.database();
    }

    /** The one server of this JVM; the class loader makes sure that there is one. */
    private static final class Server {

        /** As many test runs may use one build directory at a time. */
        private static final int DIRECTORIES = 8;

        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            for (int number = 0; number < DIRECTORIES; number++) {
                Path directory = Path.of("target", "test-database-" + number);
                DataLock lock = lock(directory);
                if (lock != null) {
                    EmbeddedPostgres server = EmbeddedPostgres.start(directory);
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, lock)));
                    makeTemplate(server);
                    return server;
                }
            }
            throw new IllegalStateException("all directories for test databases are in use");
        }

        static void administer(String... commands) {
            administer(RUNNING, commands);
        }

        private static void administer(EmbeddedPostgres server, String... commands) {
            try (Connection admin = Jdbc.connect(server.admin())) {
                for (String command : commands) {
                    Jdbc.run(admin, command);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static @Nullable DataLock lock(Path directory) {
            try {
                return DataLock.take(directory);
            } catch (DatabaseException e) {
                return null;
            }
        }

        private static void makeTemplate(EmbeddedPostgres server) {
            for (String leftOver : leftOvers(server)) {
                administer(server, "drop database " + leftOver + " with (force)");
            }
            administer(server, "create database migrated owner signalbox");
            Migrations.run(server.url().withDatabase("migrated"));
        }

        private static List<String> leftOvers(EmbeddedPostgres server) {
            String names = "select string_agg(datname, ',') from pg_database where datname ~ '^(test_|migrated)'";
            try (Connection admin = Jdbc.connect(server.admin())) {
                String found = Jdbc.value(admin, names);
                return found == null ? List.of() : List.of(found.split(",", -1));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void stop(EmbeddedPostgres server, DataLock lock) {
            server.stop();
            lock.close();
        }
    }
}
