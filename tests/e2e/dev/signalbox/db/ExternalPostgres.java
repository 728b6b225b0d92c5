package dev.signalbox.db;

import dev.signalbox.FirstStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A PostgreSQL that belongs to no node, for {@code database.url}: stopped and started at will, on one port. Blocking. Ends
 * with the test JVM if it was not closed.
 */
public final class ExternalPostgres implements AutoCloseable {

    /** As for the embedded one: below the ports that outgoing connections are given. */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 31_999;

    private final Postmaster postmaster;
    private final Cluster cluster;
    private final int port;
    private final Thread lastResort = new Thread(this::stop);

    /** Starts a new one with its files in this directory, which must not be there. */
    public ExternalPostgres(Path directory) throws IOException {
        FirstStart.copyTo(directory);
        Path binaries = PostgresBinaries.unpack(directory);
        PostgresTools tools = PostgresTools.in(binaries);
        PostgresHome home = PostgresHome.under(directory);
        cluster = Cluster.open(home, tools);
        postmaster = new Postmaster(home, binaries, tools);
        port = freePort();
        Runtime.getRuntime().addShutdownHook(lastResort);
        start();
        cluster.furnish(port);
    }

    public String url() {
        return cluster.url(port).text();
    }

    public void start() {
        postmaster.start(port);
    }

    public void stop() {
        postmaster.stop();
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private static int freePort() throws IOException {
        int candidate = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
        try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
