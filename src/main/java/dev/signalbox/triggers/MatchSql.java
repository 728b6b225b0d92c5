package dev.signalbox.triggers;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.db.Outbox;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** What matched becomes deliveries, in the transaction that takes the events out of the outbox. Thread-safe. */
final class MatchSql {

    private static final Outbox OUTBOX = new Outbox("trigger");

    private static final String INSERT = """
            insert into delivery (id, trigger_id, event_id, at, severity, kind, origin, owner, message, metadata, suppressed,
                                  created, due)
            select id, trigger_id, event_id, at, severity, kind, origin, owner, message, metadata::jsonb, suppressed,
                   $13, now() + make_interval(secs => lease)
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::smallint[], $6::text[], $7::text[],
                        $8::text[], $9::text[], $10::text[], $11::bigint[], $12::float8[])
                 as fresh(id, trigger_id, event_id, at, severity, kind, origin, owner, message, metadata, suppressed, lease)
            """;

    private static final String FIRE = """
            with old as (select id, suppressed from event_trigger where id = $1 for no key update)
            update event_trigger as t
            set fired = clock_timestamp(), suppressed = $2
            from old
            where t.id = old.id
              and (t.fired is null or $3 = 0 or t.fired <= clock_timestamp() - make_interval(secs => $3))
            returning old.suppressed
            """;

    private static final String HOLD = "update event_trigger set suppressed = suppressed + $2 where id = $1";

    /** Characters of one statement. */
    private static final long PART_TEXT = 1 << 20;

    /** What a delivery takes besides, roughly. */
    private static final long PART_EACH = 300;

    /**
     * @param ours the deliveries that are recorded now and ours alone
     * @param held how many events matched and were only counted
     */
    record Settled(List<Delivery> ours, int held) {
        Settled {
            ours = List.copyOf(ours);
        }
    }

    private final Pool pool;

    MatchSql(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes batches out of the outbox and records the deliveries that they cause. All of it happens, once, or nothing.
     *
     * @param revision of the triggers by which they were matched
     * @param admissions what the batches that were still there cause
     * @param lease for how long a delivery of this trigger is ours alone; zero leaves it to whoever comes first
     * @return empty when the triggers have changed since, and nothing happened
     */
    Future<Optional<Settled>> settle(
            Collection<Outbox.Entry> batches,
            long revision,
            Function<Set<Outbox.Entry>, List<Admission>> admissions,
            Function<UUID, Duration> lease) {
        return Transactions.in(
                        pool,
                        connection -> isCurrent(connection, revision)
                                .compose(current -> current
                                        ? settle(connection, batches, admissions, lease)
                                                .map(Optional::of)
                                        : Future.succeededFuture(Optional.<Settled>empty())))
                .recover(MatchSql::fault);
    }

    private static Future<Settled> settle(
            SqlClient connection,
            Collection<Outbox.Entry> batches,
            Function<Set<Outbox.Entry>, List<Admission>> admissions,
            Function<UUID, Duration> lease) {
        Instant created = Instant.now();
        return OUTBOX.take(connection, batches).compose(taken -> {
            List<Delivery> deliveries = new ArrayList<>();
            List<Admission> sorted = sorted(admissions.apply(taken));
            int matched = sorted.stream().mapToInt(Admission::matched).sum();
            Future<Void> next = Future.succeededFuture();
            for (Admission admission : sorted) {
                next = next.compose(done -> admit(connection, admission, created))
                        .map(fresh -> {
                            deliveries.addAll(fresh);
                            return null;
                        });
            }
            return next.compose(done -> insert(connection, deliveries, lease))
                    .map(ours -> new Settled(ours, matched - deliveries.size()));
        });
    }

    /**
     * Asked before anything else is done: whoever was told that a trigger is stored may rely on it for what he sends next,
     * to whichever node. The batches that this is asked for were committed before, so a trigger that was there when they
     * came is seen.
     */
    private static Future<Boolean> isCurrent(SqlClient connection, long revision) {
        return connection
                .preparedQuery("select number = $1 from event_trigger_revision")
                .execute(Tuple.of(revision))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** In the order in which the database sorts ids, and every transaction locks triggers: nobody locks another out. */
    private static List<Admission> sorted(List<Admission> admissions) {
        return admissions.stream()
                .sorted(Comparator.comparing(admission -> admission.triggerId().toString()))
                .toList();
    }

    /**
     * Takes batches out of the outbox that cause nothing.
     *
     * @param revision of the triggers with none of which they matched
     * @return false when the triggers have changed since, and nothing happened
     */
    Future<Boolean> forget(Collection<Outbox.Entry> batches, long revision) {
        return Transactions.in(
                        pool,
                        connection -> isCurrent(connection, revision)
                                .compose(current -> current
                                        ? OUTBOX.take(connection, batches).map(true)
                                        : Future.succeededFuture(false)))
                .recover(MatchSql::fault);
    }

    /** Batches that nobody took care of within {@code age}, oldest first. */
    Future<List<Outbox.Entry>> left(Duration age, int limit) {
        long before = EventId.floor(Instant.now().minus(age));
        return OUTBOX.left(pool, before, limit).recover(MatchSql::fault);
    }

    private static Future<List<Delivery>> admit(SqlClient connection, Admission admission, Instant created) {
        if (admission.admitted().isEmpty()) {
            return hold(connection, admission.triggerId(), admission.held());
        }
        if (admission.cooldownSeconds() == 0 && admission.held() == 0 && !admission.carries()) {
            return Future.succeededFuture(fresh(admission, 0, created));
        }
        return connection
                .preparedQuery(FIRE)
                .execute(Tuple.of(admission.triggerId(), (long) admission.held(), (double) admission.cooldownSeconds()))
                .compose(rows -> rows.rowCount() > 0
                        ? Future.succeededFuture(
                                fresh(admission, rows.iterator().next().getLong(0), created))
                        : hold(
                                connection,
                                admission.triggerId(),
                                admission.held() + admission.admitted().size()));
    }

    private static Future<List<Delivery>> hold(SqlClient connection, UUID trigger, int events) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(trigger, (long) events))
                .map(held -> List.of());
    }

