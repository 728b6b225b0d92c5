package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Fault;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kill leaves behind, and what the next start makes of it. */
class RecoveryIT {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path dataDir;

    private final PostgresHome home = PostgresHome.under(dataDir);
    private @Nullable Database database;

    @AfterEach
    void closeDatabase() throws Exception {
        if (database != null) {
            DatabaseIT.close(database);
        }
        assertThat(serverPid()).as("server left running").isZero();
    }

    @AfterAll
    static void closeVertx() throws Exception {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void aServerThatOutlivedItsNodeIsTakenOver() throws Exception {
        killANode();
        long pid = serverPid();

        Database next = open();

        assertThat(pid).isNotZero();
        assertThat(serverPid()).isEqualTo(pid);
        assertThat(DatabaseIT.value(next.pool(), "select 1")).isEqualTo(1);
    }

    @Test
    void theServerIsInASessionOfItsOwnWhereNoTerminalReachesIt() throws Exception {
        open();

        assertThat(sessionOf(serverPid())).isEqualTo(serverPid());
    }

    @Test
    void aServerWithOtherSettingsIsReplaced() throws Exception {
        killANode();
        long pid = serverPid();
        Files.writeString(home.settings(), Files.readString(home.settings()) + "# of an older version\n");

        open();

        assertThat(serverPid()).isNotEqualTo(pid).isNotZero();
    }

    @Test
    void aServerThatDoesNotTakeOurPasswordIsNotTakenOver() throws Exception {
        killANode();
        long pid = serverPid();
        String password = Files.readString(home.password());
        Files.writeString(home.password(), "another");

        assertThat(failureOf(this::open))
                .contains("refuses its administrator", home.password().toString());

        Files.writeString(home.password(), password);
        open();
        assertThat(serverPid()).isNotEqualTo(pid);
    }

    @Test
    void nothingCommittedIsLostWhenNodeAndServerAreKilled() throws Exception {
        DatabaseIT.value(open().pool(), "create table survivors as select 42 as answer");
        closeDatabase();
        killANode();
        killServer();

        assertThat(DatabaseIT.value(open().pool(), "select answer from survivors"))
                .isEqualTo(42);
    }

    @Test
    void aPidFileThatNamesAStrangerDoesNotKeepTheServerDown() throws Exception {
        open();
        closeDatabase();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.write(
                    home.pidFile(),
                    List.of(
                            Long.toString(stranger.pid()),
                            home.cluster().toString(),
                            "1700000000",
                            "15999",
                            "",
                            "127.0.0.1",
                            "  1234567         0",
                            "ready   "));

            assertThat(DatabaseIT.value(open().pool(), "select 1")).isEqualTo(1);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aFirstStartThatWasKilledHalfwayIsDoneAgain(@TempDir Path fresh) throws Exception {
        Files.createDirectories(fresh.resolve("postgresql.part/cluster/base"));
        Files.createDirectories(fresh.resolve("postgresql-18.6.0.part/bin"));
        Files.writeString(fresh.resolve("postgresql-18.6.0.part/bin/postgres"), "half");
        Files.createDirectories(fresh.resolve("postgresql-17.5.0/bin"));

        Database first = Database.open(VERTX, DatabaseIT.conf(null), fresh).await(60, TimeUnit.SECONDS);

        assertThat(DatabaseIT.value(first.pool(), "select 1")).isEqualTo(1);
        DatabaseIT.close(first);
        try (var left = Files.list(fresh)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains("lock", "postgresql")
                    .noneMatch(name -> name.endsWith(".part") || name.contains("17.5"))
                    .hasSize(3);
        }
    }

    @Test
    void aServerThatDiesIsStartedAgainAndThePoolFindsIt() throws Exception {
        Database open = open();
        DatabaseIT.value(open.pool(), "create table outage as select 1 as row");

        killServer();

        await().atMost(Duration.ofSeconds(30)).until(() -> serverPid() != 0);
        await().atMost(Duration.ofSeconds(30)).until(() -> answersOrIsUnavailable(open.pool()));
        assertThat(DatabaseIT.value(open.pool(), "select count(*)::int from outage"))
                .isEqualTo(1);
    }

    /** True once it answers; until then every failure must say "unavailable" and nothing else. */
    private static boolean answersOrIsUnavailable(Pool pool) {
        Throwable cause = causeOf(() -> DatabaseIT.value(pool, "select 1"));
        if (cause != null) {
            assertThat(SqlFaults.translate(cause).fault()).isInstanceOf(Fault.Unavailable.class);
        }
        return cause == null;
    }

    private Database open() throws Exception {
        database = Database.open(VERTX, DatabaseIT.conf(null), dataDir).await(60, TimeUnit.SECONDS);
        return database;
    }

    private static void killANode() throws Exception {
        try (OtherNode node = OtherNode.start(dataDir)) {
            assertThat(node.answer()).isEqualTo("open");
            node.kill();
        }
    }

    private void killServer() {
        long pid = serverPid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() -> serverPid() != pid);
    }

    /** The number of the living server process, or 0. */
    private long serverPid() {
        PidFile file = PidFile.read(home.pidFile());
        return file != null && file.servesFrom(home.cluster()) ? file.pid() : 0;
    }

    /** The sixth word of the process's stat; the second, in parentheses, may hold spaces. */
    private static long sessionOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
    }

    private static String failureOf(Attempt attempt) {
        Throwable cause = causeOf(attempt);
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private static @Nullable Throwable causeOf(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (Throwable cause) {
            return cause;
        }
    }

    private interface Attempt {
        void run() throws Exception;
    }
}
