package dev.signalbox.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's own PostgreSQL, its data under the data directory. Outlives the node that started it if that node is
 * killed; the next one takes it over. Blocking; used by one thread at a time, on behalf of whoever holds the
 * {@link DataLock}.
 *
 * <p>Only the programs are zonky's. Its class EmbeddedPostgres serves tests: it starts the server with fsync off and
 * without a password, in our process group (Ctrl-C would stop the database before the node), kills it from a JVM
 * shutdown hook while the node still drains, and cannot take over a server that a killed node left running.
 */
final class EmbeddedPostgres {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /**
     * Ports below the range from which Linux picks the near end of outgoing connections (32768 and up). Within it, our
     * own attempts to reach a stopped server could by chance connect to themselves and keep the port from the server
     * for good.
     */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 31_999;

    /**
     * A port may be taken between our look and the server's, and the last processes of a killed server may hold its
     * shared memory for a moment. What lasts longer than these attempts is something else.
     */
    private static final int START_ATTEMPTS = 6;

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(400);

    /** How long a server found starting, perhaps replaying its log, may take before it is stopped and started anew. */
    private static final Duration READY = Duration.ofSeconds(60);

    private static final Duration READY_CHECK = Duration.ofMillis(50);

    private final Cluster cluster;
    private final Postmaster postmaster;
    private final Running running;
    private final String version;
    private final PostgresWatch watch;

    private EmbeddedPostgres(
            Cluster cluster, Postmaster postmaster, Running running, String version, PostgresWatch watch) {
        this.cluster = cluster;
        this.postmaster = postmaster;
        this.running = running;
        this.version = version;
        this.watch = watch;
    }

    /**
     * Starts the server, or takes over the one that an earlier node left running.
     *
     * @throws DatabaseException if there is none in the end; then none is left running either
     */
    static EmbeddedPostgres start(Path dataDir) {
        PostgresHome home = PostgresHome.under(dataDir);
        Path binaries = PostgresBinaries.unpack(dataDir);
        PostgresTools tools = PostgresTools.in(binaries);
        Cluster cluster = Cluster.open(home, tools);
        Postmaster postmaster = new Postmaster(home, binaries, tools);
        int found = PostgresSettings.unchanged(home, binaries) ? portOfRunning(postmaster, cluster) : 0;
        Running running = found == 0 ? new Running(start(postmaster), false) : new Running(found, true);
        String version = furnish(cluster, postmaster, running.port());
        PostgresBinaries.removeOthers(binaries);
        LOGGER.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("port", running.port())
                .log(running.adopted() ? "running PostgreSQL taken over" : "PostgreSQL started");
        PostgresWatch watch = PostgresWatch.over(postmaster, running.port(), home.logs());
        return new EmbeddedPostgres(cluster, postmaster, running, version, watch);
    }

    DatabaseUrl url() {
        return cluster.url(running.port());
    }

    /** The administrator's way in, in the database {@code postgres}. */
    DatabaseUrl admin() {
        return cluster.admin(running.port());
    }

    String version() {
        return version;
    }

    /** Ends the watch over the server, then the server. Bounded by about 10 seconds. */
    void stop() {
        watch.end();
        postmaster.stop();
    }

    /** The port of a running server that is ours in every respect, or 0. */
    private static int portOfRunning(Postmaster postmaster, Cluster cluster) {
        long giveUp = System.nanoTime() + READY.toNanos();
        PidFile found = postmaster.running();
        while (found != null && !found.ready() && System.nanoTime() < giveUp) {
            pause(READY_CHECK);
            found = postmaster.running();
        }
        return found != null && found.ready() && cluster.isServedOn(found.port()) ? found.port() : 0;
    }

    private static String furnish(Cluster cluster, Postmaster postmaster, int port) {
        try {
            return cluster.furnish(port);
        } catch (DatabaseException e) {
            postmaster.stop();
            throw e;
        }
    }

    private static int start(Postmaster postmaster) {
        DatabaseException last = new DatabaseException("PostgreSQL was not started");
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            postmaster.stop();
            int free = freePort();
            try {
                postmaster.start(free);
                return free;
            } catch (DatabaseException e) {
                last = e;
                pause(BETWEEN_ATTEMPTS);
            }
        }
        throw last;
    }

    private static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Taken; another one then.
            }
        }
        throw new DatabaseException("no free port for PostgreSQL from " + FIRST_PORT + " to " + LAST_PORT);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("the start of PostgreSQL was interrupted", e);
        }
    }

    /** The server as it was found or made. */
    private record Running(int port, boolean adopted) {}
}
