package dev.signalbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The built node as a process of its own, on a directory that outlives it: started, killed, stopped, started again. One
 * test thread. Tests get theirs from {@link Nodes}, which ends what they leave running.
 */
public final class NodeProcess implements AutoCloseable {

    /** A node on another disk begins with nothing: it unpacks PostgreSQL and makes a database, perhaps beside other work. */
    private static final Duration START = Duration.ofMinutes(2);

    /** More than the ten seconds of the contract: a test that checks them should not depend on how we wait. */
    private static final Duration END = Duration.ofSeconds(30);

    private static final String DATA_DIR = "SIGNALBOX_DATA_DIR";
    private static final String READY = "signalbox ready ";
    private static final int TAIL_LINES = 40;

    private final Path directory;
    private final Map<String, String> settings;
    private final String[] arguments;
    private Process process;
    private URI uri;

    private NodeProcess(Path directory, Map<String, String> settings, String... arguments) {
        this.directory = directory;
        this.arguments = arguments;
        this.settings = new TreeMap<>(settings);
    }

    /**
     * Starts a node and waits until it is ready. Its data directory is the one that a first start left behind, unless the
     * settings name one.
     *
     * @param directory for its data and its log
     * @param settings by their names in the environment, such as {@code SIGNALBOX_DATABASE_URL}
     * @param arguments of the command line
     */
    static NodeProcess start(Path directory, Map<String, String> settings, String... arguments) {
        NodeProcess node = new NodeProcess(directory, settings, arguments);
        if (!settings.containsKey(DATA_DIR)) {
            FirstStart.copyTo(node.dataDir());
        }
        node.start("0");
        return node;
    }

    /** Where it answers, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /** The address of a path, which may have a query. */
    public URI uri(String path) {
        return URI.create(uri + path);
    }

    public long pid() {
        return process.pid();
    }

    public Path dataDir() {
        return Path.of(settings.getOrDefault(DATA_DIR, directory.resolve("data").toString()));
    }

    /** Everything it wrote to standard error, over all its starts. */
    public Path log() {
        return directory.resolve("stderr.log");
    }

    /** The server process of its embedded database, which may outlive it. */
    public Postmaster postmaster() {
        return new Postmaster(dataDir());
    }

    /** What is in memory of the process, its heap and its threads. */
    public long residentBytes() {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
            String line =
                    status.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again on the same data; it must have ended. */
    public void restart() {
        start("0");
    }

    /** Starts it again where its clients know it. */
    public void restartOnSamePort() {
        start(Integer.toString(uri.getPort()));
    }

    /** Ends it as a power cut would, and returns when it is gone. Its PostgreSQL stays. */
    public void kill9() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Asks it to end, as {@code systemctl stop} does, and returns its exit code. */
    public int terminate() {
        signal("TERM");
        return awaitExit();
    }

    public void signal(String name) {
        Signals.send(name, process.pid());
    }

    /** The exit code, once it has ended. */
    public int awaitExit() {
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the node did not end within " + END + "\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end of its log. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** Ends it and its database, in whatever state they are. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
        postmaster().end();
    }

    private void start(String port) {
        try {
            Files.createDirectories(directory);
            Map<String, String> environment = new TreeMap<>(settings);
            environment.put("SIGNALBOX_HTTP_PORT", port);
            if (!environment.containsKey("LIVELOG_PUT_PORT")) {
                environment.putIfAbsent("SIGNALBOX_LIVELOG_PUT_PORT", "0");
                environment.putIfAbsent("SIGNALBOX_LIVELOG_GET_PORT", "0");
            }
            environment.put(DATA_DIR, dataDir().toString());
            process = Command.node(environment, arguments)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        uri = awaitReady();
    }

    private URI awaitReady() {
        CompletableFuture<URI> ready = new CompletableFuture<>();
        // Not a virtual one: reading a pipe takes a carrier of all virtual threads, of which there are as few as
        // processors.
        Thread.ofPlatform().daemon().start(() -> read(ready));
        try {
            return ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new AssertionError("the node did not become ready\n" + tail(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads to the end, so that a node which says more never waits for us. */
    private void read(CompletableFuture<URI> ready) {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length())));
                }
            }
            ready.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
