package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers.Settings;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings with few fields, and what was wrong with them. */
final class GivenFields {

    private GivenFields() {}

    static Map<String, String> errors(Future<Trigger> read) {
        assertThat(read.failed()).isTrue();
        Map<String, String> errors = new HashMap<>();
        ((Fault.Invalid) ((FaultException) read.cause()).fault())
                .errors()
                .forEach(error -> errors.merge(error.field(), error.message(), (one, two) -> "two errors"));
        assertThat(errors).doesNotContainValue("two errors");
        return errors;
    }

    @SuppressWarnings("unchecked")
    static Settings with(Object... pairs) {
        Map<String, Object> given = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            given.put((String) pairs[i], pairs[i + 1]);
        }
        return new Settings(
                (String) given.get("name"),
                (Boolean) given.get("enabled"),
                (List<String>) given.get("severities"),
                (List<String>) given.get("kinds"),
                (List<String>) given.get("origins"),
                (String) given.get("message_regex"),
                (String) given.get("url"),
                (String) given.get("secret"),
                (String) given.get("format"),
                (String) given.get("template"),
                (Map<String, String>) given.get("headers"),
                (Integer) given.get("cooldown_seconds"));
    }
}
