package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The table of live logs. Failures are {@link FaultException}s. Thread-safe. */
public final class LivelogSql {

    private static final String COLUMNS =
            "stream, generation, state, bytes, started, ended, producer, content_type, content_encoding, node, told";

    private static final String BEGIN = """
            insert into livelog (stream, generation, state, producer, content_type, content_encoding, node)
            select $1, coalesce(max(generation), 0) + 1, 'live', $2, $3, $4, $5 from livelog where stream = $1
            returning
            """ + COLUMNS;

    // Only the newest can be continued: what came after it may be whole. Its present state is about to be gone, so what
    // the
    // events have not told yet is written down.
    private static final String RESUME = """
            update livelog set state = 'live', ended = null, producer = $3, told = case told
                when '' then 'owes started,broken,continued'
                when 'live' then 'owes broken,continued'
                when 'broken' then 'owes continued'
                else told || ',broken,continued' end
            where stream = $1 and generation = $2 and state = 'broken'
              and generation = (select max(generation) from livelog where stream = $1)
            returning
            """ + COLUMNS;

    private static final String END = """
            update livelog set state = $3, bytes = $4, ended = now()
            where stream = $1 and generation = $2 and state = 'live'
            """;

    // A row is judged by those that ended after it alone, so what goes first changes nothing for what is left.
    private static final String SURPLUS = """
            with known as (
                select *, ended < $2 as old, bytes > $4 as large,
                    row_number() over (partition by stream order by ended desc, generation desc) > $3 as beyond
                from livelog
                where node = $1 and state <> 'live'),
            judged as (
                select *, case
                    when old then 'keep-age'
                    when beyond then 'keep-generations'
                    -- One that could never be kept takes nobody else with it.
                    when large then 'keep-bytes'
                    -- Counted although it may go: what is older goes too, even where it would just fit.
                    when sum(bytes) filter (where (old or beyond or large) is not true) over (
                        order by ended desc, generation desc, stream rows unbounded preceding) > $4 then 'keep-bytes'
                    end as surplus
                from known)
            select
            """ + COLUMNS + """
            , surplus
            from judged
            where surplus is not null
            order by ended, generation, stream desc
            limit $5
            """;

    private static final String HOLD = """
            select from livelog
            where stream = $1 and generation = $2 and started = $3 and state <> 'live'
            for update
            """;

    private static final String REMOVE = "delete from livelog where stream = $1 and generation = $2";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String UNIQUE_VIOLATION = "23505";

    private final Pool pool;
    private final Duration patience;

    public LivelogSql(Pool pool) {
        this(pool, PATIENCE);
    }

