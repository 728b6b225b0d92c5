package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class LivelogMetersTest {

    @Test
    void everyMeterSaysWhatItIs() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        LivelogMeters meters = new LivelogMeters(registry, new Shelf(null, null, null, null, "node"));
        meters.rejected("busy");
        meters.ended(State.DONE);
        meters.dropped("keep-age");
        meters.kept(7);

        assertThat(registry.getMeters())
                .hasSizeGreaterThan(8)
                .extracting(Meter::getId)
                .allSatisfy(
                        id -> assertThat(id.getDescription()).as(id.getName()).isNotBlank());
        assertThat(registry.get("signalbox.livelog.kept.bytes").gauge().value()).isEqualTo(7);
    }
}
