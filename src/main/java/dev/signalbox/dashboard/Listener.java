package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.filter.EventMatcher;
import dev.signalbox.filter.Search;
import dev.signalbox.filter.SearchParser;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * One open stream: a position in the sequence of events and a socket. It is sent every event after its position that
 * matches, in order, once, and only as fast as its client reads; in between nothing of it is kept but the position, and
 * whether it is to be told of a clear or of check-ins. One event loop.
 */
final class Listener {

    /** What a listener needs before it can go on. */
    enum Needs {
        /** The next piece: it has everything. */
        NEWS,
        /** Its client has to read. */
        DRAIN,
        /** A page of the store: the ring no longer has what comes next. */
        STORE,
        /** Another turn: it has had its share of this one. */
        TURN
    }

    /** How soon a client comes back after a broken connection. */
    static final int RETRY_MILLIS = 1_000;

    /** How soon a client comes back that found no room. */
    static final int BUSY_RETRY_MILLIS = 10_000;

    /** Events looked at in one turn, so that one listener with a costly search does not hold up the others. */
    static final int MAX_EXAMINED = 512;

    /** Enough for one write to be worth its system call; with ten times this a full socket would hold that much more. */
    private static final int WRITE_BYTES = 32 * 1024;

    private final Subscription subscription;
    private final EventMatcher matcher;
    private final boolean costly;
    private final Sink sink;
    private final IntConsumer sent;
    private Buffer pending = Buffer.buffer();
    private int pendingFrames;
    private long cursor;
    private long told = Ring.UNKNOWN;
    private boolean resetDue;
    private boolean checkInDue;
    private boolean silent;

    /**
     * @param cursor the position to continue after; {@link Ring#UNKNOWN} to begin with what comes next
     * @param sent told how many events each write carried
     */
    Listener(Subscription subscription, long cursor, Sink sink, IntConsumer sent) {
        this.subscription = subscription;
        Search search = SearchParser.parse(subscription.filter().q());
        this.matcher = EventMatcher.of(subscription.filter(), search);
        this.costly = search.hasRegex();
        this.cursor = cursor;
        this.sink = sink;
        this.sent = sent;
    }

    Events.Filter filter() {
        return subscription.filter();
    }

    /** The last event sent or skipped. */
    long cursor() {
        return cursor;
    }

    /** Sends what a stream begins with. */
    void open() {
        write(SseFrame.hello(RETRY_MILLIS));
    }

    /**
     * Settles where the stream begins, and tells the client: one that loses its connection before the first event must
     * not begin with what comes next once more.
     *
     * @param now the position of a stream that has none of its own
     * @param cleared up to where all events are gone; a client that has seen some of them is told first
     * @param reach a client that is further has seen another store, and is told so too
     */
    void start(long now, long cleared, long reach) {
        if (cursor > reach) {
            cursor = now;
            reset(now);
        }
        cursor = cursor == Ring.UNKNOWN ? now : cursor;
        if (cursor < cleared) {
            reset(cleared);
        }
        sendNotices();
        if (told < cursor) {
            tell();
        }
    }

    /** Ends a stream for which there is no room. An answer other than 200 would stop an EventSource for good. */
    void refuse() {
        sink.end(SseFrame.hello(BUSY_RETRY_MILLIS).appendBuffer(SseFrame.named("busy", "{}")));
    }

    void end() {
        sink.end(SseFrame.comment());
    }

    /** All events up to and including this id are gone: the client is told before it is sent another. */
    void reset(long through) {
        resetDue = true;
        cursor = Math.max(cursor, through);
    }

    /** Monitors have changed: a client that asked for it is told, once however often this is called before it is. */
    void checkIn() {
        checkInDue = subscription.checkIns();
    }

    /** Sends what the ring has for this listener. */
    Needs advance(Ring ring) {
        if (sink.isFull()) {
            return Needs.DRAIN;
        }
        sendNotices();
        Needs needs = collect(ring);
        flush();
        return needs;
    }

    private Needs collect(Ring ring) {
        if (!subscription.events()) {
            cursor = Math.max(cursor, ring.through());
            return Needs.NEWS;
        }
        for (int examined = 0; examined < MAX_EXAMINED; examined++) {
            if (!ring.covers(cursor)) {
                return Needs.STORE;
            }
            Entry next = ring.next(cursor);
            if (next == null) {
                cursor = Math.max(cursor, ring.through());
                return Needs.NEWS;
            }
            if (costly) {
                // The store tries expressions on a worker: one long message against a slow one takes milliseconds.
                return Needs.STORE;
            }
            if (matcher.matches(next.event()) && !send(next)) {
                return Needs.DRAIN;
            }
            cursor = next.id();
        }
        return Needs.TURN;
    }

    /**
     * Sends a page of the store, as much of it as the socket takes.
     *
     * @param page events that match, oldest first
     * @param position where the page ends
     * @return whether this brought the listener any further
     */
    boolean take(List<Entry> page, long position) {
        long before = cursor;
        if (!sink.isFull()) {
            sendNotices();
            if (sendAll(page)) {
                cursor = Math.max(cursor, position);
            }
            flush();
        }
        return cursor > before;
    }

    private boolean sendAll(List<Entry> page) {
        for (Entry entry : page) {
            if (entry.id() > cursor) {
                if (!send(entry)) {
                    return false;
                }
                cursor = entry.id();
            }
        }
        return true;
    }

    /**
     * Says that the connection is alive, and how far it is, to a client that heard nothing since the beat before. So no
     * silence lasts longer than two beats.
     */
    void beat() {
        boolean due = silent && !sink.isFull();
        silent = true;
        if (due) {
            // A position beyond a clear that the client has not heard of would keep it from ever hearing of it.
            sendNotices();
        }
        if (due && cursor > told) {
            tell();
        } else if (due) {
            write(SseFrame.comment());
        }
    }

    private void sendNotices() {
        if (resetDue) {
            resetDue = false;
            write(SseFrame.named("reset", "{}"));
            // At once: whoever comes back with the position before the clear is told of it again.
            tell();
        }
        if (checkInDue) {
            checkInDue = false;
            write(SseFrame.named("check-in", "{}"));
        }
    }

    private void tell() {
        told = cursor;
        write(SseFrame.position(cursor));
    }

    /** @return false when the socket is full, and the entry was not taken */
    private boolean send(Entry entry) {
        if (pending.length() >= WRITE_BYTES) {
            flush();
            if (sink.isFull()) {
                return false;
            }
        }
        pending.appendBuffer(entry.frame(subscription.format()));
        pendingFrames++;
        told = entry.id();
        return true;
    }

    private void flush() {
        if (pendingFrames > 0) {
            write(pending);
            sent.accept(pendingFrames);
            pending = Buffer.buffer();
            pendingFrames = 0;
        }
    }

    private void write(Buffer bytes) {
        silent = false;
        sink.write(bytes);
    }
}
