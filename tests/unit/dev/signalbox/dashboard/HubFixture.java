package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A hub whose store, clients and time do what the test says. */
final class HubFixture {

    final FakeStore store = new FakeStore();
    final FakeLater time = new FakeLater();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Long> rendered = new ArrayList<>();
    final Map<FakeSink, Listener> listeners = new HashMap<>();
    /** Where the clock stands, as an id. */
    long clock;

    final StreamHub hub;

    HubFixture(StreamConf conf) {
        hub = new StreamHub(conf, store, this::row, new StreamMetrics(meters), () -> clock, time::nanos, time);
    }

    void begin(long position) {
        store.position = position;
        hub.begin();
        store.answerFind();
    }

    /** Stores and announces. */
    void stored(Events.Stored piece) {
        store.save(piece);
        hub.stored(piece);
        time.pass(10);
    }

    void clear(long through) {
        store.events.clear();
        hub.cleared(new Events.Cleared(through));
    }

    FakeSink open(String q, long cursor) {
        return open(new Subscription(Format.ROW, StreamEvents.search(q), true, false), cursor);
    }

    FakeSink openForMonitors(boolean events) {
        return open(new Subscription(Format.ROW, Events.Filter.ALL, events, true), Ring.UNKNOWN);
    }

    private FakeSink open(Subscription subscription, long cursor) {
        FakeSink sink = new FakeSink();
        Listener listener = new Listener(subscription, cursor, sink, frames -> {});
        listeners.put(sink, listener);
        hub.open(listener);
        return sink;
    }

    private String row(Events.Event event) {
        rendered.add(event.id());
        return event.message();
    }
}
