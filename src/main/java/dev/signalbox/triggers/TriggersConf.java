package dev.signalbox.triggers;

import dev.signalbox.conf.Settings;
import dev.signalbox.web.Cidr;
import java.time.Duration;
import java.util.List;

/**
 * The {@code triggers} block of {@code conf/signalbox.yaml}.
 *
 * @param allowTargets blocks that webhooks may reach although they are private or reserved
 * @param timeout of one try, from looking up the name to the end of the answer
 * @param targetConnections that one trigger has to its target at once
 * @param inFlight deliveries that this node has under way at once
 * @param responseBytes read of an answer at most
 * @param burst events that one trigger may fire on at once before {@code rate} counts
 * @param rate events a second that one trigger may fire on
 * @param giveUpAfter how long all deliveries of a trigger must have failed for it to be stopped
 * @param retention of a delivery, once it is done or dead
 */
public record TriggersConf(
        List<Cidr> allowTargets,
        Duration timeout,
        int targetConnections,
        int inFlight,
        int responseBytes,
        int burst,
        int rate,
        Duration giveUpAfter,
        Duration retention) {

    /** For how long a delivery that is tried is ours alone: a wait, the try, and what it takes to record it. */
    Duration lease() {
        return timeout.plus(Lane.PATIENCE.multipliedBy(2));
    }

    public TriggersConf {
        allowTargets = List.copyOf(allowTargets);
    }

    /** Reads the block; what is wrong with it is noted in {@code settings}. */
    public static TriggersConf from(Settings settings) {
        return new TriggersConf(
                Cidr.list(settings, "triggers.allow-targets"),
                settings.duration("triggers.timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                settings.number("triggers.target-connections", 1, 1_000),
                settings.number("triggers.in-flight", 1, 10_000),
                (int) settings.bytes("triggers.response-bytes", Snippet.MAX_BYTES, 16 << 20),
                settings.number("triggers.burst", 1, 10_000_000),
                settings.number("triggers.rate", 1, 1_000_000),
                settings.duration("triggers.give-up-after", Duration.ofHours(1), Duration.ofDays(365)),
                settings.duration("triggers.retention", Duration.ofDays(1), Duration.ofDays(3_650)));
    }
}