    private static List<Delivery> fresh(Admission admission, long suppressed, Instant created) {
        List<Delivery> deliveries = new ArrayList<>();
        long now = System.nanoTime();
        for (Event event : admission.admitted()) {
            int sequence = deliveries.size();
            deliveries.add(new Delivery(
                    DeliveryId.of(created, sequence, ThreadLocalRandom.current()),
                    admission.triggerId(),
                    event,
                    sequence == 0 ? suppressed : 0,
                    created,
                    0,
                    0,
                    now));
        }
        return deliveries;
    }

    private static Future<List<Delivery>> insert(
            SqlClient connection, List<Delivery> deliveries, Function<UUID, Duration> lease) {
        List<Delivery> ours = new ArrayList<>();
        Future<Void> next = Future.succeededFuture();
        for (List<Delivery> part : parts(deliveries)) {
            next = next.compose(done -> insertPart(connection, part, lease, ours));
        }
        return next.map(ours);
    }

    /** All of them in one statement could be more than the node has memory for. */
    private static List<List<Delivery>> parts(List<Delivery> deliveries) {
        List<List<Delivery>> parts = new ArrayList<>();
        long text = PART_TEXT;
        for (Delivery delivery : deliveries) {
            if (text >= PART_TEXT) {
                parts.add(new ArrayList<>());
                text = 0;
            }
            parts.getLast().add(delivery);
            text += PART_EACH
                    + delivery.event().message().length()
                    + delivery.event().metadata().length();
        }
        return parts;
    }

    private static Future<Void> insertPart(
            SqlClient connection, List<Delivery> deliveries, Function<UUID, Duration> lease, List<Delivery> ours) {
        int size = deliveries.size();
        UUID[][] ids = new UUID[2][size];
        Long[][] numbers = new Long[2][size];
        OffsetDateTime[] ats = new OffsetDateTime[size];
        Short[] severities = new Short[size];
        String[][] texts = new String[5][size];
        Double[] leases = new Double[size];
        for (int i = 0; i < size; i++) {
            Delivery delivery = deliveries.get(i);
            Event event = delivery.event();
            ids[0][i] = delivery.id();
            ids[1][i] = delivery.triggerId();
            numbers[0][i] = event.id();
            numbers[1][i] = delivery.suppressed();
            ats[i] = event.at().atOffset(ZoneOffset.UTC);
            severities[i] = (short) event.severity().ordinal();
            texts[0][i] = event.kind();
            texts[1][i] = event.origin();
            texts[2][i] = event.owner();
            texts[3][i] = event.message();
            texts[4][i] = event.metadata();
            Duration alone = lease.apply(delivery.triggerId());
            leases[i] = alone.toMillis() / 1_000.0;
            if (alone.isPositive()) {
                ours.add(delivery);
            }
        }
        Tuple columns = Tuple.tuple()
                .addValue(ids[0])
                .addValue(ids[1])
                .addValue(numbers[0])
                .addValue(ats)
                .addValue(severities);
        for (String[] text : texts) {
            columns.addValue(text);
        }
        columns.addValue(numbers[1])
                .addValue(leases)
                .addValue(deliveries.getFirst().created().atOffset(ZoneOffset.UTC));
        return connection.preparedQuery(INSERT).execute(columns).mapEmpty();
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }
}
