package dev.signalbox.triggers;

import dev.signalbox.bus.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as it is stored. What is given of severities, kinds, origins and expression must all hold; empty holds for every
 * event.
 *
 * @param origins exact, or globs with {@code *}
 * @param messageRegex RE2, found anywhere in the message
 * @param secrets {@code whsec_…}; the first is the newest, and all of them sign
 * @param format one of {@link Format}
 * @param template of {@link Format#TEMPLATE}; else empty
 * @param stopped {@code gone} or {@code failing} when the node itself stopped it; else empty
 */
record Trigger(
        UUID id,
        String name,
        boolean enabled,
        Set<Severity> severities,
        List<String> kinds,
        List<String> origins,
        String messageRegex,
        String url,
        List<String> secrets,
        Format format,
        String template,
        Map<String, String> headers,
        int cooldownSeconds,
        Instant created,
        Instant updated,
        String stopped,
        @Nullable Instant failingSince,
        @Nullable Instant succeeded,
        @Nullable Instant fired,
        long suppressed) {

    Trigger {
        severities = Set.copyOf(severities);
        kinds = List.copyOf(kinds);
        origins = List.copyOf(origins);
        secrets = List.copyOf(secrets);
        headers = Map.copyOf(headers);
    }

    /** The same, enabled and not stopped. */
    Trigger running() {
        return new Trigger(
                id,
                name,
                true,
                severities,
                kinds,
                origins,
                messageRegex,
                url,
                secrets,
                format,
                template,
                headers,
                cooldownSeconds,
                created,
                updated,
                "",
                failingSince,
                succeeded,
                fired,
                suppressed);
    }

    /** Whether events are matched against it. */
    boolean active() {
        return enabled && stopped.isEmpty();
    }
}
