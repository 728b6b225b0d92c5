package dev.signalbox.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMatcherTest {

    private static final Instant AT = Instant.parse("2026-11-20T08:00:00.123Z");

    private static final String METADATA = """
            {"user":"Bob B","n":200,"neg":-1,"half":1.50,"big":1e2,"huge":1e999999999,"ok":true,"none":null,"":"empty",
             "a":{"b":{"c":"deep"}},"tags":["x",{"y":"z"}],"path":"/etc/passwd","unicode":"\\u00e9"}""";

    @Test
    void theEmptyFilterMatchesEverything() {
        assertThat(EventMatcher.of(Events.Filter.ALL).matches(event("x"))).isTrue();
    }

    @Test
    void severitiesAndKindsAreAlternatives() {
        assertThat(matches(
                        new Events.Filter(List.of(Severity.INFO, Severity.WARN), List.of(), List.of(), "", null, null)))
                .isTrue();
        assertThat(matches(new Events.Filter(List.of(Severity.ERROR), List.of(), List.of(), "", null, null)))
                .isFalse();
        assertThat(matches(new Events.Filter(List.of(), List.of("node", "log"), List.of(), "", null, null)))
                .isTrue();
        assertThat(matches(new Events.Filter(List.of(), List.of("Log"), List.of(), "", null, null)))
                .isFalse();
    }

    @Test
    void sinceIsInclusiveAndUntilIsNot() {
        assertThat(matches(new Events.Filter(List.of(), List.of(), List.of(), "", AT, AT.plusMillis(1))))
                .isTrue();
        assertThat(matches(new Events.Filter(List.of(), List.of(), List.of(), "", AT.plusNanos(1), null)))
                .isFalse();
        assertThat(matches(new Events.Filter(List.of(), List.of(), List.of(), "", null, AT)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "web-1, true",
        "web*, true",
        "*1, true",
        "*, true",
        "w*b*1, true",
        "web-1*, true",
        "**web-1**, true",
        "WEB-1, false",
        "web, false",
        "web-?, false",
        "web-*2, false",
        "*web, false",
        "w*b*b*1, false",
        "'', false"
    })
    void originsAreExactOrGlobs(String pattern, boolean matches) {
        assertThat(matches(new Events.Filter(List.of(), List.of(), List.of("other", pattern), "", null, null)))
                .isEqualTo(matches);
    }

    @Test
    void aGlobOfManyStarsTakesNoTime() {
        assertThat(new Glob("*a".repeat(500) + "b").matches("a".repeat(5_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disk full",
                "DISK",
                "\"disk is\"",
                "isk",
                "-empty",
                "/D.sk\\s/",
                "/DISK/i",
                "-/DISK/",
                "/full$/",
                "disk -x -y",
                "user:\"Bob B\"",
                "n:200",
                "neg:-1",
                "half:1.50",
                "big:100",
                "ok:true",
                "a.b.c:deep",
                "tags.0:x",
                "tags.1.y:z",
                "path:/etc/passwd",
                "unicode:é",
                "-user:x",
                "-missing:x",
                "disk user:\"Bob B\" -n:201 /full/"
            })
    void aMatchingSearchMatches(String q) {
        assertThat(search(q, "Disk is FULL\nor full")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disk empty", "\"disk full\"", "-disk", "/DISK/", "/^full$/", "user:bob", "user:\"bob b\"", "n:200.0",
                        "half:1.5",
                "big:1e2", "huge:1", "ok:TRUE", "none:null", "none:", "a.b:deep", "a.b.c.d:deep", "tags:x", "tags.2:x",
                "tags.x:x", "Bob", "missing:x", "-n:200"
            })
    void anyTermThatDoesNotHoldIsEnough(String q) {
        assertThat(search(q, "Disk is FULL\nor so")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[", "[1]", "null", "\"x\""})
    void metadataThatIsNoObjectHasNoFields(String metadata) {
        EventMatcher matcher = EventMatcher.of(filter("n:1"));
        assertThat(matcher.matches(event("x", metadata))).isFalse();
    }

    @Test
    void metadataNestedTooDeepHasNoFields() {
        String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
        assertThat(EventMatcher.of(filter("a:1")).matches(event("x", deep))).isFalse();
    }

    @Test
    void textIsFoundAsIfBothSidesWereLowerCase() {
        Random random = new Random(42);
        String alphabet = "aAbBkKiIsSzZ@[`{\u212a\u0130\u0307éÉßΣσς\ud835\udc00";
        for (int i = 0; i < 100_000; i++) {
            String message = random(random, alphabet, 12);
            String text = random(random, alphabet, 3).toLowerCase(Locale.ROOT);
            if (!text.isEmpty()) {
                assertThat(new FoldedText(text).isIn(message))
                        .as("%s in %s", text, message)
                        .isEqualTo(message.toLowerCase(Locale.ROOT).contains(text));
            }
        }
    }

    private static String random(Random random, String alphabet, int max) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(max + 1), 0, alphabet.length()).forEach(c -> text.append(alphabet.charAt(c)));
        return text.toString();
    }

    private static boolean search(String q, String message) {
        return EventMatcher.of(filter(q)).matches(event(message));
    }

    private static boolean matches(Events.Filter filter) {
        return EventMatcher.of(filter).matches(event("x"));
    }

    private static Events.Filter filter(String q) {
        return new Events.Filter(List.of(), List.of(), List.of(), q, null, null);
    }

    private static Events.Event event(String message) {
        return event(message, METADATA);
    }

    private static Events.Event event(String message, String metadata) {
        return new Events.Event(1, AT, "log", "web-1", "laptop", Severity.INFO, message, metadata);
    }
}
