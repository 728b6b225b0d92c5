package dev.signalbox.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the embedded server again when it dies under a living node, as by the system's out-of-memory killer or on a
 * full disk, on the port it had, so that the pool finds it. Also keeps its log files few. Has a thread of its own.
 */
final class PostgresWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresWatch.class);

    /** Looking costs two small reads from /proc; at this pace an outage is over before most clients try again. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** A full disk is tried again this often at last: an operator who made room should not have to wait long. */
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private static final Duration PRUNE = Duration.ofMinutes(1);

    /** Of 8 MB each: enough to see what went before a crash. */
    private static final int LOG_FILES = 5;

    private final Postmaster postmaster;
    private final int port;
    private final Path logs;
    private final Thread thread;
    private volatile boolean ended;

    private PostgresWatch(Postmaster postmaster, int port, Path logs) {
        this.postmaster = postmaster;
        this.port = port;
        this.logs = logs;
        thread = Thread.ofPlatform().daemon().name("signalbox-postgres-watch").unstarted(this::watch);
    }

    static PostgresWatch over(Postmaster postmaster, int port, Path logs) {
        PostgresWatch watch = new PostgresWatch(postmaster, port, logs);
        watch.thread.start();
        return watch;
    }

    /** Ends the watch. A start that is under way is given up; when this returns, nothing starts the server any more. */
    void end() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        long pruned = System.nanoTime() - PRUNE.toNanos();
        while (pause(LOOK)) {
            if (postmaster.running() == null) {
                revive();
            }
            if (System.nanoTime() - pruned >= PRUNE.toNanos()) {
                pruned = System.nanoTime();
                prune();
            }
        }
    }

    private void revive() {
        LOGGER.atError().addKeyValue("port", port).log("PostgreSQL died, starting it again");
        Duration backoff = LOOK;
        do {
            try {
                postmaster.start(port);
                LOGGER.atInfo().addKeyValue("port", port).log("PostgreSQL is back");
                return;
            } catch (DatabaseException e) {
                if (!ended) {
                    LOGGER.atError().addKeyValue("cause", e.getMessage()).log("PostgreSQL is still down");
                }
            }
            if (postmaster.running() != null) {
                return;
            }
            backoff =
                    backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) < 0 ? backoff.multipliedBy(2) : LONGEST_BACKOFF;
        } while (pause(backoff));
    }

    private void prune() {
        try (Stream<Path> files = Files.list(logs)) {
            List<Path> newestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path old : newestFirst.subList(Math.min(LOG_FILES, newestFirst.size()), newestFirst.size())) {
                Files.delete(old);
            }
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("cause", e).log("old PostgreSQL logs not removed");
        }
    }

    /** Waits; false once the watch has ended. */
    private boolean pause(Duration duration) {
        if (!ended) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                ended = true;
            }
        }
        return !ended;
    }
}
