package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProducerPriorityTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final ProducerPriority priority = new ProducerPriority(nanos::get);

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void lastsForAMomentAfterAProducerWasHeldUp() {
        assertThat(priority.active()).isFalse();

        priority.heldUp();
        assertThat(priority.active()).isTrue();

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
        assertThat(priority.active()).isTrue();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
        assertThat(priority.active()).isFalse();
    }

    @Test
    @Timeout(30)
    void readersTakeTurnsWhileItLastsAndThenAllGoOn() throws Exception {
        Context loop = vertx.getOrCreateContext();
        List<Integer> ran = new CopyOnWriteArrayList<>();
        CompletableFuture<List<Integer>> afterTheSecond = new CompletableFuture<>();
        CompletableFuture<List<Integer>> afterTheThird = new CompletableFuture<>();
        priority.heldUp();

        loop.runOnContext(turn -> {
            ProducerPriority.Turns turns = priority.on(loop);
            turns.await(() -> ran.add(1));
            turns.await(() -> {
                ran.add(2);
                // Before the next tick, and after all that this one runs.
                loop.runOnContext(next -> afterTheSecond.complete(List.copyOf(ran)));
                nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            });
            turns.await(() -> {
                ran.add(3);
                loop.runOnContext(next -> afterTheThird.complete(List.copyOf(ran)));
            });
            turns.await(() -> ran.add(4));
            turns.await(() -> ran.add(5));
        });

        assertThat(afterTheSecond.get()).containsExactly(1, 2);
        assertThat(afterTheThird.get()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    @Timeout(30)
    void aReaderThatComesBackWaitsForAnotherTurn() throws Exception {
        Context loop = vertx.getOrCreateContext();
        List<String> ran = new CopyOnWriteArrayList<>();
        CompletableFuture<List<String>> done = new CompletableFuture<>();
        priority.heldUp();

        loop.runOnContext(turn -> {
            ProducerPriority.Turns turns = priority.on(loop);
            turns.await(() -> {
                ran.add("a");
                turns.await(() -> {
                    ran.add("a again");
                    done.complete(List.copyOf(ran));
                });
            });
            turns.await(() -> ran.add("b"));
        });

        assertThat(done.get()).containsExactly("a", "b", "a again");
    }
}
