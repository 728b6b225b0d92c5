package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.MultiMap;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerParamsTest {

    @Test
    void whatIsNotGivenIsTheDefault() {
        assertThat(TriggerParams.state(null)).isEmpty();
        assertThat(TriggerParams.time("since", null)).isNull();
        assertThat(TriggerParams.time("since", "")).isNull();
        assertThat(TriggerParams.limit(null)).isEqualTo(100);
    }

    @Test
    void aStateIsOneThatADeliveryHas() {
        assertThat(TriggerParams.state("due")).isEqualTo("due");
        assertThat(invalid(() -> TriggerParams.state("Done"))).isEqualTo("state");
    }

    @Test
    void aParameterThatIsMisspeltOrGivenTwiceIsRefused() {
        MultiMap given = MultiMap.caseInsensitiveMultiMap().add("since", "a").add("until", "b");
        TriggerParams.only(given, "since", "until");

        assertThat(invalid(() -> TriggerParams.only(given, "since"))).isEqualTo("until");
        given.add("since", "c");
        assertThat(invalid(() -> TriggerParams.only(given, "since", "until"))).isEqualTo("since");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-20T08:00:00Z", "2026-11-20T09:30:00+01:30", "2026-11-20T08:00:00.000Z"})
    void aTimeHasAZone(String time) {
        assertThat(TriggerParams.time("since", time)).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "2026-11-20", "2026-11-20T08:00:00", "2026-13-01T00:00:00Z", "1732089600"})
    void whatIsNoTimeIsNamed(String time) {
        assertThat(invalid(() -> TriggerParams.time("until", time))).isEqualTo("until");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1001", "10.0", "1e2", "99999999999", "ten", " 5"})
    void aLimitOutOfBoundsIsNamed(String limit) {
        assertThat(invalid(() -> TriggerParams.limit(limit))).isEqualTo("limit");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void aLimitWithinBoundsIsTaken(int limit) {
        assertThat(TriggerParams.limit(Integer.toString(limit))).isEqualTo(limit);
    }

    @Test
    void whatMustBeThereIsNamed() {
        assertThat(TriggerParams.required("trigger_id", "x")).isEqualTo("x");
        assertThat(invalid(() -> TriggerParams.required("trigger_id", null))).isEqualTo("trigger_id");
        assertThat(invalid(() -> TriggerParams.required("trigger_id", ""))).isEqualTo("trigger_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "none", "0192f0c1", "0192f0c1-2b3c-7d4e-8f50-61728394a5bg", "1-1-1-1-99999999999999999"})
    void whatIsNoIdIsTheIdOfNothing(String id) {
        FaultException refused = catchThrowableOfType(FaultException.class, () -> TriggerParams.id("trigger", id));

        assertThat(refused.fault()).isInstanceOf(Fault.NotFound.class);
        assertThat(refused.fault().why()).contains("trigger");
    }

    private static String invalid(ThrowingCallable reading) {
        FaultException refused = catchThrowableOfType(FaultException.class, reading);
        return ((Fault.Invalid) refused.fault()).errors().getFirst().field();
    }
}
