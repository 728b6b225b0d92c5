package dev.signalbox.db;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A second JVM that opens a database and keeps it, to be killed. */
final class OtherNode implements AutoCloseable {

    private final Process process;

    private OtherNode(Process process) {
        this.process = process;
    }

    /** Runs in the other JVM: says what came of it, then waits for its end. */
    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Database.open(vertx, DatabaseIT.conf(null), Path.of(arguments[0])).await(60, TimeUnit.SECONDS);
            System.out.println("open");
        } catch (DatabaseException e) {
            System.out.println("refused: " + e.getMessage());
        }
        new CountDownLatch(1).await();
    }

    static OtherNode start(Path dataDir) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherNode.class.getName(),
                        dataDir.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new OtherNode(process);
    }

    /** What it said first that is not a line of its log. */
    String answer() throws IOException {
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("open") && !line.startsWith("refused")) {
            line = output.readLine();
        }
        return String.valueOf(line);
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
