package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node as a user starts it, and what the system knows about its processes. */
final class Node {

    private static final String READY = "signalbox ready ";

    private static final String SUMMARISED = "select coalesce(sum(events), 0) from event_block";

    /** Events in a run that is summarised as a whole. */
    private static final int RUN = 2_048;

    private static final String TOKEN = "bench";

    private final Process process;
    private final Path data;
    private final int putPort;
    private final int getPort;
    private String url = "";

    private Node(Process process, Path data, int putPort, int getPort) {
        this.process = process;
        this.data = data;
        this.putPort = putPort;
        this.getPort = getPort;
    }

    /**
     * @param port 0 for a free one
     * @param settings by their names in the environment, beside the defaults
     */
    static Node launch(Path home, Path data, int port, Map<String, String> settings) throws IOException {
        int putPort = freePort();
        int getPort = freePort();
        ProcessBuilder builder = new ProcessBuilder(home.resolve("signalbox").toString()).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SIGNALBOX_"));
        builder.environment().put("SIGNALBOX_DATA_DIR", data.toString());
        builder.environment().put("SIGNALBOX_HTTP_PORT", Integer.toString(port));
        builder.environment().put("SIGNALBOX_LIVELOG_PUT_PORT", Integer.toString(putPort));
        builder.environment().put("SIGNALBOX_LIVELOG_GET_PORT", Integer.toString(getPort));
        builder.environment().put("SIGNALBOX_LIVELOG_ACCESS_TOKEN", TOKEN);
        builder.environment().putAll(settings);
        builder.redirectError(data.resolveSibling("node.log").toFile());
        return new Node(builder.start(), data, putPort, getPort);
    }

    void awaitReady() throws IOException {
        String line = process.inputReader().readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("the node did not start: " + Files.readString(data.resolveSibling("node.log")));
        }
        url = line.substring(READY.length());
    }

    /** Of the node's root, without a slash at its end. */
    String url() {
        return url;
    }

    int port() {
        return URI.create(url).getPort();
    }

    /** Where live logs are sent. */
    int putPort() {
        return putPort;
    }

    /** Where live logs are read. */
    int getPort() {
        return getPort;
    }

    /** Under which readers find a live log. */
    static String logPath(String stream) {
        return "/log/" + TOKEN + "/" + stream;
    }

    /** Where the node keeps the first generation of a live log. */
    Path logFile(String stream) {
        return data.resolve("livelog").resolve(stream).resolve("1.log");
    }

    /** A port that nobody had a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** MB (10^6 bytes) of memory that the JVM has now. */
    double residentMb() {
        return Proc.statusMb(process.pid(), "VmRSS");
    }

    /** MB (10^6 bytes) of memory that the JVM had at most so far. */
    double peakMb() {
        return Proc.statusMb(process.pid(), "VmHWM");
    }

    /** MB (10^6 bytes) of memory of the database; what its processes share is counted once. */
    double databaseMb() throws IOException {
        return Proc.proportionalMb(postmaster());
    }

    CpuSeconds cpu() throws IOException {
        return new CpuSeconds(Proc.ownSeconds(process.pid()), Proc.familySeconds(postmaster()));
    }

    /** CPU seconds used so far. */
    record CpuSeconds(double node, double database) {

        CpuSeconds since(CpuSeconds earlier) {
            return new CpuSeconds(node - earlier.node, database - earlier.database);
        }
    }

    /** How many events the store holds, asked of the database itself. */
    long stored() throws IOException {
        return number("select count(*) from event");
    }

    /**
     * Waits until the node has summarised its events for searches, all but a rest smaller than a run of them, or else
     * until it makes no progress. It does so a minute after they came, behind everything else.
     *
     * @return how many events are summarised
     */
    long awaitSummaries(Duration patience) throws IOException, InterruptedException {
        long all = stored();
        long summarised = number(SUMMARISED);
        long giveUp = System.nanoTime() + patience.toNanos();
        while (all - summarised >= RUN && System.nanoTime() < giveUp) {
            Thread.sleep(1_000);
            long before = summarised;
            summarised = number(SUMMARISED);
            giveUp = summarised > before ? System.nanoTime() + patience.toNanos() : giveUp;
        }
        return summarised;
    }

    /** What a query gives, in the database itself. */
    long number(String sql) throws IOException {
        try (Connection connection = database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** The node's own database, as the node sees it. */
    Connection database() throws IOException {
        String password = Files.readString(data.resolve("postgresql/password")).strip();
        String port = pidFile().get(3).strip();
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/signalbox", "signalbox", password);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Stops it as Ctrl-C does, and insists after a while. The database does not survive that either. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (Files.exists(data.resolve("postgresql/cluster/postmaster.pid"))) {
                ProcessHandle.of(postmaster()).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException | IOException e) {
            process.destroyForcibly();
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(pidFile().getFirst().strip());
    }

    private List<String> pidFile() throws IOException {
        return Files.readAllLines(data.resolve("postgresql/cluster/postmaster.pid"));
    }
}
