package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TestDatabaseIT {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void closeVertx() throws Exception {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void eachHasTablesOfItsOwn() throws Exception {
        try (TestDatabase one = TestDatabase.fresh(VERTX);
                TestDatabase other = TestDatabase.fresh(VERTX)) {
            one.pool().query("create table mine ()").execute().await(5, TimeUnit.SECONDS);

            assertThat(DatabaseIT.value(one.pool(), "select to_regclass('mine')::text"))
                    .isEqualTo("mine");
            assertThat(DatabaseIT.value(other.pool(), "select to_regclass('mine')::text"))
                    .isNull();
            assertThat(one.url()).isNotEqualTo(other.url());
        }
    }
}
