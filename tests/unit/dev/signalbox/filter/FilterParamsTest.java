package dev.signalbox.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParamsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    @Test
    void noParametersAndEmptyOnesLetEverythingThrough() {
        assertThat(FilterParams.parse(name -> List.of())).isEqualTo(Events.Filter.ALL);
        assertThat(FilterParams.parse(name -> List.of(""))).isEqualTo(Events.Filter.ALL);
    }

    @Test
    void everyParameterIsRead() {
        Events.Filter filter = params(Map.of(
                        "q", List.of("disk user:bob"),
                        "origin", List.of("a,b", "c*", "a,b"),
                        "severity", List.of("error,warn", "critical"),
                        "kind", List.of("log", "node, monitor"),
                        "since", List.of("2026-11-20T08:00:00+01:00"),
                        "until", List.of("2026-11-20T08:00:00.5Z")))
                .filter();

        assertThat(filter)
                .isEqualTo(new Events.Filter(
                        List.of(Severity.ERROR, Severity.WARN, Severity.CRITICAL),
                        List.of("log", "node", "monitor"),
                        List.of("a,b", "c*"),
                        "disk user:bob",
                        Instant.parse("2026-11-20T07:00:00Z"),
                        Instant.parse("2026-11-20T08:00:00.500Z")));
    }

    @Test
    void timesMayBeRelativeOrHaveLostTheirPlus() {
        assertThat(since("15m")).isEqualTo(NOW.minus(Duration.ofMinutes(15)));
        assertThat(since("-2h")).isEqualTo(NOW.minus(Duration.ofHours(2)));
        assertThat(since("30s")).isEqualTo(NOW.minusSeconds(30));
        assertThat(since("7d")).isEqualTo(NOW.minus(Duration.ofDays(7)));
        assertThat(since("2026-11-20 08:00:00 01:00")).isEqualTo(Instant.parse("2026-11-20T07:00:00Z"));
        assertThat(since("2026-11-20t08:00:00z")).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-11-20",
                "2026-11-20T08:00:00",
                "1763625600",
                "-1",
                "2026-13-01T00:00:00Z",
                "1w"
            })
    void otherTimesAreRefused(String text) {
        FilterParams params = params(Map.of("since", List.of(text)));
        params.filter();
        assertThat(mistakes(params))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("\"" + text + "\"", "2026-11-20T08:00:00Z"));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        FilterParams params = params(Map.of(
                "q", List.of("\"open"),
                "severity", List.of("warn,fatal", "ERROR"),
                "since", List.of("soon"),
                "limit", List.of("0"),
                "before", List.of("9223372036854775808")));
        params.filter();
        params.limit(50, 200);
        params.id("before", Long.MAX_VALUE);

        assertThat(mistakes(params))
                .extracting(Fault.FieldError::field)
                .containsExactlyInAnyOrder("q", "severity", "severity", "since", "limit", "before");
        assertThat(mistakes(params))
                .extracting(Fault.FieldError::field, Fault.FieldError::message)
                .contains(tuple("severity", "\"fatal\" is none of debug, info, warn, error, critical"));
    }

    @Test
    void whatHasOneValueMayNotBeGivenTwice() {
        FilterParams params = params(Map.of(
                "q", List.of("a", "b"),
                "since", List.of("1h", "2h", "3h"),
                "limit", List.of("5", "5"),
                "before", List.of("", "7", ""),
                "kind", List.of("log", "node")));
        assertThat(params.filter().kinds()).containsExactly("log", "node");
        params.limit(50, 200);

        assertThat(params.id("before", 0)).isEqualTo(7);
        assertThat(mistakes(params))
                .extracting(Fault.FieldError::field, Fault.FieldError::message)
                .containsExactlyInAnyOrder(
                        tuple("q", "is given 2 times; only one value can be meant"),
                        tuple("since", "is given 3 times; only one value can be meant"),
                        tuple("limit", "is given 2 times; only one value can be meant"));
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsAMistake() {
        FilterParams params = params(Map.of("since", List.of("1h"), "until", List.of("2h")));
        params.filter();
        assertThat(mistakes(params)).extracting(Fault.FieldError::field).containsExactly("until");
    }

    @Test
    void tooManyValuesAreAMistake() {
        List<String> many = IntStream.range(0, 65).mapToObj(n -> "o" + n).toList();
        FilterParams params = params(Map.of("origin", many));
        params.filter();
        assertThat(mistakes(params))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).isEqualTo("has 65 values; at most 64 are allowed"));
    }

    @Test
    void limitsAndIdsHaveBounds() {
        FilterParams params = params(Map.of("limit", List.of("200"), "from", List.of("9223372036854775807")));
        assertThat(params.limit(50, 200)).isEqualTo(200);
        assertThat(params.id("from", 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(params.id("before", 7)).isEqualTo(7);
        params.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "0x1", "1.0", "٣", "abc", "99999999999999999999"})
    void whatIsNoDecimalNumberIsNoId(String text) {
        FilterParams params = params(Map.of("from", List.of(text)));
        params.id("from", 0);
        assertThat(mistakes(params)).hasSize(1);
    }

    @Test
    void aFlagIsOneOrZero() {
        FilterParams params = params(Map.of("on", List.of("1"), "off", List.of("0"), "empty", List.of("")));
        assertThat(params.flag("on", false)).isTrue();
        assertThat(params.flag("off", true)).isFalse();
        assertThat(params.flag("empty", true)).isTrue();
        assertThat(params.flag("absent", true)).isTrue();
        params.check();

        FilterParams wrong = params(Map.of("on", List.of("yes")));
        wrong.flag("on", false);
        assertThat(mistakes(wrong)).extracting(Fault.FieldError::field).containsExactly("on");
    }

    private static Instant since(String text) {
        FilterParams params = params(Map.of("since", List.of(text)));
        Instant since = params.filter().since();
        params.check();
        return since;
    }

    private static FilterParams params(Map<String, List<String>> values) {
        return new FilterParams(name -> values.getOrDefault(name, List.of()), NOW);
    }

    private static List<Fault.FieldError> mistakes(FilterParams params) {
        FaultException[] thrown = new FaultException[1];
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(params::check)
                .satisfies(e -> thrown[0] = e);
        return ((Fault.Invalid) thrown[0].fault()).errors();
    }
}
