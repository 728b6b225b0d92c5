package dev.signalbox.dashboard;

import static dev.signalbox.dashboard.StreamEvents.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stream is told besides events. */
class StreamNoticesTest {

    private final HubFixture node =
            new HubFixture(new StreamConf(100, 1 << 20, 2, 20, Duration.ZERO, Duration.ofSeconds(4)));

    @Test
    void afterAResetNothingOlderFollows() {
        node.store.save(piece(0, 10));
        node.begin(10);
        FakeSink sink = node.open("", 0);
        FakeSink current = node.open("", Ring.UNKNOWN);
        Runnable late = node.store.answerInTransit();
        node.clear(11);
        late.run();
        node.store.answerAll();
        node.stored(new Events.Stored(10, 12, List.of(StreamEvents.event(12))));

        assertThat(sink.received.all()).extracting(SseParser.Message::event).containsExactly("reset", "");
        assertThat(sink.ids()).containsExactly(12L);
        assertThat(current.received.all()).extracting(SseParser.Message::event).containsExactly("reset", "");
    }

    @Test
    void whoWasAwayDuringAClearIsToldFirstAndOnlyOnce() {
        node.begin(10);
        node.clear(11);
        FakeSink away = node.open("", 10);
        node.stored(new Events.Stored(10, 12, List.of(StreamEvents.event(12))));

        assertThat(away.received.all()).extracting(SseParser.Message::event).containsExactly("reset", "");
        assertThat(away.ids()).containsExactly(12L);
        assertThat(node.store.questions).isEmpty();
        assertThat(node.open("", 11).received.named("reset")).isEmpty();
        assertThat(node.open("", 12).received.named("reset")).isEmpty();
        assertThat(node.open("", Ring.UNKNOWN).received.named("reset")).isEmpty();
    }

    @Test
    void aStreamOpenedDuringAClearBeforeTheSequenceIsKnownIsTold() {
        node.hub.begin();
        FakeSink sink = node.open("", 5);
        node.clear(11);
        node.store.position = 11;
        node.store.answerFind();

        assertThat(sink.received.named("reset")).hasSize(1);
        assertThat(sink.received.lastEventId()).isEqualTo("11");
    }

    @Test
    void whoComesFromBeyondTheClockAndTheSequenceIsToldAndGoesOnFromNow() {
        long minute = EventId.of(Duration.ofMinutes(1));
        node.clock = 1_000;
        node.begin(2_000);
        assertThat(node.open("", 2_000 + minute).received.named("reset")).isEmpty();

        FakeSink lost = node.open("", 2_001 + minute);
        node.clock = 3_000;
        FakeSink near = node.open("", 2_001 + minute);
        node.stored(new Events.Stored(2_000, 2_001, List.of(StreamEvents.event(2_001))));

        assertThat(lost.received.all()).extracting(SseParser.Message::event).containsExactly("reset", "");
        assertThat(lost.ids()).containsExactly(2_001L);
        assertThat(near.received.named("reset")).isEmpty();
        assertThat(node.hub.reach()).isEqualTo(3_000 + minute);
    }

    @Test
    void aStreamFromBeyondIsToldOnceItIsKnownWhatIsBeyond() {
        node.hub.begin();
        assertThat(node.hub.reach()).isEqualTo(Long.MAX_VALUE);
        FakeSink sink = node.open("", Long.MAX_VALUE);
        node.store.position = 11;
        node.store.answerFind();

        assertThat(sink.received.named("reset")).hasSize(1);
        assertThat(sink.received.lastEventId()).isEqualTo("11");
    }

    @Test
    void checkInsAreToldAtOnceAndThenOnceASecond() {
        node.begin(10);
        FakeSink sink = node.openForMonitors(true);

        node.hub.monitorsChanged();
        assertThat(checkIns(sink)).isEqualTo(1);

        for (int i = 0; i < 10; i++) {
            node.hub.monitorsChanged();
            node.time.pass(99);
        }
        assertThat(checkIns(sink)).isEqualTo(1);
        node.time.pass(10);
        assertThat(checkIns(sink)).isEqualTo(2);
        node.time.pass(5_000);
        assertThat(checkIns(sink)).isEqualTo(2);
    }

    @Test
    void checkInsAreToldToThoseWhoAskedAndMoveNoPosition() {
        node.begin(10);
        FakeSink asked = node.openForMonitors(true);
        FakeSink other = node.open("", Ring.UNKNOWN);

        node.hub.monitorsChanged();
        node.stored(piece(10, 1));

        assertThat(asked.received.all()).extracting(SseParser.Message::event).containsExactly("check-in", "");
        assertThat(asked.received.all()).extracting(SseParser.Message::id).containsExactly("10", "11");
        assertThat(asked.writes).map(Object::toString).contains("event: check-in\ndata: {}\n\n");
        assertThat(other.received.all()).extracting(SseParser.Message::event).containsExactly("");
    }

    @Test
    void aStreamWithoutEventsCarriesNoneAndAsksForNone() {
        node.begin(1_000);
        FakeSink sink = node.openForMonitors(false);
        node.stored(piece(1_000, 5));
        node.store.save(piece(1_005, 5));
        node.stored(piece(1_010, 5));
        node.hub.monitorsChanged();
        node.clear(1_016);

        assertThat(sink.received.all()).extracting(SseParser.Message::event).containsExactly("check-in", "reset");
        assertThat(node.store.questions).isEmpty();
        assertThat(node.rendered).isEmpty();
    }

    private static int checkIns(FakeSink sink) {
        return sink.received.named("check-in").size();
    }
}