    /** @param patience with a database that does not answer */
    LivelogSql(Pool pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    /**
     * A new generation, live.
     *
     * @return fails with {@link Fault.Conflict} when the stream is live already, on whichever node
     */
    Future<LogRow> begin(String stream, Producer producer, String node) {
        return one(
                BEGIN, Tuple.of(stream, producer.address(), producer.contentType(), producer.contentEncoding(), node));
    }

    /** The newest generation live again; empty when it is not broken, or not the newest. */
    Future<Optional<LogRow>> resume(LogKey key, Producer producer) {
        return rows(RESUME, Tuple.of(key.stream(), key.generation(), producer.address()))
                .map(rows -> rows.stream().findFirst());
    }

    Future<Void> end(LogKey key, State state, long bytes) {
        return execute(END, Tuple.of(key.stream(), key.generation(), state.word(), bytes))
                .mapEmpty();
    }

    /** @param generation 0 for the latest */
    Future<Optional<LogRow>> find(String stream, int generation) {
        String which = generation == 0 ? "" : " and generation = $2";
        Tuple parameters = generation == 0 ? Tuple.of(stream) : Tuple.of(stream, generation);
        return rows(
                        "select " + COLUMNS + " from livelog where stream = $1" + which
                                + " order by generation desc limit 1",
                        parameters)
                .map(rows -> rows.stream().findFirst());
    }

    /** @param generation 0 for all of the stream */
    Future<List<LogRow>> generations(String stream, int generation) {
        return rows(
                "select " + COLUMNS + " from livelog where stream = $1 and ($2 = 0 or generation = $2)",
                Tuple.of(stream, generation));
    }

    /** Newest first; one more than {@code limit} tells that more follow. */
    Future<List<LogRow>> list(String stream, @Nullable Instant before, int limit) {
        return rows(
                "select " + COLUMNS + " from livelog where ($1 = '' or stream = $1)"
                        + " and ($2::timestamptz is null or started < $2) order by started desc limit $3",
                Tuple.of(stream, before == null ? null : before.atOffset(ZoneOffset.UTC), (long) limit));
    }

    /** A generation that is not to be kept, and the setting because of which. */
    record Surplus(LogRow row, String limit) {}

    /** Those that have ended on this node and are not to be kept, the first to end first. */
    Future<List<Surplus>> surplus(String node, LivelogConf conf, Instant now, int limit) {
        OffsetDateTime oldest = now.minus(conf.keepAge()).atOffset(ZoneOffset.UTC);
        return execute(SURPLUS, Tuple.of(node, oldest, (long) conf.keepGenerations(), conf.keepBytes(), (long) limit))
                .map(rows -> rows.stream()
                        .map(row -> new Surplus(row(row), row.getString("surplus")))
                        .toList());
    }

    /** Of all that have ended on this node. */
    Future<Long> bytes(String node) {
        return execute(
                        "select coalesce(sum(bytes), 0)::bigint from livelog where node = $1 and state <> 'live'",
                        Tuple.of(node))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Those that a node left live when it ended without a chance to say so. */
    Future<List<LogRow>> live(String node) {
        return rows("select " + COLUMNS + " from livelog where node = $1 and state = 'live'", Tuple.of(node));
    }

    /** Those of whose present state the events have not told; oldest first. */
    Future<List<LogRow>> untold(String node, int limit) {
        return rows(
                "select " + COLUMNS + " from livelog where node = $1 and told <> state order by started limit $2",
                Tuple.of(node, (long) limit));
    }

    /** Everything about {@code row} is told; unless more has come to be told since it was read. */
    Future<Void> told(LogRow row) {
        LogKey key = row.key();
        return execute(
                        "update livelog set told = $3 where stream = $1 and generation = $2 and told = $4",
                        Tuple.of(key.stream(), key.generation(), row.state().word(), row.told()))
                .mapEmpty();
    }

    /**
     * Removes a row that has ended, unless it is another one by now: numbers come again once a stream was removed.
     *
     * @param first is called while nobody can continue the generation, and before its number can come again
     * @return whether it was there, and not live; fails as {@code first} does, and then the row stays
     */
    Future<Boolean> remove(LogRow row, Supplier<Future<Void>> first) {
        LogKey key = row.key();
        Tuple one = Tuple.of(key.stream(), key.generation(), row.started().atOffset(ZoneOffset.UTC));
        return Transactions.in(
                        pool,
                        connection -> connection
                                .preparedQuery(HOLD)
                                .execute(one)
                                .compose(held -> held.size() == 0
                                        ? Future.succeededFuture(false)
                                        : first.get()
                                                .compose(done -> connection
                                                        .preparedQuery(REMOVE)
                                                        .execute(Tuple.of(key.stream(), key.generation())))
                                                .map(removed -> true)))
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .recover(LivelogSql::fault);
    }

    private Future<LogRow> one(String sql, Tuple parameters) {
        return rows(sql, parameters).map(List::getFirst);
    }

    private Future<List<LogRow>> rows(String sql, Tuple parameters) {
        return execute(sql, parameters)
                .map(rows -> rows.stream().map(LivelogSql::row).toList());
    }

    /** What a database that hangs does in the end, nobody knows; who waits is told so instead of waiting with it. */
    private Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .recover(LivelogSql::fault);
    }

    private static LogRow row(Row row) {
        OffsetDateTime ended = row.getOffsetDateTime("ended");
        return new LogRow(
                new LogKey(row.getString("stream"), row.getInteger("generation")),
                State.of(row.getString("state")),
                row.getLong("bytes"),
                row.getOffsetDateTime("started").toInstant(),
                ended == null ? null : ended.toInstant(),
                new Producer(
                        row.getString("producer"), row.getString("content_type"), row.getString("content_encoding")),
                row.getString("node"),
                row.getString("told"));
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(
                switch (cause) {
                    case PgException taken
                    when UNIQUE_VIOLATION.equals(taken.getSqlState()) ->
                        new FaultException(new Fault.Conflict(Shelf.BUSY));
                    case TimeoutException _ ->
                        new FaultException(new Fault.Unavailable("the database has not answered for some seconds", 5));
                    default -> SqlFaults.translate(cause);
                });
    }
}
