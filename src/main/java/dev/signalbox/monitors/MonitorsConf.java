package dev.signalbox.monitors;

import dev.signalbox.conf.Settings;
import java.time.Duration;

/**
 * The {@code monitors} block of {@code conf/signalbox.yaml}.
 *
 * @param instances verticles on this node
 * @param queueLimit check-ins that may wait in one verticle, those of the statement in flight included
 * @param batchLimit check-ins that one statement stores at most
 * @param retention age at which a check-in is dropped, unless it is the last of its job
 * @param sweep pause between the end of one sweep and the start of the next
 */
public record MonitorsConf(int instances, int queueLimit, int batchLimit, Duration retention, Duration sweep) {

    /** Reads the block; what is wrong with it is noted in {@code settings}. */
    public static MonitorsConf from(Settings settings) {
        return new MonitorsConf(
                settings.number("monitors.instances", 1, 64),
                settings.number("monitors.queue", 1, 1_000_000),
                settings.number("monitors.batch", 1, 10_000),
                settings.duration("monitors.retention", Duration.ofDays(1), Duration.ofDays(3_650)),
                settings.duration("monitors.sweep", Duration.ofSeconds(1), Duration.ofDays(1)));
    }
}
