package dev.signalbox.monitors;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of tidying up. Every verticle of every node may do it at any time; the rounds do not get in each other's way. */
final class Sweep {

    private static final Logger LOGGER = LoggerFactory.getLogger(Sweep.class);

    /** How far back hours are joined. Longer than any batch can be late; what a stopped node left apart stays apart. */
    private static final int HOURS_JOINED = 3;

    private final SweepSql sql;
    private final Duration retention;

    Sweep(SweepSql sql, Duration retention) {
        this.sql = sql;
        this.retention = retention;
    }

    /** Never fails: what cannot be done now is left to the next round. */
    Future<Void> run(Instant now) {
        int expired = Stamp.of(now.minus(retention)).hour();
        return sql.joinHours(Stamp.of(now).hour() - HOURS_JOINED)
                .compose(joined -> sql.expire(expired))
                .compose(dropped -> sql.dropSilentStrips(expired))
                .otherwise(cause -> {
                    LOGGER.atWarn().addKeyValue("cause", cause.toString()).log("sweep of check-ins gave up");
                    return null;
                });
    }
}
