package dev.signalbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The nodes of a test class, to be registered as an extension. In a field of the instance they end after each test, in a
 * static field after the last; when the test JVM ends, they end in any case. A failed test shows the end of their logs.
 */
public final class Nodes implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
    private final Thread lastResort = new Thread(this::close);
    private boolean shared;

    public Nodes() {
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Starts a node with its data and its log in this directory. */
    public NodeProcess start(Path directory) {
        return start(directory, Map.of());
    }

    /** @param settings by their names in the environment */
    public NodeProcess start(Path directory, Map<String, String> settings, String... arguments) {
        NodeProcess node = NodeProcess.start(directory, settings, arguments);
        nodes.add(node);
        return node;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            nodes.forEach(node -> System.err.println(context.getDisplayName() + ", its node:\n" + node.tail()));
        }
        if (!shared) {
            end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end();
    }

    private void end() {
        close();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private void close() {
        nodes.forEach(NodeProcess::close);
        nodes.clear();
    }
}
