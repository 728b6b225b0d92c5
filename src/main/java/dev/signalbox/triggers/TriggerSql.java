package dev.signalbox.triggers;

import dev.signalbox.bus.Severity;
import dev.signalbox.db.SqlFaults;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The triggers themselves. Failures are {@link dev.signalbox.bus.FaultException}s. Thread-safe. */
final class TriggerSql {

    private static final String COLUMNS = """
            id, name, enabled, severities, kinds, origins, message_regex, url, secrets, format, template, headers,
            cooldown_seconds, created, updated, stopped, failing_since, succeeded, fired, suppressed
            """;

    private static final String INSERT = """
            insert into event_trigger
                (id, name, enabled, severities, kinds, origins, message_regex, url, secrets, format, template, headers,
                 cooldown_seconds)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13)
            """;

    private static final String UPDATE = """
            update event_trigger
            set name = $2, enabled = $3, severities = $4, kinds = $5, origins = $6, message_regex = $7, url = $8,
                secrets = $9, format = $10, template = $11, headers = $12::jsonb, cooldown_seconds = $13,
                updated = clock_timestamp(), stopped = $14, failing_since = $15
            where id = $1 and removed is null and updated = $16
            """;

    // Its secrets go at once; its deliveries, of which there may be millions, behind its back.
    private static final String REMOVE = """
            update event_trigger
            set removed = now(), enabled = false, url = '', secrets = '{}', headers = '{}', template = ''
            where id = $1 and removed is null
            """;

    /** What tells whether the triggers are still those that were compiled. */
    record Version(long count, Instant updated, long holding) {}

    private final Pool pool;

    TriggerSql(Pool pool) {
        this.pool = pool;
    }

    Future<List<Trigger>> all() {
        return pool.query(
                        "select " + COLUMNS + " from event_trigger where removed is null order by lower(name), created")
                .execute()
                .map(rows -> rows.stream().map(TriggerSql::trigger).toList())
                .recover(TriggerSql::fault);
    }

    Future<Optional<Trigger>> get(UUID id) {
        return pool.preparedQuery("select " + COLUMNS + " from event_trigger where id = $1 and removed is null")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(TriggerSql::trigger))
                .recover(TriggerSql::fault);
    }

    Future<Version> version() {
        return pool.query("""
                        select count(*), coalesce(max(updated), 'epoch'),
                               count(*) filter (where suppressed > 0 and cooldown_seconds = 0)
                        from event_trigger where removed is null
                        """)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Version(row.getLong(0), row.getOffsetDateTime(1).toInstant(), row.getLong(2)))
                .recover(TriggerSql::fault);
    }

    Future<Void> insert(Trigger trigger) {
        return pool.preparedQuery(INSERT)
                .execute(columns(trigger))
                .recover(TriggerSql::fault)
                .mapEmpty();
    }

    /**
     * Stores a trigger as it was changed, unless somebody else has changed it since it was read.
     *
     * @param read when it had been changed last
     * @return whether it was there, and as it was read
     */
    Future<Boolean> update(Trigger trigger, Instant read) {
        return pool.preparedQuery(UPDATE)
                .execute(columns(trigger)
                        .addValue(trigger.stopped())
                        .addValue(utc(trigger.failingSince()))
                        .addValue(utc(read)))
                .map(rows -> rows.rowCount() > 0)
                .recover(TriggerSql::fault);
    }

    /** Whether it was there. */
    Future<Boolean> delete(UUID id) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() > 0)
                .recover(TriggerSql::fault);
    }

    private static Tuple columns(Trigger trigger) {
        JsonObject headers = new JsonObject();
        trigger.headers().forEach(headers::put);
        return Tuple.tuple()
                .addValue(trigger.id())
                .addValue(trigger.name())
                .addValue(trigger.enabled())
                .addValue(trigger.severities().stream()
                        .map(severity -> (short) severity.ordinal())
                        .toArray(Short[]::new))
                .addValue(trigger.kinds().toArray(String[]::new))
                .addValue(trigger.origins().toArray(String[]::new))
                .addValue(trigger.messageRegex())
                .addValue(trigger.url())
                .addValue(trigger.secrets().toArray(String[]::new))
                .addValue(trigger.format().word())
                .addValue(trigger.template())
                .addValue(headers)
                .addValue(trigger.cooldownSeconds());
    }

    private static Trigger trigger(Row row) {
        Set<Severity> severities = EnumSet.noneOf(Severity.class);
        for (Short severity : row.getArrayOfShorts("severities")) {
            severities.add(Severity.values()[severity]);
        }
        Map<String, String> headers = new HashMap<>();
        row.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), "" + header.getValue()));
        return new Trigger(
                row.getUUID("id"),
                row.getString("name"),
                row.getBoolean("enabled"),
                severities,
                List.of(row.getArrayOfStrings("kinds")),
                List.of(row.getArrayOfStrings("origins")),
                row.getString("message_regex"),
                row.getString("url"),
                List.of(row.getArrayOfStrings("secrets")),
                Format.ofWord(row.getString("format")).orElse(Format.JSON),
                row.getString("template"),
                headers,
                row.getInteger("cooldown_seconds"),
                instant(row, "created").orElse(Instant.EPOCH),
                instant(row, "updated").orElse(Instant.EPOCH),
                row.getString("stopped"),
                instant(row, "failing_since").orElse(null),
                instant(row, "succeeded").orElse(null),
                instant(row, "fired").orElse(null),
                row.getLong("suppressed"));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> instant(Row row, String column) {
        @Nullable OffsetDateTime time = row.getOffsetDateTime(column);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }
}
