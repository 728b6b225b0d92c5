package dev.signalbox.triggers;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers of the store as this node has compiled them: one snapshot, swapped when they change, whoever changed them.
 * Thread-safe.
 */
final class Registry {

    private static final Logger LOGGER = LoggerFactory.getLogger(Registry.class);

    private final TriggerSql sql;
    private volatile Compiled compiled = new Compiled(new TriggerSql.Version(0, ""), Snapshot.of(List.of()), Map.of());

    /** The triggers of one moment. */
    record Compiled(TriggerSql.Version version, Snapshot snapshot, Map<UUID, Trigger> byId) {}

    Registry(TriggerSql sql) {
        this.sql = sql;
    }

    Compiled compiled() {
        return compiled;
    }

    Optional<Trigger> trigger(UUID id) {
        return Optional.ofNullable(compiled.byId().get(id));
    }

    Collection<Trigger> triggers() {
        return compiled.byId().values();
    }

    /** Compiles them anew if they are not those that were compiled. */
    Future<Void> refresh() {
        return sql.version()
                .compose(current -> current.equals(compiled.version()) ? Future.succeededFuture() : reload());
    }

    /** Compiles them anew. */
    Future<Void> reload() {
        // The version first: what changes in between is then compiled once more, not missed.
        return sql.version()
                .compose(current -> sql.all().map(triggers -> {
                    Map<UUID, Trigger> byId = new HashMap<>();
                    triggers.forEach(trigger -> byId.put(trigger.id(), trigger));
                    Snapshot snapshot = Snapshot.of(triggers);
                    // Refused when they are saved; but an older version may have taken them.
                    snapshot.broken()
                            .forEach((id, why) -> LOGGER.atError()
                                    .addKeyValue("trigger", id)
                                    .addKeyValue("why", why)
                                    .log("trigger matches nothing: its expression is not valid"));
                    compiled = new Compiled(current, snapshot, Map.copyOf(byId));
                    return null;
                }));
    }
}
