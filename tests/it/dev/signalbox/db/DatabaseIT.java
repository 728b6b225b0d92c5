package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseIT {

    @TempDir
    Path dataDir;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasStoredIsThereAfterARestart() throws Exception {
        Database first = open();
        value(first.pool(), "create table kept (word text)");
        value(first.pool(), "insert into kept values ('here')");
        close(first);

        Database second = open();

        assertThat(value(second.pool(), "select word from kept")).isEqualTo("here");
        assertThat(second.describe()).startsWith("embedded PostgreSQL 18.");
        close(second);
    }

    private Database open() throws Exception {
        long t = System.nanoTime();
        Database d = Database.open(vertx, conf(null), dataDir).await(60, TimeUnit.SECONDS);
        System.out.println("OPEN " + (System.nanoTime() - t) / 1_000_000 + " ms");
        return d;
    }

    static DatabaseConf conf(@Nullable DatabaseUrl url) {
        return new DatabaseConf(url, 4, 100, Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    static void close(Database database) throws Exception {
        database.close().await(20, TimeUnit.SECONDS);
    }

    static @Nullable Object value(Pool pool, String sql) throws Exception {
        var rows = pool.query(sql).execute().await(15, TimeUnit.SECONDS);
        return rows.size() == 0 ? null : rows.iterator().next().getValue(0);
    }
}
