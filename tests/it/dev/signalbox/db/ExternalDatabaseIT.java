package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDatabaseIT {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path dataDir;

    @AfterAll
    static void closeVertx() throws Exception {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void anExternalDatabaseIsUsedAndNoServerIsStarted() throws Exception {
        try (TestDatabase external = TestDatabase.fresh(VERTX)) {
            Database database = open(DatabaseUrl.parse(external.url()));

            assertThat(DatabaseIT.value(database.pool(), "select current_database()::text"))
                    .isEqualTo(DatabaseIT.value(external.pool(), "select current_database()::text"));
            assertThat(database.describe()).startsWith("PostgreSQL 18.").contains("127.0.0.1");
            assertThat(Files.exists(dataDir.resolve("postgresql"))).isFalse();
            DatabaseIT.close(database);
        }
    }

    @Test
    void itIsMigratedOnceHoweverOftenItIsOpened() throws Exception {
        try (TestDatabase external = TestDatabase.fresh(VERTX)) {
            String applied = "select count(*)::int from flyway_schema_history";
            Object before = DatabaseIT.value(external.pool(), applied);

            DatabaseIT.close(open(DatabaseUrl.parse(external.url())));
            DatabaseIT.close(open(DatabaseUrl.parse(external.url())));

            assertThat(DatabaseIT.value(external.pool(), applied)).isEqualTo(before);
        }
    }

    @Test
    void anUnreachableOneIsToldInOneSentenceWithoutThePassword() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }

        assertThatThrownBy(() -> open(new DatabaseUrl("127.0.0.1", closed, "box", "box", "sEcReT", Map.of())))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("database.url")
                .hasMessageContaining("127.0.0.1:" + closed)
                .hasMessageContaining("refused")
                .hasMessageNotContaining("sEcReT");
    }

    @Test
    void aFailedOpenLeavesTheDirectoryFree() throws Exception {
        try (TestDatabase external = TestDatabase.fresh(VERTX)) {
            DatabaseUrl url = DatabaseUrl.parse(external.url());
            assertThatThrownBy(() -> open(url.withDatabase("absent"))).hasMessageContaining("does not exist");

            DatabaseIT.close(open(url));
        }
    }

    private Database open(DatabaseUrl url) throws Exception {
        return Database.open(VERTX, DatabaseIT.conf(url), dataDir).await(30, TimeUnit.SECONDS);
    }
}
