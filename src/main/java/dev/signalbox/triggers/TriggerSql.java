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

    // Failures that were noted or forgotten since the trigger was read are left as they are; whoever looks after its
    // target
    // sends it without any.
    private static final String UPDATE = """
            update event_trigger
            set name = $2, enabled = $3, severities = $4, kinds = $5, origins = $6, message_regex = $7, url = $8,
                secrets = $9, format = $10, template = $11, headers = $12::jsonb, cooldown_seconds = $13,
                updated = clock_timestamp(),
                stopped = case when $14 then '' else stopped end,
                failing_since = case when $14 then null else failing_since end
            where id = $1 and removed is null and updated = $15
            """;

    // Its secrets go at once; its deliveries, of which there may be millions, behind its back.
    private static final String REMOVE = """
            update event_trigger
            set removed = now(), enabled = false, url = '', secrets = '{}', headers = '{}', template = ''
            where id = $1 and removed is null
            """;

    /**
     * What tells whether the triggers are still those that were compiled.
     *
     * @param revision counts the changes that were committed
     * @param holding the triggers of which some node has held events back since they last fired
     */
    record Version(long revision, String holding) {}

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
                        select number, (
                            select coalesce(string_agg(id::text, ',' order by id), '') from event_trigger
                            where suppressed > 0 and cooldown_seconds = 0 and removed is null)
                        from event_trigger_revision
                        """)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Version(row.getLong(0), row.getString(1)))
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
        boolean knowsNoFailure = trigger.stopped().isEmpty() && trigger.failingSince() == null;
        return pool.preparedQuery(UPDATE)
                .execute(columns(trigger).addValue(knowsNoFailure).addValue(read.atOffset(ZoneOffset.UTC)))
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

    private static Optional<Instant> instant(Row row, String column) {
        @Nullable OffsetDateTime time = row.getOffsetDateTime(column);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }
}
