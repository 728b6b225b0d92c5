package dev.signalbox.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The node's database, from before its first statement to after its last: the data directory taken, the embedded server
 * running where no other is configured, the schema brought to this version, one pool open. The node opens it first,
 * hands the pool to its features, and closes it last. A signal to the node leaves the database up until it is closed.
 */
public final class Database {

    /** Statements still under way at the end are nobody's any more. */
    private static final Duration POOL_CLOSE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Ground ground;
    private final Pool pool;

    private Database(Vertx vertx, Ground ground, Pool pool) {
        this.vertx = vertx;
        this.ground = ground;
        this.pool = pool;
    }

    /**
     * Opens the database.
     *
     * @param dataDir the node's data directory; refused if another node has it, whether the database is embedded or not
     * @return fails with a {@link DatabaseException} that tells the operator what is wrong, and leaves nothing running
     */
    public static Future<Database> open(Vertx vertx, DatabaseConf conf, Path dataDir) {
        return vertx.executeBlocking(() -> Ground.prepare(conf, dataDir), false)
                .map(ground -> new Database(vertx, ground, Pools.open(vertx, conf, ground.url())));
    }

    /**
     * The pool, shared by all features. When PostgreSQL is away, statements fail within a bounded time; pass their
     * failures through {@link SqlFaults}.
     */
    public Pool pool() {
        return pool;
    }

    /** Where the pool connects to. Holds the password. */
    public DatabaseUrl url() {
        return ground.url();
    }

    /** What it is, for logs and pages; for example {@code embedded PostgreSQL 18.6}. No secrets. */
    public String describe() {
        return ground.description();
    }

    /** Succeeds if PostgreSQL answers now; fails as a statement would. */
    public Future<Void> ping() {
        return pool.query("select 1")
                .execute()
                .recover(cause -> Future.failedFuture(SqlFaults.translate(cause)))
                .mapEmpty();
    }

    /**
     * Closes the pool, then stops the embedded server, then gives up the data directory. Bounded by about 10 seconds.
     */
    public Future<Void> close() {
        return pool.close()
                .timeout(POOL_CLOSE.toMillis(), TimeUnit.MILLISECONDS)
                .transform(closed -> vertx.executeBlocking(this::leave, false));
    }

    private @Nullable Void leave() {
        ground.leave();
        return null;
    }
}
