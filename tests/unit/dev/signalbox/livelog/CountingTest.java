package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CountingTest {

    private static final int LENGTH = 9 * LineIndex.STRETCH + 5;

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Scans scans = new Scans(new Workers(vertx));
    private final Counting counting = new Counting();

    @AfterEach
    void end() {
        vertx.close().await();
    }

    /** All but one wait, and one more asks while both threads are held up: nobody else's place is needed. */
    @Test
    void manyWhoAskForOneIndexAreAnsweredTogether() throws IOException {
        LogFile log = LogFile.random(new Random(40), LENGTH);
        LineIndex index = new LineIndex();
        CountDownLatch released = new CountDownLatch(1);
        try (FileChannel file = log.in(directory)) {
            for (int i = 0; i < Scans.PLACES - 1; i++) {
                scans.forAsker("", scan -> scan.slice(spent -> released.await(30, TimeUnit.SECONDS)));
            }
            List<Future<Void>> askers = new ArrayList<>();
            for (int i = 0; i < 2 * Scans.PLACES; i++) {
                askers.add(scans.forAsker("", scan -> counting.reach(scan, index, file, LENGTH)));
            }
            released.countDown();
            Future.all(askers).await();

            assertThat(index.offset(file, LENGTH, LENGTH).lines())
                    .isEqualTo(log.starts(LENGTH).size());
        }
    }

    @Test
    void whoLeavesDoesNotTakeItFromTheOthers() throws IOException {
        LogFile log = LogFile.random(new Random(41), LENGTH);
        LineIndex index = new LineIndex();
        CountDownLatch released = new CountDownLatch(1);
        try (FileChannel file = log.in(directory)) {
            Future<?> first = scans.forAsker("", scan -> scan.slice(spent -> released.await(30, TimeUnit.SECONDS)));
            Future<?> second = scans.forAsker("", scan -> scan.slice(spent -> released.await(30, TimeUnit.SECONDS)));
            Future<Void> leaves = scans.forAsker("leaves", scan -> counting.reach(scan, index, file, LENGTH));
            Future<Void> stays = scans.forAsker("stays", scan -> counting.reach(scan, index, file, LENGTH));
            scans.left("leaves");
            released.countDown();

            stays.await();
            Future.all(first, second).await();
            assertThat(leaves.<Boolean>transform(ended -> Future.succeededFuture(ended.failed()))
                            .await())
                    .isTrue();
            assertThat(index.reaches(LENGTH)).isTrue();
        }
    }
}
