package dev.signalbox.triggers;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the target of a trigger answers: since when it fails, when it last accepted something, why it was given up. */
final class HealthSql {

    // Of the triggers with tries, those that change; mostly none. Locked in the order of their ids, as whoever locks
    // several
    // does, so that none locks another out.
    private static final String CHANGING = """
            select id from event_trigger
            where id = any ($1)
                  and (failing_since is not null or succeeded is null or succeeded < now() - interval '10 seconds')
               or id = any ($2) and stopped = ''
               or id = any ($3)
                  and (failing_since is null or (stopped = '' and failing_since < now() - make_interval(secs => $4)))
            order by id
            for no key update
            """;

    private static final String SUCCEEDED = """
            update event_trigger set succeeded = now(), failing_since = null
            where id = any ($1)
              and (failing_since is not null or succeeded is null or succeeded < now() - interval '10 seconds')
            """;

    // Of a target that has failed for long without one success, the node stops itself, and says so.
    private static final String FAILED = """
            update event_trigger
            set failing_since = coalesce(failing_since, now()),
                stopped = case when failing_since < now() - make_interval(secs => $2) then 'failing' else stopped end,
                updated = case when failing_since < now() - make_interval(secs => $2) and stopped = ''
                               then clock_timestamp() else updated end
            where id = any ($1)
              and (failing_since is null or (stopped = '' and failing_since < now() - make_interval(secs => $2)))
            returning id, stopped
            """;

    private static final String GONE = """
            update event_trigger set stopped = 'gone', updated = clock_timestamp()
            where id = any ($1) and stopped = ''
            returning id
            """;

    private HealthSql() {}

    /**
     * Notes, as a part of the caller's transaction, what tries say of their triggers.
     *
     * @param giveUp how long a trigger may fail before it is stopped
     * @return the triggers that were stopped because of them
     */
    static Future<List<UUID>> record(SqlClient connection, List<Tried> tried, Duration giveUp) {
        UUID[] succeeded = triggers(tried, Tried::succeeded);
        UUID[] gone = triggers(tried, Tried::gone);
        UUID[] failed = triggers(tried, Tried::failed);
        double seconds = giveUp.toSeconds();
        return connection
                .preparedQuery(CHANGING)
                .execute(Tuple.of(succeeded, gone, failed, seconds))
                .compose(rows -> {
                    // Others may change meanwhile, but are not locked.
                    Set<UUID> ours = rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet());
                    return run(connection, SUCCEEDED, among(ours, succeeded))
                            .compose(done -> run(connection, GONE, among(ours, gone)))
                            .compose(stopped -> fail(connection, among(ours, failed), seconds)
                                    .map(more -> Stream.concat(stopped.stream(), more.stream())
                                            .toList()));
                });
    }

    private static UUID[] among(Set<UUID> ours, UUID[] triggers) {
        return Stream.of(triggers).filter(ours::contains).toArray(UUID[]::new);
    }

    /** Those that have failed for too long. */
    private static Future<List<UUID>> fail(SqlClient connection, UUID[] triggers, double giveUpSeconds) {
        return triggers.length == 0
                ? Future.succeededFuture(List.of())
                : connection
                        .preparedQuery(FAILED)
                        .execute(Tuple.of(triggers, giveUpSeconds))
                        .map(rows -> rows.stream()
                                .filter(row -> row.getString(1).equals("failing"))
                                .map(row -> row.getUUID(0))
                                .toList());
    }

    private static Future<List<UUID>> run(SqlClient connection, String sql, UUID[] triggers) {
        return triggers.length == 0
                ? Future.succeededFuture(List.of())
                : connection
                        .preparedQuery(sql)
                        .execute(Tuple.tuple().addValue(triggers))
                        .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    private static UUID[] triggers(List<Tried> tried, Predicate<Tried> which) {
        return tried.stream()
                .filter(which)
                .map(outcome -> outcome.delivery().triggerId())
                .distinct()
                .sorted()
                .toArray(UUID[]::new);
    }
}
