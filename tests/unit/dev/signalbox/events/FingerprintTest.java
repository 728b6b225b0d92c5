package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Severity;
import dev.signalbox.filter.SearchParser;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private final Fingerprint fingerprint = new Fingerprint();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disk",
                "DISK",
                "sk fu",
                "\"Disk full\"",
                "über",
                "\u212Aelvin",
                "kelvin",
                "host:web1",
                "job.id:7",
                "job.ok:true",
                "job.list.1:b",
                "n:2.50",
                "-absent",
                "/regex/",
                "ab"
            })
    void everySearchThatMatchesAnEventFindsItsBits(String q) {
        add(
                "Disk full: ÜBER \u212Aelvin",
                "{\"host\":\"web1\",\"n\":2.50,\"job\":{\"id\":7,\"ok\":true,\"none\":null,\"list\":[\"a\",\"b\"]}}");

        assertThat(excludes(q)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "full disk", "host:web2", "job:7", "id:7", "job.list.0:b"})
    void aSearchForWhatDoesNotOccurIsExcluded(String q) {
        add("Disk full", "{\"host\":\"web1\",\"job\":{\"id\":7,\"list\":[\"a\",\"b\"]}}");

        assertThat(excludes("\"" + q + "\"") || excludes(q)).isTrue();
    }

    @Test
    void originAndKindAreLookedUpUnlessTheyArePatterns() {
        add("m", "{}");

        assertThat(excludes(filter("", "web"))).isFalse();
        assertThat(excludes(filter("", "db"))).isTrue();
        assertThat(Fingerprint.needed(filter("", "w*"), SearchParser.parse(""))).isEmpty();
        assertThat(Fingerprint.needed(filter("", "web", "db"), SearchParser.parse("")))
                .isEmpty();
    }

    @Test
    void anythingThatOccursInRandomTextIsNeverExcluded() {
        Random random = new Random(5);
        String alphabet = "abcXYZ019 -_/é\u0130\uD83D\uDE00";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        add(text.toString(), "{}");

        for (int i = 0; i < 5_000; i++) {
            int from = random.nextInt(text.length() - 12);
            String part = text.substring(from, from + 1 + random.nextInt(12));
            Set<Integer> needed = Fingerprint.needed(
                    Filter.ALL,
                    new dev.signalbox.filter.Search(
                            List.of(new dev.signalbox.filter.Search.Text(part.toLowerCase(java.util.Locale.ROOT)))));
            assertThat(needed).allMatch(fingerprint::get);
        }
    }

    @Test
    void aRunOfTypicalEventsLeavesMostBitsClear() {
        Random random = new Random(9);
        for (int i = 0; i < BlockSql.EVENTS; i++) {
            add(
                    "request " + i + " from user-" + random.nextInt(100_000) + " took " + random.nextInt(999)
                            + " ms, trace " + Long.toHexString(random.nextLong()),
                    "{\"host\":\"web" + random.nextInt(20) + "\"}");
        }
        int set = 0;
        for (int bit = 0; bit < Fingerprint.BITS; bit++) {
            set += fingerprint.get(bit) ? 1 : 0;
        }

        assertThat(set).isLessThan(Fingerprint.BITS / 4);
    }

    private void add(String message, String metadata) {
        fingerprint.add(new Event(1, Instant.EPOCH, "log", "web", "me", Severity.INFO, message, metadata));
    }

    private boolean excludes(String q) {
        return excludes(filter(q));
    }

    private boolean excludes(Filter filter) {
        return !Fingerprint.needed(filter, SearchParser.parse(filter.q())).stream()
                .allMatch(fingerprint::get);
    }

    private static Filter filter(String q, String... origins) {
        return new Filter(List.of(), List.of(), List.of(origins), q, null, null);
    }
}
