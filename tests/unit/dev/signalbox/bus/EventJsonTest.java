package dev.signalbox.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {

    @Test
    void theFormIsTheContracts() {
        assertThat(EventJson.write(event("started \"cleanup\"", "{\"n\":1}"))).isEqualTo("""
                        {"id":"7234000000000000001","at":"2026-11-20T08:00:00.123Z","kind":"log","origin":"worknode",\
                        "owner":"laptop","severity":"warn","message":"started \\"cleanup\\"","metadata":{"n":1}}""");
    }

    @Test
    void noCharacterEndsTheLine() {
        String json = EventJson.write(event("a\r\nb\u2028c\u2029d\u0000\t\\", "{\n\"x\":\r\n\"\u2028\"}"));

        assertThat(json)
                .contains("a\\r\\nb\\u2028c\\u2029d\\u0000\\t\\\\")
                .doesNotContain("\n", "\r", "\u2028", "\u2029");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T08:00:00Z, 2026-11-20T08:00:00.000Z",
        "2026-01-02T03:04:05.0069999Z, 2026-01-02T03:04:05.006Z",
        "1969-12-31T23:59:59.9Z, 1969-12-31T23:59:59.900Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z"
    })
    void timesHaveMilliseconds(Instant at, String text) {
        Events.Event event = new Events.Event(1, at, "log", "", "", Severity.INFO, "", "{}");
        assertThat(EventJson.write(event)).contains("\"at\":\"" + text + "\"");
    }

    @Test
    void whateverTheTextAParserReadsItBack() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder message = new StringBuilder();
            random.ints(20, 0, 0x2100).forEach(message::appendCodePoint);
            JsonNode read = new ObjectMapper().readTree(EventJson.write(event(message.toString(), "{}")));
            assertThat(read.path("message").asText()).isEqualTo(message.toString());
        }
    }

    private static Events.Event event(String message, String metadata) {
        Instant at = Instant.parse("2026-11-20T08:00:00.123456Z");
        return new Events.Event(
                7_234_000_000_000_000_001L, at, "log", "worknode", "laptop", Severity.WARN, message, metadata);
    }
}
