package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors.CheckIn;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckInQueueTest {

    private static final MonitorsConf CONF = new MonitorsConf(1, 5, 3, Duration.ofDays(1), Duration.ofMinutes(1));

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<List<CheckIn>> batches = new ArrayList<>();
    private final List<Promise<Void>> commits = new ArrayList<>();
    private long now;
    private final CheckInQueue queue = new CheckInQueue(CONF, this::store, new MonitorsMeters(registry), () -> now);

    @Test
    void theFirstWaitsForNobody() {
        queue.add(checkIn("a"));

        assertThat(origins()).containsExactly(List.of("a"));
    }

    @Test
    void whatArrivesMeanwhileIsTheNextBatchUpToItsLimit() {
        addAll("a", "b", "c", "d", "e");

        commits.get(0).complete();
        commits.get(1).complete();

        assertThat(origins()).containsExactly(List.of("a"), List.of("b", "c", "d"), List.of("e"));
    }

    @Test
    void nobodyIsAnsweredBeforeTheCommit() {
        List<Future<Void>> answers = addAll("a", "b");

        commits.get(0).complete();

        assertThat(answers).extracting(Future::isComplete).containsExactly(true, false);
    }

    @Test
    void aFailedBatchFailsAllOfItAndNoneOfTheNext() {
        List<Future<Void>> answers = addAll("a", "b", "c");
        commits.get(0).complete();

        Future<Void> later = queue.add(checkIn("d"));
        commits.get(1).fail("gone");
        commits.get(2).complete();

        assertThat(answers).extracting(Future::failed).containsExactly(false, true, true);
        assertThat(later.succeeded()).isTrue();
        assertThat(registry.counter("signalbox.monitors.committed").count()).isEqualTo(2);
        assertThat(rejected("database")).isEqualTo(2);
    }

    @Test
    void aFullQueueRefusesAndCountsWhatItRefused() {
        addAll("a", "b", "c", "d", "e");

        Future<Void> refused = queue.add(checkIn("f"));

        assertThat(refused.cause())
                .isInstanceOfSatisfying(
                        FaultException.class, fault -> assertThat(fault.fault()).isInstanceOf(Fault.Unavailable.class));
        assertThat(rejected("queue_full")).isEqualTo(1);
        assertThat(registry.counter("signalbox.monitors.accepted").count()).isEqualTo(5);
    }

    @Test
    void whoWaitsForADatabaseThatHangsIsRefusedAndWhatIsUnderWayIsNot() {
        List<Future<Void>> answers = addAll("a", "b");
        now = Duration.ofSeconds(4).toNanos();
        queue.look();
        assertThat(answers).noneMatch(Future::isComplete);

        now++;
        Future<Void> late = queue.add(checkIn("c"));
        queue.look();
        assertThat(late.failed()).isTrue();
        assertThat(answers).extracting(Future::isComplete).containsExactly(false, true);
        assertThat(rejected("stalled")).isEqualTo(2);

        commits.getFirst().complete();
        queue.add(checkIn("d"));
        assertThat(answers.getFirst().succeeded()).isTrue();
        assertThat(origins()).containsExactly(List.of("a"), List.of("d"));
    }

    @Test
    void drainingEndsWithTheLastAnswer() {
        addAll("a", "b");

        Future<Void> drained = queue.drain();
        commits.get(0).complete();
        boolean early = drained.isComplete();
        commits.get(1).complete();

        assertThat(early).isFalse();
        assertThat(drained.succeeded()).isTrue();
    }

    @Test
    void anEmptyQueueIsDrained() {
        assertThat(queue.drain().succeeded()).isTrue();
    }

    private Future<Void> store(List<CheckIn> batch) {
        batches.add(batch);
        Promise<Void> commit = Promise.promise();
        commits.add(commit);
        return commit.future();
    }

    private List<Future<Void>> addAll(String... origins) {
        return IntStream.range(0, origins.length)
                .mapToObj(i -> queue.add(checkIn(origins[i])))
                .toList();
    }

    private List<List<String>> origins() {
        return batches.stream()
                .map(batch -> batch.stream().map(CheckIn::origin).toList())
                .toList();
    }

    private double rejected(String reason) {
        return registry.counter("signalbox.monitors.rejected", "reason", reason).count();
    }

    private static CheckIn checkIn(String origin) {
        return new CheckIn(origin, "host", Instant.EPOCH);
    }
}
