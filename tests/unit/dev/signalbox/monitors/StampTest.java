package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "2026-11-20T07:59:59.999Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z"
            })
    void everyMillisecondComesBack(String at) {
        assertThat(Stamp.of(Instant.parse(at)).at()).isEqualTo(at);
    }

    @Test
    void whatIsFinerThanAMillisecondIsCutOff() {
        assertThat(Stamp.of(Instant.parse("2026-11-20T08:00:00.001999Z")).millis())
                .isEqualTo(1);
    }
}
