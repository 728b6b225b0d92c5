package dev.signalbox.triggers;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Fault.FieldError;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Triggers and deliveries in the outside contract's JSON. */
final class TriggerJson {

    private static final Set<String> FIELDS = Set.of(
            "name",
            "enabled",
            "severities",
            "kinds",
            "origins",
            "message_regex",
            "url",
            "secret",
            "format",
            "template",
            "headers",
            "cooldown_seconds");

    /** Of what is shown, so that a program may send back what it read. */
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "created",
            "updated",
            "state",
            "stopped",
            "failing_since",
            "last_success",
            "last_fired",
            "suppressed",
            "recent");

    private TriggerJson() {}

    static JsonObject triggers(List<Triggers.Trigger> triggers) {
        JsonArray all = new JsonArray();
        triggers.forEach(trigger -> all.add(trigger(trigger)));
        return new JsonObject().put("triggers", all);
    }

    static JsonObject trigger(Triggers.Trigger trigger) {
        JsonObject headers = new JsonObject();
        trigger.headers().forEach(headers::put);
        return new JsonObject()
                .put("id", trigger.id())
                .put("name", trigger.name())
                .put("enabled", trigger.enabled())
                .put("severities", new JsonArray(trigger.severities()))
                .put("kinds", new JsonArray(trigger.kinds()))
                .put("origins", new JsonArray(trigger.origins()))
                .put("message_regex", trigger.messageRegex())
                .put("url", trigger.url())
                .put("secret", trigger.secret())
                .put("format", trigger.format())
                .put("template", trigger.template())
                .put("headers", headers)
                .put("cooldown_seconds", trigger.cooldownSeconds())
                .put("created", trigger.created().toString())
                .put("updated", trigger.updated().toString())
                .put("state", trigger.state())
                .put("stopped", trigger.stopped())
                .put("failing_since", text(trigger.failingSince()))
                .put("last_success", text(trigger.succeeded()))
                .put("last_fired", text(trigger.fired()))
                .put("suppressed", trigger.suppressed())
                .put(
                        "recent",
                        new JsonObject()
                                .put("done", trigger.delivered())
                                .put("due", trigger.due())
                                .put("dead", trigger.dead()));
    }

    static JsonObject deliveries(Triggers.FoundDeliveries found) {
        JsonArray all = new JsonArray();
        found.deliveries().forEach(delivery -> all.add(delivery(delivery)));
        return new JsonObject().put("deliveries", all).put("next", found.next());
    }

    static JsonObject log(Triggers.DeliveryLog log) {
        JsonArray attempts = new JsonArray();
        for (Triggers.Attempt attempt : log.attempts()) {
            attempts.add(new JsonObject()
                    .put("number", attempt.number())
                    .put("at", attempt.at().toString())
                    .put("latency_ms", attempt.latencyMillis())
                    .put("status_code", attempt.status())
                    .put("error", attempt.error())
                    .put("response_snippet", attempt.snippet()));
        }
        return delivery(log.delivery())
                .put("event", new JsonObject(log.event()))
                .put("attempt_log", attempts);
    }

    /**
     * What an operator sent.
     *
     * @throws FaultException that names each field which has no such type
     */
    static Triggers.Settings settings(Buffer body) {
        Reader reader = new Reader(object(body));
        Triggers.Settings settings = new Triggers.Settings(
                reader.text("name"),
                reader.flag("enabled"),
                reader.texts("severities"),
                reader.texts("kinds"),
                reader.texts("origins"),
                reader.text("message_regex"),
                reader.text("url"),
                reader.text("secret"),
                reader.text("format"),
                reader.text("template"),
                reader.map("headers"),
                reader.number("cooldown_seconds"));
        reader.check();
        return settings;
    }

    private static JsonObject delivery(Triggers.Delivery delivery) {
        return new JsonObject()
                .put("id", delivery.id())
                .put("trigger_id", delivery.triggerId())
                .put("trigger_name", delivery.triggerName())
                .put("event_id", delivery.eventId())
                .put("origin", delivery.origin())
                .put("severity", delivery.severity())
                .put("message", delivery.message())
                .put("state", delivery.state())
                .put("created", delivery.created().toString())
                .put("due", text(delivery.due()))
                .put("ended", text(delivery.ended()))
                .put("attempts", delivery.attempts())
                .put("status_code", delivery.status())
                .put("error", delivery.error());
    }

    private static JsonObject object(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new FaultException(new Fault.Invalid("", "the body must be a JSON object"));
        }
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** Takes fields by type, and notes what is wrong with all of them. */
    private static final class Reader {
        private final JsonObject json;
        private final List<FieldError> errors = new ArrayList<>();

        Reader(JsonObject json) {
            this.json = json;
            for (String name : json.fieldNames()) {
                if (!FIELDS.contains(name) && !READ_ONLY.contains(name)) {
                    errors.add(new FieldError(name, "is not a field of a trigger"));
                }
            }
        }

        @Nullable
        String text(String name) {
            return take(name, String.class, "must be a text");
        }

        @Nullable
        Boolean flag(String name) {
            return take(name, Boolean.class, "must be true or false");
        }

        /** A number that no int can hold is told by the int nearest to it. */
        @Nullable
        Integer number(String name) {
            Number value = take(name, Number.class, "must be a whole number");
            if (value == null || value instanceof Integer) {
                return (Integer) value;
            }
            // Jackson makes these of what is whole, but too large for an int: beyond every limit, which the reader
            // names.
            if (value instanceof Long || value instanceof BigInteger) {
                return value.doubleValue() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            }
            errors.add(new FieldError(name, "must be a whole number"));
            return null;
        }

        @Nullable
        List<String> texts(String name) {
            JsonArray array = take(name, JsonArray.class, "must be a list of texts");
            if (array == null) {
                return null;
            }
            List<String> texts = new ArrayList<>();
            for (Object item : array) {
                if (item instanceof String text) {
                    texts.add(text);
                } else {
                    errors.add(new FieldError(name, "must be a list of texts"));
                    return null;
                }
            }
            return texts;
        }

        @Nullable
        Map<String, String> map(String name) {
            JsonObject object = take(name, JsonObject.class, "must be an object of texts");
            if (object == null) {
                return null;
            }
            Map<String, String> map = new LinkedHashMap<>();
            for (Map.Entry<String, Object> entry : object) {
                if (entry.getValue() instanceof String text) {
                    map.put(entry.getKey(), text);
                } else {
                    errors.add(new FieldError(name, "must be an object of texts"));
                    return null;
                }
            }
            return map;
        }

        void check() {
            if (!errors.isEmpty()) {
                throw new FaultException(new Fault.Invalid(errors));
            }
        }

        private <T> @Nullable T take(String name, Class<T> type, String otherwise) {
            Object value = json.getValue(name);
            if (value == null) {
                return null;
            }
            if (!type.isInstance(value)) {
                errors.add(new FieldError(name, otherwise));
                return null;
            }
            return type.cast(value);
        }
    }
}
