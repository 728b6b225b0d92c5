package dev.signalbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** Where parts are measured: gives each its nodes and its numbers, and clears away what they leave. */
final class Lab implements AutoCloseable {

    private final Path home;
    private final Path work;
    private final boolean quick;
    private Node node;
    private boolean closed;

    /**
     * @param home the repository
     * @param work deleted at the end
     */
    Lab(Path home, Path work, boolean quick) {
        this.home = home;
        this.work = work;
        this.quick = quick;
    }

    Path home() {
        return home;
    }

    /** For files; deleted at the end. */
    Path work() {
        return work;
    }

    /** The first number, or the second in a quick run. */
    int pick(int full, int quickly) {
        return quick ? quickly : full;
    }

    /** A new node with nothing in it, ready. */
    Node freshNode() throws IOException, InterruptedException {
        return freshNode(Map.of());
    }

    /** The same with settings other than the defaults, by their names in the environment. */
    Node freshNode(Map<String, String> settings) throws IOException, InterruptedException {
        stopNode();
        delete(data());
        return startNode(0, settings);
    }

    /** A node with what the last one left. */
    Node startNode(int port) throws IOException, InterruptedException {
        return startNode(port, Map.of());
    }

    private Node startNode(int port, Map<String, String> settings) throws IOException {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("stopped");
            }
            node = Node.launch(home, data(), port, settings);
        }
        node.awaitReady();
        return node;
    }

    synchronized void stopNode() {
        if (node != null) {
            node.stop();
            node = null;
        }
    }

    /** What a user has who starts for the very first time: no data, no class archive. */
    void forget() throws IOException {
        stopNode();
        delete(data());
        Files.deleteIfExists(home.resolve("target/signalbox.jsa"));
    }

    @Override
    public synchronized void close() {
        // A part that runs into what a signal ended must not start the next node behind our back.
        closed = true;
        stopNode();
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
        delete(work);
    }

    private Path data() {
        return work.resolve("data");
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
