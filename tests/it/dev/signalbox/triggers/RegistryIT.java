package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node knows of triggers that others change, in whatever order their transactions end. */
class RegistryIT {

    private static Vertx vertx;
    private static Deliveries store;

    private Registry registry;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        store = new Deliveries(vertx);
    }

    @AfterAll
    static void close() {
        store.close();
        vertx.close().await();
    }

    @BeforeEach
    void clear() {
        store.clear();
        registry = new Registry(store.triggers);
    }

    @Test
    void aChangeThatBeganEarlierAndEndsLaterIsSeen() {
        UUID slow = store.trigger();
        UUID quick = store.trigger();
        registry.refresh().await();
        SqlConnection other = store.pool.getConnection().await();
        other.query("begin").execute().await();
        other.preparedQuery("update event_trigger set stopped = 'gone', updated = clock_timestamp() where id = $1")
                .execute(Tuple.of(slow))
                .await();
        Future<Boolean> change =
                store.triggers.update(store.get(quick), store.get(quick).updated());
        await().until(() -> change.isComplete() || waitingForLocks() > 0);
        registry.refresh().await();

        other.query("commit").execute().await();
        other.close().await();
        assertThat(change.await()).isTrue();
        registry.refresh().await();

        assertThat(registry.trigger(slow))
                .hasValueSatisfying(trigger -> assertThat(trigger.active()).isFalse());
    }

    @Test
    void theCompiledOnesAreKeptUntilOneIsChanged() {
        UUID trigger = store.trigger();
        registry.refresh().await();
        Registry.Compiled first = registry.compiled();

        store.run("update event_trigger set succeeded = now(), fired = now(), failing_since = now()");
        registry.refresh().await();
        assertThat(registry.compiled()).isSameAs(first);

        store.triggers.delete(trigger).await();
        registry.refresh().await();
        assertThat(registry.compiled().version().revision())
                .isGreaterThan(first.version().revision());
        assertThat(registry.trigger(trigger)).isEmpty();
    }

    @Test
    void aChangeBringsBackNoFailureThatIsOver() {
        UUID id = store.trigger();
        store.run("update event_trigger set failing_since = now() - interval '4 days' where id = $1", id);
        Trigger read = store.get(id);
        store.run("update event_trigger set failing_since = null, succeeded = now() where id = $1", id);

        assertThat(store.triggers.update(read, read.updated()).await()).isTrue();

        assertThat(store.get(id).failingSince()).isNull();
    }

    @Test
    void whoLooksAfterTheTargetForgetsItsFailuresAndNobodyElse() {
        UUID id = store.trigger();
        Trigger lookedAfter = store.get(id);
        store.run("""
                update event_trigger set failing_since = now() - interval '6 days', stopped = 'failing'
                where id = $1""", id);
        Trigger read = store.get(id);

        assertThat(store.triggers.update(read, read.updated()).await()).isTrue();
        Trigger stored = store.get(id);
        assertThat(stored.failingSince()).isEqualTo(read.failingSince());
        assertThat(stored.stopped()).isEqualTo("failing");

        assertThat(store.triggers.update(lookedAfter, stored.updated()).await()).isTrue();
        assertThat(store.get(id).failingSince()).isNull();
        assertThat(store.get(id).stopped()).isEmpty();
    }

    private static long waitingForLocks() {
        return store.count("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    }
}
