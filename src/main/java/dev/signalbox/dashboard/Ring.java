package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of this node without a gap: everything after {@link #from} up to {@link #through}. Bounded by count
 * and by bytes, the oldest go first; what has gone is in the store. Knows no position until {@link #startAt} or the first
 * piece. One event loop.
 */
final class Ring {

    /** Below every id and position. */
    static final long UNKNOWN = -1;

    private final @Nullable Entry[] slots;
    private final long maxBytes;
    private final FrameRenderer renderer;
    /** Sequence numbers of the oldest entry and of the next one; their remainders are places in {@link #slots}. */
    private long head;

    private long tail;
    private long bytes;
    private long from = UNKNOWN;
    private long through = UNKNOWN;

    Ring(int maxEvents, long maxBytes, FrameRenderer renderer) {
        this.slots = new Entry[maxEvents];
        this.maxBytes = maxBytes;
        this.renderer = renderer;
    }

    boolean isKnown() {
        return through != UNKNOWN;
    }

    /** The end of the newest piece; {@link #UNKNOWN} at first. */
    long through() {
        return through;
    }

    int size() {
        return (int) (tail - head);
    }

    /** What the entries take, frames included; never more than the limit. */
    long bytes() {
        return bytes;
    }

    /** Whether every event after {@code cursor} that has been announced is here. */
    boolean covers(long cursor) {
        return isKnown() && cursor >= from;
    }

    /** Forgets all entries; complete after {@code position} from here on. */
    void startAt(long position) {
        while (head < tail) {
            evict();
        }
        from = position;
        through = position;
    }

    /**
     * Continues with a piece.
     *
     * @return false when pieces before it were lost, so that the ring had to start anew at its beginning
     */
    boolean add(Events.Stored piece) {
        boolean joins = isKnown() && piece.after() <= through;
        if (!joins) {
            startAt(piece.after());
        }
        for (Events.Event event : piece.events()) {
            if (event.id() > through) {
                append(new Entry(event, renderer));
                through = event.id();
            }
        }
        through = Math.max(through, piece.through());
        return joins;
    }

    /** The oldest entry after a position that this ring covers; null when there is none. */
    @Nullable
    Entry next(long cursor) {
        long low = head;
        long high = tail;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).id() > cursor) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < tail ? at(low) : null;
    }

    private void append(Entry entry) {
        if (size() == slots.length) {
            evict();
        }
        slots[slot(tail++)] = entry;
        entry.keptBy(this::grow);
        grow(entry.bytes());
    }

    private void grow(long more) {
        bytes += more;
        while (bytes > maxBytes && head < tail) {
            evict();
        }
    }

    private void evict() {
        Entry oldest = at(head);
        slots[slot(head++)] = null;
        oldest.keptBy(null);
        bytes -= oldest.bytes();
        from = oldest.id();
    }

    private Entry at(long sequence) {
        Entry entry = slots[slot(sequence)];
        if (entry == null) {
            throw new IllegalStateException("no entry " + sequence + " between " + head + " and " + tail);
        }
        return entry;
    }

    private int slot(long sequence) {
        return (int) (sequence % slots.length);
    }
}
