package dev.signalbox.dashboard;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Brings the events of this node to the open streams of one web instance. Every listener continues from its own position:
 * from the ring what is new, from the store what the ring no longer has. A piece wakes them, but nothing hangs on it. Who
 * shows monitors is told that they changed, not how. One event loop.
 */
final class StreamHub {

    private static final long RETRY_MILLIS = 500;

    /** How far ahead the clocks of nodes with one database may be of each other. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /** Each word of a check-in makes every open page of monitors ask for all of them. */
    private static final Duration CHECK_IN_PAUSE = Duration.ofSeconds(1);

    /** What the hub asks the store. */
    interface Store {
        Future<Events.Found> find(Events.Find question);

        Future<Events.Followed> follow(Events.Follow question);
    }

    private final StreamConf conf;
    private final Store store;
    private final StreamMetrics metrics;
    private final LongSupplier now;
    private final Later later;
    private final Ring ring;
    private final CatchUps catchUps;
    private final Pace pace;
    private final Pace checkIns;
    private final Set<Listener> listeners = new LinkedHashSet<>();
    /** The last clear of this node since it started. */
    private long cleared = Ring.UNKNOWN;

    private boolean closed;

    /** @param now the smallest id that an event may be given now */
    StreamHub(
            StreamConf conf,
            Store store,
            Function<Events.Event, String> rowHtml,
            StreamMetrics metrics,
            LongSupplier now,
            LongSupplier nanoClock,
            Later later) {
        this.conf = conf;
        this.store = store;
        this.metrics = metrics;
        this.now = now;
        this.later = later;
        FrameRenderer renderer = new FrameRenderer(rowHtml);
        this.ring = new Ring(conf.ringEvents(), conf.ringBytes(), renderer);
        this.catchUps = new CatchUps(conf.catchUps(), this::follow, renderer, later, this::caughtUp);
        this.pace = new Pace(conf.pace(), nanoClock, later, this::serveAll);
        this.checkIns = new Pace(CHECK_IN_PAUSE, nanoClock, later, this::tellOfCheckIns);
    }

    /**
     * Finds out where the sequence stands. Must be called after the subscription to {@link Events#STORED} is in place, so
     * that no piece falls between the two; streams without a position of their own begin here.
     */
    void begin() {
        store.find(new Events.Find(Events.Filter.ALL, Long.MAX_VALUE, 1))
                .onSuccess(found -> learn(found.position()))
                .onFailure(cause -> later.after(RETRY_MILLIS, this::beginUnlessKnown));
    }

    /** Takes the next piece of the sequence. */
    void stored(Events.Stored piece) {
        learn(piece.after());
        if (listeners.isEmpty()) {
            // Nobody could read it, and whoever comes later with an older position is served by the store.
            ring.startAt(Math.max(ring.through(), piece.through()));
            return;
        }
        if (!ring.add(piece)) {
            metrics.lostPieces.increment();
        }
        pace.request();
    }

    /**
     * Tells every listener that all events are gone, and drops those that were on their way to it; who is away is told
     * when it comes back, as long as this node runs.
     */
    void cleared(Events.Cleared clear) {
        cleared = Math.max(cleared, clear.through());
        if (ring.isKnown()) {
            ring.startAt(Math.max(ring.through(), cleared));
        }
        catchUps.startAnew();
        listeners.forEach(listener -> listener.reset(cleared));
        serveAll();
    }

    /** Tells whoever asked for it, at once or, after the last time, with a second in between. */
    void monitorsChanged() {
        checkIns.request();
    }

    /** Opens a stream, or ends it at once when there is no room for it. */
    void open(Listener listener) {
        if (closed || listeners.size() >= conf.maxListeners()) {
            metrics.refused.increment();
            listener.refuse();
            return;
        }
        listeners.add(listener);
        metrics.listeners.incrementAndGet();
        listener.open();
        if (ring.isKnown()) {
            listener.start(ring.through(), cleared, reach());
            serve(listener);
        }
    }

    /** The largest position that a client can have from this store; all there are as long as that is not known. */
    long reach() {
        // The sequence may be ahead of the clock, which may have been set back.
        return ring.isKnown() ? Math.max(now.getAsLong(), ring.through()) + EventId.of(AHEAD) : Long.MAX_VALUE;
    }

    /** The client of this listener has gone. May be called more than once. */
    void leave(Listener listener) {
        if (listeners.remove(listener)) {
            metrics.listeners.decrementAndGet();
            catchUps.forget(listener);
            if (listeners.isEmpty() && ring.isKnown()) {
                ring.startAt(ring.through());
            }
        }
    }

    /** Lets a listener go on whose client has read what it was sent. */
    void wake(Listener listener) {
        if (listeners.contains(listener)) {
            serve(listener);
        }
    }

    /** Must be called twice in each {@link StreamConf#heartbeat}. */
    void beat() {
        everyone().forEach(Listener::beat);
    }

    /** Ends every stream in good order, so that its client comes back to the next node or the next start. */
    void close() {
        closed = true;
        for (Listener listener : everyone()) {
            leave(listener);
            listener.end();
        }
    }

    /** What the ring takes, for tests of its bound. */
    long ringBytes() {
        return ring.bytes();
    }

    private void beginUnlessKnown() {
        if (!ring.isKnown() && !closed) {
            begin();
        }
    }

    private void learn(long position) {
        if (!ring.isKnown()) {
            ring.startAt(position);
            everyone().forEach(listener -> listener.start(position, cleared, reach()));
            serveAll();
        }
    }

    private void tellOfCheckIns() {
        listeners.forEach(Listener::checkIn);
        serveAll();
    }

    private void serveAll() {
        everyone().forEach(this::serve);
    }

    private void serve(Listener listener) {
        if (!ring.isKnown()) {
            return;
        }
        switch (listener.advance(ring)) {
            case STORE -> catchUp(listener);
            case TURN -> pace.request();
            case NEWS, DRAIN -> {}
        }
    }

    private void catchUp(Listener listener) {
        if (catchUps.want(listener)) {
            metrics.ringMisses.increment();
        }
    }

    private Future<Events.Followed> follow(Events.Follow question) {
        metrics.catchUps.increment();
        return store.follow(question);
    }

    private void caughtUp(Listener listener, CatchUps.Page page) {
        if (!listeners.contains(listener)) {
            return;
        }
        boolean further = listener.take(page.entries(), page.position());
        if (!further && listener.advance(ring) == Listener.Needs.STORE) {
            // Asked at once, the store would say the same again.
            later.after(RETRY_MILLIS, () -> wake(listener));
        } else {
            serve(listener);
        }
    }

    /** A copy, because a write to a dead socket may make its listener leave. */
    private List<Listener> everyone() {
        return List.copyOf(listeners);
    }
}
