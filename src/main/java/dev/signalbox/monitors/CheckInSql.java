package dev.signalbox.monitors;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors.CheckIn;
import dev.signalbox.db.SqlFaults;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Stores check-ins. One statement a batch as long as every origin and owner is known, which is nearly always; else it
 * stores nothing, the missing ones are created and it is tried again. Every statement is whole in itself and sorts what
 * it locks, so that any number of nodes may do this at once.
 */
final class CheckInSql {

    /** Only somebody who removes monitors just as they are created can make one round in vain, and then hardly two. */
    private static final int ROUNDS = 5;

    /** foreign_key_violation, deadlock_detected: a monitor went away meanwhile. The next round starts from what is there. */
    private static final Set<String> OVERTAKEN = Set.of("23503", "40P01");

    private static final String APPEND = """
            with arrived as materialized (
                select s.id as strip, a.hour, a.millis
                from unnest($1::text[], $2::text[], $3::integer[], $4::integer[]) as a(origin, owner, hour, millis)
                left join monitor m on m.origin = a.origin
                left join strip s on s.monitor = m.id and s.owner = a.owner)
            insert into check_in (strip, hour, millis)
            select strip, hour, array_agg(millis order by millis)
            from arrived
            where not exists (select from arrived where strip is null)
            group by strip, hour""";

    private static final String CREATE_MONITORS = """
            insert into monitor (origin, created)
            select a.origin, min(a.at)
            from unnest($1::text[], $2::timestamptz[]) as a(origin, at)
            group by a.origin
            order by a.origin
            on conflict (origin) do nothing""";

    private static final String CREATE_STRIPS = """
            insert into strip (monitor, owner)
            select distinct m.id, a.owner
            from unnest($1::text[], $2::text[]) as a(origin, owner)
            join monitor m on m.origin = a.origin
            order by m.id, a.owner
            on conflict (monitor, owner) do nothing""";

    private final Pool pool;

    CheckInSql(Pool pool) {
        this.pool = pool;
    }

    /** Completes once all of them are committed; else none is, and it fails with {@link Fault.Unavailable}. */
    Future<Void> store(List<CheckIn> batch) {
        return store(batch, ROUNDS).recover(cause -> Future.failedFuture(unavailable(cause)));
    }

    private Future<Void> store(List<CheckIn> batch, int rounds) {
        if (rounds == 0) {
            return Future.failedFuture(unavailable("monitors are removed as fast as they are created"));
        }
        return append(batch)
                .compose(stored ->
                        stored ? Future.succeededFuture() : create(batch).compose(created -> store(batch, rounds - 1)));
    }

    private Future<Boolean> append(List<CheckIn> batch) {
        Tuple arrived = Tuple.tuple()
                .addValue(texts(batch, CheckIn::origin))
                .addValue(texts(batch, CheckIn::owner))
                .addValue(numbers(batch, Stamp::hour))
                .addValue(numbers(batch, Stamp::millis));
        return pool.preparedQuery(APPEND)
                .execute(arrived)
                .map(SqlResult::rowCount)
                .map(rows -> rows > 0);
    }

    private Future<Void> create(List<CheckIn> batch) {
        String[] origins = texts(batch, CheckIn::origin);
        OffsetDateTime[] arrived = batch.stream()
                .map(checkIn -> checkIn.at().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
        Tuple monitors = Tuple.tuple().addValue(origins).addValue(arrived);
        Tuple strips = Tuple.tuple().addValue(origins).addValue(texts(batch, CheckIn::owner));
        return pool.preparedQuery(CREATE_MONITORS)
                .execute(monitors)
                .compose(created -> pool.preparedQuery(CREATE_STRIPS).execute(strips))
                .<Void>mapEmpty()
                .recover(cause -> overtaken(cause) ? Future.succeededFuture() : Future.failedFuture(cause));
    }

    private static boolean overtaken(Throwable cause) {
        return cause instanceof PgException refused && OVERTAKEN.contains(refused.getSqlState());
    }

    /** A defect is unavailable too: the check-in is not durable, and the job should try again. */
    private static FaultException unavailable(Throwable cause) {
        FaultException fault = SqlFaults.translate(cause);
        return fault.fault() instanceof Fault.Unavailable ? fault : unavailable("the check-in could not be stored");
    }

    private static FaultException unavailable(String why) {
        return new FaultException(new Fault.Unavailable(why, 1));
    }

    private static String[] texts(List<CheckIn> batch, Function<CheckIn, String> part) {
        return batch.stream().map(part).toArray(String[]::new);
    }

    private static Integer[] numbers(List<CheckIn> batch, Function<Stamp, Integer> part) {
        return batch.stream().map(checkIn -> part.apply(Stamp.of(checkIn.at()))).toArray(Integer[]::new);
    }
}
