package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Stored;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private final List<Batch> statements = new ArrayList<>();
    private final List<Promise<Void>> outcomes = new ArrayList<>();
    private final List<Stored> announced = new ArrayList<>();
    private long now;
    private final GroupCommit commits = commits(EventTexts.CONF);

    @Test
    void anEventThatArrivesAloneIsStoredAtOnce() {
        Future<List<Long>> saved = commits.save(List.of(EventTexts.draft("alone")));

        assertThat(statements).hasSize(1);
        assertThat(saved.isComplete()).isFalse();
        outcomes.getFirst().complete();
        assertThat(saved.result()).containsExactly(statements.getFirst().first());
    }

    @Test
    void whatArrivesWhileStatementsAreUnderWaySharesTheNext() {
        for (int i = 0; i < 12; i++) {
            commits.save(List.of(EventTexts.draft("m" + i)));
        }
        assertThat(statements).extracting(Batch::size).containsExactly(1, 1);

        outcomes.getFirst().complete();

        assertThat(statements).extracting(Batch::size).containsExactly(1, 1, 10);
    }

    @Test
    void aLaterStatementThatEndsFirstWaitsForItsTurnToBeAnnounced() {
        Future<List<Long>> first = commits.save(List.of(EventTexts.draft("first")));
        Future<List<Long>> second = commits.save(List.of(EventTexts.draft("second")));

        outcomes.get(1).complete();
        assertThat(second.isComplete()).isFalse();
        assertThat(commits.position()).isLessThan(statements.getFirst().first());
        outcomes.get(0).complete();

        assertThat(first.succeeded()).isTrue();
        assertThat(second.succeeded()).isTrue();
        assertThat(messages()).containsExactly("first", "second");
        assertThat(commits.position()).isGreaterThanOrEqualTo(second.result().getFirst());
    }

    @Test
    void announcedPiecesJoinWithoutAGap() {
        for (int i = 0; i < 50; i++) {
            commits.save(List.of(EventTexts.draft("m" + i)));
            if (i % 3 == 0) {
                new ArrayList<>(outcomes).reversed().forEach(Promise::tryComplete);
            }
        }
        while (!commits.idle()) {
            new ArrayList<>(outcomes).reversed().forEach(Promise::tryComplete);
        }

        for (int i = 1; i < announced.size(); i++) {
            assertThat(announced.get(i).after()).isEqualTo(announced.get(i - 1).through());
        }
        assertThat(messages()).hasSize(50);
    }

    @Test
    void afterAFailureTheNextPieceDoesNotJoinSoThatStreamsLookTheGapUp() {
        commits.save(List.of(EventTexts.draft("good")));
        outcomes.getFirst().complete();
        Future<List<Long>> lost = commits.save(List.of(EventTexts.draft("lost")));

        statements.get(1).parts().forEach(part -> part.fail(new IllegalStateException("connection lost")));
        outcomes.get(1).complete();

        assertThat(lost.failed()).isTrue();
        assertThat(announced.getLast().events()).isEmpty();
        assertThat(announced.getLast().after())
                .isNotEqualTo(announced.getFirst().through());
        assertThat(announced.getLast().through()).isEqualTo(statements.get(1).last());
    }

    @Test
    void aFullQueueIsUnavailableAndSoIsAShutOne() {
        GroupCommit small = commits(new EventsConf(
                64, 64, 64, 2, 1 << 20, 10, 1, 1, Duration.ofDays(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        small.save(List.of(EventTexts.draft("under way")));
        small.save(List.of(EventTexts.draft("1"), EventTexts.draft("2")));

        assertUnavailable(small.save(List.of(EventTexts.draft("3"))));
        small.open(false);
        assertUnavailable(small.save(List.of(EventTexts.draft("4"))));
    }

    @Test
    void aRequestLargerThanTheQueueIsStillTakenWhenNothingWaits() {
        GroupCommit small = commits(new EventsConf(
                64, 64, 64, 2, 1 << 20, 10, 1, 1, Duration.ofDays(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));

        Future<List<Long>> saved = small.save(Collections.nCopies(5, EventTexts.draft("m")));
        outcomes.getLast().complete();

        assertThat(saved.result()).hasSize(5);
    }

    @Test
    void clearingWaitsForWhatIsUnderWayAndHoldsWhatComesAfter() {
        commits.save(List.of(EventTexts.draft("before")));
        Promise<String> cleared = Promise.promise();
        List<String> steps = new ArrayList<>();
        Future<String> clearing = commits.alone(() -> {
            steps.add("cleared after " + messages());
            return cleared.future();
        });
        commits.save(List.of(EventTexts.draft("after")));

        outcomes.getFirst().complete();
        assertThat(steps).containsExactly("cleared after [before]");
        assertThat(statements).hasSize(1);
        cleared.complete("done");

        assertThat(clearing.result()).isEqualTo("done");
        assertThat(statements).hasSize(2);
    }

    @Test
    void whileTheDatabaseHangsNobodyWaitsForItWhoIsNotUnderWay() {
        Future<List<Long>> first = commits.save(List.of(EventTexts.draft("first")));
        Future<List<Long>> second = commits.save(List.of(EventTexts.draft("second")));
        Future<List<Long>> queued = commits.save(List.of(EventTexts.draft("queued")));
        now = Duration.ofSeconds(4).toNanos();
        commits.look();
        assertThat(queued.isComplete()).isFalse();
        assertThat(commits.accepting()).isTrue();

        now++;
        commits.look();
        assertUnavailable(queued);
        assertUnavailable(commits.save(List.of(EventTexts.draft("new"))));
        assertThat(commits.accepting()).isFalse();
        assertThat(first.isComplete()).isFalse();
        assertThat(commits.position()).isLessThan(statements.getFirst().first());

        outcomes.forEach(Promise::complete);
        assertThat(commits.accepting()).isTrue();
        commits.save(List.of(EventTexts.draft("later")));
        outcomes.getLast().complete();
        assertThat(first.succeeded()).isTrue();
        assertThat(second.succeeded()).isTrue();
        assertThat(messages()).containsExactly("first", "second", "later");
    }

    @Test
    void aClearThatHangsKeepsNobodyWaiting() {
        commits.alone(() -> Promise.promise().future());
        Future<List<Long>> queued = commits.save(List.of(EventTexts.draft("queued")));

        now = Duration.ofSeconds(5).toNanos();
        commits.look();

        assertUnavailable(queued);
        assertUnavailable(commits.save(List.of(EventTexts.draft("new"))));
    }

    @Test
    void drainingLetsNothingInAndEndsWhenAllIsAnswered() {
        commits.save(List.of(EventTexts.draft("under way")));
        commits.save(List.of(EventTexts.draft("under way too")));
        commits.save(List.of(EventTexts.draft("waiting")));

        Future<Void> drained = commits.drain();
        assertUnavailable(commits.save(List.of(EventTexts.draft("late"))));
        outcomes.get(0).complete();
        outcomes.get(1).complete();
        assertThat(drained.isComplete()).isFalse();
        outcomes.get(2).complete();

        assertThat(drained.succeeded()).isTrue();
    }

    @Test
    void aValueTheDatabaseRefusesFailsOnlyItsOwnRequest() {
        Inserter inserter = new Inserter(GroupCommitTest::refusingPoison);
        IdClock ids = new IdClock(System::currentTimeMillis, 0, 0);
        List<Promise<List<Long>>> answers = List.of(Promise.promise(), Promise.promise(), Promise.promise());
        Batch batch = new Batch(
                List.of(waiting("a", answers.get(0)), waiting("poison", answers.get(1)), waiting("b", answers.get(2))),
                ids,
                0);

        inserter.insert(batch);
        batch.answer();

        assertThat(answers.get(0).future().succeeded()).isTrue();
        assertThat(answers.get(1).future().failed()).isTrue();
        assertThat(answers.get(2).future().succeeded()).isTrue();
        assertThat(batch.stored()).extracting(Event::message).containsExactly("a", "b");
    }

    private static Future<Void> refusingPoison(List<Event> events) {
        return events.stream().anyMatch(event -> event.message().equals("poison"))
                ? Future.failedFuture(new FaultException(new Fault.Invalid("", "poison")))
                : Future.succeededFuture();
    }

    private static Batch.Waiting waiting(String message, Promise<List<Long>> answer) {
        return new Batch.Waiting(List.of(EventTexts.draft(message)), 10, answer);
    }

    private static void assertUnavailable(Future<List<Long>> saved) {
        assertThat(((FaultException) saved.cause()).fault()).isInstanceOf(Fault.Unavailable.class);
    }

    private List<String> messages() {
        return announced.stream()
                .flatMap(piece -> piece.events().stream())
                .map(Event::message)
                .toList();
    }

    private GroupCommit commits(EventsConf conf) {
        GroupCommit group = new GroupCommit(
                conf,
                new IdClock(System::currentTimeMillis, 0, 0),
                this::insert,
                announced::add,
                new IngestMetrics(new SimpleMeterRegistry()),
                () -> now);
        group.open(true);
        return group;
    }

    private Future<Void> insert(Batch batch) {
        statements.add(batch);
        Promise<Void> outcome = Promise.promise();
        outcomes.add(outcome);
        return outcome.future();
    }
}
