package dev.signalbox.events;

import dev.signalbox.bus.FaultException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of one kind of work that is tried again and again: the first, then at most one a minute, and when it
 * works again. Not thread-safe: it belongs to whoever does the work.
 */
final class Outage {

    private static final Logger LOGGER = LoggerFactory.getLogger(Outage.class);

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final String what;
    private final LongSupplier nanoClock;
    private int failures;
    private long toldAt;

    /** @param what is being done, as in "counting events" */
    Outage(String what, LongSupplier nanoClock) {
        this.what = what;
        this.nanoClock = nanoClock;
    }

    void failed(Throwable cause) {
        long now = nanoClock.getAsLong();
        failures++;
        if (failures == 1 || now - toldAt >= PAUSE.toNanos()) {
            toldAt = now;
            LOGGER.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("failures", failures)
                    .addKeyValue("why", FaultException.of(cause).why())
                    .log("upkeep failed, will be tried again");
        }
    }

    void worked() {
        if (failures > 0) {
            LOGGER.atInfo()
                    .addKeyValue("what", what)
                    .addKeyValue("failures", failures)
                    .log("upkeep works again");
            failures = 0;
        }
    }
}
