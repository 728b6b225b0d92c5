package dev.signalbox.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process of one cluster: found, started, stopped. Remembers nothing; the truth is in the process table and
 * in the cluster's own pid file. Blocking; one thread at a time.
 */
final class Postmaster {

    private static final Logger LOGGER = LoggerFactory.getLogger(Postmaster.class);

    /** Replaying 2 GB of log after a power cut, on a slow disk. */
    private static final Duration START = Duration.ofMinutes(2);

    /** A fast shutdown writes out at most the 256 MB of shared buffers; the node as a whole must stop in 10 s. */
    private static final Duration FAST_STOP = Duration.ofSeconds(7);

    /** An immediate shutdown writes nothing; the next start replays the log instead. */
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(3);

    private final PostgresHome home;
    private final Path binaries;
    private final PostgresTools tools;

    Postmaster(PostgresHome home, Path binaries, PostgresTools tools) {
        this.home = home;
        this.binaries = binaries;
        this.tools = tools;
    }

    /** What the living server of this cluster wrote about itself, or null if none lives. */
    @Nullable
    PidFile running() {
        PidFile found = PidFile.read(home.pidFile());
        return found != null && found.servesFrom(home.cluster()) ? found : null;
    }

    /**
     * Starts the server in a session of its own, so that neither Ctrl-C nor the end of the node reaches it.
     *
     * @throws DatabaseException with the server's own words if it does not come up
     */
    void start(int port) {
        try {
            forgetStranger();
            PostgresSettings.write(home, binaries);
            Files.deleteIfExists(home.startLog());
        } catch (IOException e) {
            throw new DatabaseException("PostgreSQL cannot be started: " + e, e);
        }
        try {
            pgCtl(START, "start", "--log=" + home.startLog(), "--options=-p " + port);
        } catch (DatabaseException e) {
            throw new DatabaseException(
                    "PostgreSQL does not start: " + PostgresTools.lastLines(home.startLog()) + " (" + e.getMessage()
                            + "); its log is in " + home.logs(),
                    e);
        }
    }

    /** Stops the server, if one runs: connections are cut, what was committed stays. Bounded by 10 seconds. */
    void stop() {
        if (running() == null) {
            return;
        }
        try {
            pgCtl(FAST_STOP, "stop", "--mode=fast");
        } catch (DatabaseException e) {
            LOGGER.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("PostgreSQL did not stop in time, stopping it at once");
            pgCtl(IMMEDIATE_STOP, "stop", "--mode=immediate");
        }
    }

    private void pgCtl(Duration limit, String action, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = action;
        arguments[1] = "--pgdata=" + home.cluster();
        arguments[2] = "--wait";
        arguments[3] = "--timeout=" + limit.toSeconds();
        System.arraycopy(options, 0, arguments, 4, options.length);
        tools.run("pg_ctl", limit.plusSeconds(2), arguments);
    }

    /**
     * Removes a pid file whose number now belongs to a process that is not our server. PostgreSQL cannot tell and would
     * refuse to start; a file whose process is gone it judges better itself, together with its shared memory.
     */
    private void forgetStranger() throws IOException {
        PidFile found = PidFile.read(home.pidFile());
        if (found != null
                && !found.servesFrom(home.cluster())
                && ProcessHandle.of(found.pid()).isPresent()) {
            LOGGER.atInfo().addKeyValue("pid", found.pid()).log("stale postmaster.pid removed");
            Files.delete(home.pidFile());
        }
    }
}
