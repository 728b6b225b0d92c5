package dev.signalbox.events;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the event tables need from time to time. Every node does all of it; each piece is safe to be done by several at
 * once. Not thread-safe: the writer's event loop owns it.
 */
final class Upkeep {

    private static final Logger LOGGER = LoggerFactory.getLogger(Upkeep.class);

    /** Days made ahead, so that a node whose database is away around midnight still finds tomorrow's. */
    private static final int DAYS_AHEAD = 3;

    /** Batches counted by one statement: enough to keep up with any load, few enough to hold locks only briefly. */
    private static final int COUNT_BATCHES = 5_000;

    private static final Duration SEAL_EVERY = Duration.ofSeconds(1);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(2);
    private static final Duration DAYS_EVERY = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final BlockSql blocks;
    private final PartitionSql partitions;
    private final WriterSql writer;
    private final Duration retention;
    private final Outage sealOutage = new Outage("summarising events", System::nanoTime);
    private final Outage countOutage = new Outage("counting events", System::nanoTime);
    private final Outage daysOutage = new Outage("keeping the days", System::nanoTime);
    private @Nullable Sealer sealer;
    private boolean counting;

    Upkeep(Vertx vertx, PartitionSql partitions, BlockSql blocks, WriterSql writer, Duration retention) {
        this.vertx = vertx;
        this.partitions = partitions;
        this.blocks = blocks;
        this.writer = writer;
        this.retention = retention;
    }

    /** @param busy whether events are arriving right now */
    void begin(BooleanSupplier busy) {
        Sealer summaries = new Sealer(vertx, blocks, Instant::now, busy, sealOutage);
        sealer = summaries;
        vertx.setPeriodic(SEAL_EVERY.toMillis(), timer -> summaries.run());
        vertx.setPeriodic(COUNT_EVERY.toMillis(), timer -> count());
        vertx.setPeriodic(0, DAYS_EVERY.toMillis(), timer -> keepDays());
    }

    void end() {
        if (sealer != null) {
            sealer.stop();
        }
    }

    /** Makes the days that are needed now and soon; yesterday too, for a clock that steps back. */
    Future<Void> makeDays() {
        LocalDate today = today();
        return partitions.ensure(
                today.minusDays(1).datesUntil(today.plusDays(DAYS_AHEAD + 1L)).toList());
    }

    private void keepDays() {
        makeDays()
                .compose(made -> dropDays())
                .onSuccess(kept -> daysOutage.worked())
                .onFailure(daysOutage::failed);
    }

    /** Drops the days whose every event is older than the retention. */
    private Future<Void> dropDays() {
        LocalDate oldest = LocalDate.ofInstant(Instant.now().minus(retention), ZoneOffset.UTC);
        return partitions.dropBefore(oldest).onSuccess(Upkeep::logDropped).mapEmpty();
    }

    /** Takes what waits in the outbox into the counts, until nothing is left. Does nothing while it is at it. */
    private void count() {
        if (!counting) {
            counting = true;
            countSome()
                    .onComplete(done -> counting = false)
                    .onSuccess(done -> countOutage.worked())
                    .onFailure(countOutage::failed);
        }
    }

    private Future<Void> countSome() {
        return writer.count(COUNT_BATCHES)
                .compose(batches -> batches < COUNT_BATCHES ? Future.succeededFuture() : countSome());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    }

    private static void logDropped(List<String> days) {
        if (!days.isEmpty()) {
            LOGGER.atInfo().addKeyValue("days", days).log("dropped events past their retention");
        }
    }
}
