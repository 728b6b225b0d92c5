package dev.signalbox.monitors;

import dev.signalbox.db.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;

/** Keeps the table of check-ins small. What any of this leaves undone costs space and time, never a check-in. */
final class SweepSql {

    /** Check-ins to a row: 1.6 KB, just below the size from which PostgreSQL keeps a value out of line. */
    private static final int ROW = 400;

    /** Rows that one statement drops: a shorter retention must not hold back check-ins while years of them go. */
    private static final int PIECE = 10_000;

    /** Names the advisory lock of the one sweep that may join hours at a time. */
    private static final long JOINING = 0x5349_474e_4d4f_4e49L;

    // Two sweeps that delete the same rows in different orders could wait for each other in a circle, hence the lock.
    private static final String JOIN_HOURS = """
            with apart as (
                select strip, hour
                from check_in
                where hour >= $1 and cardinality(millis) < $2
                group by strip, hour
                having count(*) > 1),
            taken as (
                delete from check_in c
                using apart
                where (select pg_try_advisory_xact_lock($3))
                    and c.strip = apart.strip and c.hour = apart.hour and cardinality(c.millis) < $2
                returning c.strip, c.hour, c.millis),
            numbered as (
                select strip, hour, one.millis,
                    (row_number() over (partition by strip, hour order by one.millis) - 1) / $2 as part
                from taken
                cross join lateral unnest(taken.millis) as one(millis))
            insert into check_in (strip, hour, millis)
            select strip, hour, array_agg(millis order by millis)
            from numbered
            group by strip, hour, part""";

    private static final String EXPIRE = """
            delete from check_in
            where id in (
                select c.id
                from check_in c
                where c.hour < $1
                    and (exists (select from check_in newer where newer.strip = c.strip and newer.hour > c.hour)
                        or not exists (select from strip s where s.id = c.strip))
                limit $2)""";

    private static final String SILENT = """
            select s.id
            from strip s
            where not exists (select from check_in c where c.strip = s.id and c.hour >= $1)
                and exists (
                    select from strip other
                    join check_in c on c.strip = other.id and c.hour >= $1
                    where other.monitor = s.monitor)""";

    private static final String DROP_SILENT = "delete from strip where id in (" + SILENT + ")";

    private static final String HOLD_CHECK_INS = "lock table check_in in exclusive mode";

    private final Pool pool;

    SweepSql(Pool pool) {
        this.pool = pool;
    }

    /** Joins the rows that batches left for one strip and clock hour, from {@code hour} on. */
    Future<Void> joinHours(int hour) {
        return pool.preparedQuery(JOIN_HOURS)
                .execute(Tuple.of(hour, ROW, JOINING))
                .mapEmpty();
    }

    /** Drops the check-ins before {@code hour}, but for the last hour of each strip: a dead job stays listed. */
    Future<Void> expire(int hour) {
        return pool.preparedQuery(EXPIRE)
                .execute(Tuple.of(hour, PIECE))
                .map(SqlResult::rowCount)
                .compose(dropped -> dropped < PIECE ? Future.succeededFuture() : expire(hour));
    }

    /** Drops the strips without a check-in since {@code hour} whose monitor still hears from another owner. */
    Future<Void> dropSilentStrips(int hour) {
        return pool.preparedQuery(SILENT)
                .execute(Tuple.of(hour))
                .compose(silent -> silent.size() == 0 ? Future.succeededFuture() : dropSilentStripsAlone(hour));
    }

    private Future<Void> dropSilentStripsAlone(int hour) {
        // A check-in that found its strip just before the strip goes would be answered 200 and never be seen again.
        return Transactions.in(
                        pool,
                        connection -> connection
                                .query(HOLD_CHECK_INS)
                                .execute()
                                .compose(alone ->
                                        connection.preparedQuery(DROP_SILENT).execute(Tuple.of(hour))))
                .mapEmpty();
    }
}
