package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GrowthTest {

    private static final int LOOPS = 4;
    private static final int READERS = 40;
    private static final int LENGTH = 100_000;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() {
        vertx.close().await();
    }

    /** Each reader waits only when it has seen everything, so one wake-up too few and it never sees the end. */
    @Test
    @Timeout(60)
    void noReaderMissesAWakeUp() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            Growth growth = new Growth(0, State.LIVE);
            List<Context> loops = new ArrayList<>();
            for (int i = 0; i < LOOPS; i++) {
                loops.add(vertx.getOrCreateContext());
            }
            CountDownLatch ended = new CountDownLatch(READERS);
            AtomicInteger wrong = new AtomicInteger();
            for (int i = 0; i < READERS; i++) {
                Context loop = loops.get(i % LOOPS);
                loop.runOnContext(turn -> new Reader(growth, growth.on(loop), ended, wrong).look());
            }
            for (int length = 1; length <= LENGTH; length++) {
                growth.grew(length);
                if (length % 1_000 == 0) {
                    Thread.onSpinWait();
                }
            }
            growth.end(State.DONE);

            ended.await();
            assertThat(wrong).hasValue(0);
        }
    }

    @Test
    void whoDoesNotWaitAnyMoreIsNotWoken() throws InterruptedException {
        Growth growth = new Growth(0, State.LIVE);
        Context loop = vertx.getOrCreateContext();
        AtomicInteger woken = new AtomicInteger();
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        loop.runOnContext(turn -> {
            Growth.Waiting here = growth.on(loop);
            Runnable gone = woken::incrementAndGet;
            here.await(gone);
            here.forget(gone);
            here.await(done::countDown);
            waiting.countDown();
        });
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

        growth.grew(1);

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(woken).hasValue(0);
    }

    @Test
    void theLengthIsFinalOnceTheStateIsAnEnd() {
        Growth growth = new Growth(3, State.LIVE);
        assertThat(growth.length()).isEqualTo(3);
        growth.grew(7);
        growth.end(State.BROKEN);

        assertThat(growth.state()).isEqualTo(State.BROKEN);
        assertThat(growth.length()).isEqualTo(7);
    }

    private record Reader(Growth growth, Growth.Waiting waiting, CountDownLatch ended, AtomicInteger wrong) {

        void look() {
            State state = growth.state();
            long length = growth.length();
            if (state == State.LIVE) {
                waiting.await(this::look);
            } else {
                wrong.addAndGet(length == LENGTH ? 0 : 1);
                ended.countDown();
            }
        }
    }
}
