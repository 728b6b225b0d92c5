package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database as a node opens it, one after the other on one data directory. */
class DatabaseIT {

    private static final Vertx VERTX = Vertx.vertx();

    /** The space is there to be quoted. */
    @TempDir(factory = SpacedDirectory.class)
    static Path dataDir;

    private @Nullable Database database;

    @AfterEach
    void closeDatabase() throws Exception {
        if (database != null) {
            close(database);
        }
    }

    @AfterAll
    static void closeVertx() throws Exception {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasStoredIsThereAfterARestart() throws Exception {
        Database first = open();
        value(first.pool(), "create table kept as select 'here' as word");
        close(first);

        Database second = open();

        assertThat(value(second.pool(), "select word from kept")).isEqualTo("here");
    }

    @Test
    void itSaysWhatItIsWithoutSecrets() throws Exception {
        Database open = open();

        assertThat(open.describe()).startsWith("embedded PostgreSQL 18.");
        assertThat(open.url().toString()).doesNotContain(open.url().password());
    }

    @Test
    void aCommitIsDurable() throws Exception {
        Pool pool = open().pool();

        assertThat(value(pool, "show fsync")).isEqualTo("on");
        assertThat(value(pool, "show synchronous_commit")).isEqualTo("on");
        assertThat(value(pool, "show full_page_writes")).isEqualTo("on");
        assertThat(value(pool, "show data_checksums")).isEqualTo("on");
        assertThat(value(pool, "show jit")).isEqualTo("off");
    }

    @Test
    void theServerUnderstandsEverySettingItIsGiven() throws Exception {
        DatabaseUrl url = open().url();
        DatabaseUrl admin = new DatabaseUrl(url.host(), url.port(), "postgres", "postgres", url.password(), Map.of());

        try (Connection connection = Jdbc.connect(admin)) {
            assertThat(Jdbc.value(
                            connection,
                            "select count(*) from pg_file_settings where error is not null or not applied"
                                    + " and sourcefile like '%signalbox.conf'"))
                    .isEqualTo("0");
            assertThat(Jdbc.value(connection, "select count(*) from pg_hba_file_rules"))
                    .isEqualTo("1");
        }
    }

    @Test
    void caseIsIgnoredInAllScripts() throws Exception {
        assertThat(value(open().pool(), "select 'ÉTÉ Привет' ilike '%été привет%'"))
                .isEqualTo(true);
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        DatabaseUrl url = open().url();

        assertThatThrownBy(() ->
                        connect(new DatabaseUrl(url.host(), url.port(), "postgres", "postgres", "", url.options())))
                .hasMessageContaining("password");
        assertThatThrownBy(() ->
                        connect(new DatabaseUrl(url.host(), url.port(), "signalbox", "signalbox", "x", url.options())))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void theNodeIsNoSuperuserAndItsFilesAreItsOwn() throws Exception {
        Database open = open();

        assertThat(value(open.pool(), "select rolsuper from pg_roles where rolname = current_user"))
                .isEqualTo(false);
        assertThat(Files.getPosixFilePermissions(dataDir.resolve("postgresql")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
        assertThat(Files.getPosixFilePermissions(dataDir.resolve("postgresql/password")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void aSecondNodeOnTheSameDirectoryIsRefusedInOneSentence() throws Exception {
        open();

        try (OtherNode second = OtherNode.start(dataDir)) {
            assertThat(second.answer())
                    .startsWith("refused: another node (process "
                            + ProcessHandle.current().pid() + ") already uses")
                    .contains(dataDir.toString(), "data.dir");
        }
    }

    @Test
    void aStatementThatTakesTooLongIsCancelledAndUnavailable() throws Exception {
        DatabaseConf hasty = new DatabaseConf(null, 2, 10, Duration.ofSeconds(3), Duration.ofMillis(150));
        database = Database.open(VERTX, hasty, dataDir).await(60, TimeUnit.SECONDS);

        assertThatThrownBy(() -> value(database.pool(), "select pg_sleep(30)"))
                .satisfies(cause ->
                        assertThat(SqlFaults.translate(cause).fault().why()).contains("statement-timeout"));
    }

    @Test
    void moreWaitersThanTheQueueHoldsAreUnavailableAtOnce() throws Exception {
        DatabaseConf narrow = new DatabaseConf(null, 1, 1, Duration.ofSeconds(20), Duration.ofSeconds(30));
        database = Database.open(VERTX, narrow, dataDir).await(60, TimeUnit.SECONDS);
        Pool pool = database.pool();
        pool.query("select pg_sleep(20)").execute();
        pool.query("select 1").execute();

        assertThatThrownBy(() -> value(pool, "select 2"))
                .satisfies(
                        cause -> assertThat(SqlFaults.translate(cause).fault()).isInstanceOf(Fault.Unavailable.class));
    }

    @Test
    void aWaiterIsUnavailableWhenItsTimeIsUp() throws Exception {
        DatabaseConf narrow = new DatabaseConf(null, 1, 9, Duration.ofMillis(200), Duration.ofSeconds(30));
        database = Database.open(VERTX, narrow, dataDir).await(60, TimeUnit.SECONDS);
        Pool pool = database.pool();
        pool.query("select pg_sleep(20)").execute();

        assertThatThrownBy(() -> value(pool, "select 1"))
                .satisfies(
                        cause -> assertThat(SqlFaults.translate(cause).fault()).isInstanceOf(Fault.Unavailable.class));
        assertThatThrownBy(() -> pool.getConnection().await(5, TimeUnit.SECONDS))
                .satisfies(
                        cause -> assertThat(SqlFaults.translate(cause).fault()).isInstanceOf(Fault.Unavailable.class));
    }

    @Test
    void aStatementThatIsWrongIsADefect() throws Exception {
        Pool pool = open().pool();

        assertThatThrownBy(() -> value(pool, "select nothing from nowhere"))
                .satisfies(
                        cause -> assertThat(SqlFaults.translate(cause).fault()).isInstanceOf(Fault.Broken.class));
        assertThatThrownBy(() -> pool.preparedQuery("select $1::int").execute().await(5, TimeUnit.SECONDS))
                .satisfies(
                        cause -> assertThat(SqlFaults.translate(cause).fault()).isInstanceOf(Fault.Broken.class));
    }

    @Test
    void closedItAnswersUnavailable() throws Exception {
        Database open = open();
        close(open);

        assertThatThrownBy(() -> open.ping().await(5, TimeUnit.SECONDS))
                .asInstanceOf(type(FaultException.class))
                .extracting(FaultException::fault)
                .isInstanceOf(Fault.Unavailable.class);
    }

    private Database open() throws Exception {
        database = Database.open(VERTX, conf(null), dataDir).await(60, TimeUnit.SECONDS);
        return database;
    }

    private static void connect(DatabaseUrl url) throws Exception {
        try (Connection connection = Jdbc.connect(url)) {
            assertThat(connection.isValid(1)).as("let in").isFalse();
        }
    }

    static DatabaseConf conf(@Nullable DatabaseUrl url) {
        return new DatabaseConf(url, 4, 100, Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    static void close(Database database) throws Exception {
        database.close().await(20, TimeUnit.SECONDS);
    }

    /** The first column of the first row, or null. */
    static @Nullable Object value(Pool pool, String sql) throws Exception {
        RowSet<Row> rows = pool.query(sql).execute().await(15, TimeUnit.SECONDS);
        return rows.size() == 0 ? null : rows.iterator().next().getValue(0);
    }
}
