package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Triggers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatchWordsTest {

    @Test
    void aFilterIsReadAsASentence() {
        assertThat(words(List.of(), List.of(), List.of(), "")).isEqualTo("every event");
        assertThat(words(List.of("error"), List.of(), List.of(), "")).isEqualTo("error events");
        assertThat(words(List.of("warn", "error", "critical"), List.of("log"), List.of("web*", "db"), "a|b"))
                .isEqualTo("warn, error or critical events of kind log from web* or db whose message matches /a|b/");
        assertThat(words(List.of(), List.of(), List.of(), "x")).isEqualTo("events whose message matches /x/");
    }

    @Test
    void aLongFilterIsCut() {
        assertThat(words(List.of(), List.of(), List.of("a", "b", "c", "d", "e", "f"), ""))
                .isEqualTo("events from a, b, c, d or 2 more");
        assertThat(words(List.of(), List.of(), List.of(), "🚀".repeat(100)))
                .isEqualTo("events whose message matches /" + "🚀".repeat(40) + "…/");
    }

    private static String words(List<String> severities, List<String> kinds, List<String> origins, String regex) {
        return MatchWords.of(new Triggers.Trigger(
                "id",
                "name",
                true,
                severities,
                kinds,
                origins,
                regex,
                "https://example.org",
                Triggers.PLACEHOLDER,
                "json",
                "",
                Map.of(),
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                "active",
                "",
                null,
                null,
                null,
                0,
                0,
                0,
                0));
    }
}
