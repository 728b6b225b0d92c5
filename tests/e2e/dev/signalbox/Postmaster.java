package dev.signalbox;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** The server process of an embedded database, seen from outside; at each call whichever serves the directory then. */
final class Postmaster {

    private static final Duration END = Duration.ofSeconds(10);

    /** Of the file in which the server says who and where it is. */
    private static final int PORT_LINE = 3;

    private final Path cluster;

    Postmaster(Path dataDir) {
        cluster = dataDir.resolve("postgresql").resolve("cluster");
    }

    boolean runs() {
        return pid() != 0;
    }

    /** 0 when none lives. */
    long pid() {
        try (Stream<String> lines = Files.lines(cluster.resolve("postmaster.pid"))) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow().trim());
            // A process that died but was not waited for works nowhere, while the process table still has it.
            return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), cluster) ? pid : 0;
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            return 0;
        }
    }

    /** Takes the server and all its helpers off the processors: they hold their connections, and answer nothing. */
    void freeze() {
        long[] pids = family();
        Signals.send("STOP", pids);
        // What it forked in between.
        Signals.send("STOP", family());
    }

    void thaw() {
        Signals.send("CONT", family());
    }

    /** Kills the server alone, without a word to its helpers, which end by themselves once they notice. */
    void kill9() {
        Signals.send("KILL", pid());
    }

    /** Ends it without leaving shared memory behind, and by force if that takes too long. */
    void end() {
        long[] pids = family();
        if (pids.length == 0) {
            return;
        }
        Signals.send("QUIT", pids[0]);
        Signals.send("CONT", pids);
        try {
            await().atMost(END).until(() -> !runs());
        } catch (ConditionTimeoutException e) {
            Signals.send("KILL", pids);
        }
    }

    /** A connection of its own to the database of the node, with all that the node may do there. */
    Connection connect() {
        try {
            String port = Files.readAllLines(cluster.resolve("postmaster.pid")).get(PORT_LINE);
            String password = Files.readString(cluster.resolveSibling("password"));
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port.strip() + "/signalbox", "signalbox", password.strip());
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long[] family() {
        long pid = pid();
        if (pid == 0) {
            return new long[0];
        }
        LongStream helpers = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), helpers).toArray();
    }
}
