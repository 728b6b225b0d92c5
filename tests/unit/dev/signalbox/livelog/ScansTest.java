package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.livelog.Scans.Scan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScansTest {

    private final Vertx vertx = Vertx.vertx();
    private final Workers workers = new Workers(vertx);
    private final Scans scans = new Scans(workers);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void end() {
        released.countDown();
        vertx.close().await();
    }

    @Test
    void oneMoreThanThereArePlacesIsRefusedUntilAnotherIsDone() {
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < Scans.PLACES; i++) {
            all.add(scans.forAsker("", this::wait));
        }

        Future<Boolean> refused = scans.forAsker("", scan -> scan.slice(spent -> true));

        assertThat(refused.cause())
                .isInstanceOfSatisfying(
                        FaultException.class,
                        known -> assertThat(known.fault()).isInstanceOfSatisfying(Fault.Unavailable.class, fault -> {
                            assertThat(fault.retryAfterSeconds()).isPositive();
                            assertThat(fault.why()).contains("searches of live logs");
                        }));
        released.countDown();
        Future.all(all).await();
        assertThat(scans.forAsker("", scan -> scan.slice(spent -> true)).await())
                .isTrue();
    }

    @Test
    void whatReadsAMomentDoesNotWaitForWhatReadsLong() {
        for (int i = 0; i < Scans.PLACES; i++) {
            scans.forAsker("", this::wait);
        }

        assertThat(workers.files(() -> "read").await()).isEqualTo("read");
    }

    @Test
    void forOneWhoHasLeftNothingMoreIsDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> gone = scans.forAsker("reader", scan -> forEver(scan, begun));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        scans.left("reader");

        assertThat(gone.<Boolean>transform(ended -> Future.succeededFuture(ended.failed()))
                        .await())
                .isTrue();
        // The place is free again, and the name unknown.
        scans.left("reader");
        assertThat(scans.forAsker("reader", scan -> scan.slice(spent -> true)).await())
                .isTrue();
    }

    private static Future<Boolean> forEver(Scan scan, CountDownLatch begun) {
        return scan.slice(spent -> {
                    begun.countDown();
                    while (!spent.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    return true;
                })
                .compose(next -> forEver(scan, begun));
    }

    private Future<Boolean> wait(Scan scan) {
        return scan.slice(spent -> released.await(30, TimeUnit.SECONDS));
    }
}
