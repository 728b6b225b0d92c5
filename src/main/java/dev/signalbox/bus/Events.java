package dev.signalbox.bus;

import java.time.Instant;
import java.util.List;

/** What is said to the event store, and what it says. */
public interface Events {

    /** Answered only after PostgreSQL committed; fails with {@link Fault.Unavailable} when it cannot be made durable. */
    Call<Save, Saved> SAVE = Call.onNode("events.save");

    /** Newest first, with filters. */
    Call<Find, Found> FIND = Call.onNode("events.find");

    /** One event; {@link Fault.NotFound} when there is none with that id. */
    Call<Get, Event> GET = Call.onNode("events.get");

    /** Oldest first from a position, for streams that catch up. */
    Call<Follow, Followed> FOLLOW = Call.onNode("events.follow");

    /** The events of one committed batch, for a consumer of the outbox that did not hear of it. */
    Call<ReadBatch, BatchEvents> BATCH = Call.onNode("events.batch");

    /** Counts over time, for the histogram. */
    Call<Count, Counted> COUNT = Call.onNode("events.count");

    /** How far this node's sequence of stored events has come. */
    Call<Position, Positioned> POSITION = Call.onNode("events.position");

    /** Fails with {@link Fault.Unavailable} when an event could not be made durable right now. */
    Call<Probe, Probed> PROBE = Call.onNode("events.probe");

    /** Removes every event. */
    Call<Clear, Cleared> CLEAR = Call.onNode("events.clear");

    /** Events that became durable on this node, in id order, without a gap: see {@link Stored}. */
    Topic<Stored> STORED = new Topic<>("events.stored", Reach.NODE);

    /** All events are gone. */
    Topic<Cleared> CLEARED = new Topic<>("events.cleared", Reach.NODE);

    /** Every message of this conversation. */
    sealed interface Message extends dev.signalbox.bus.Message
            permits Save,
                    Saved,
                    Find,
                    Found,
                    Get,
                    Event,
                    Follow,
                    Followed,
                    ReadBatch,
                    BatchEvents,
                    Count,
                    Counted,
                    Clear,
                    Cleared,
                    Stored,
                    Position,
                    Positioned,
                    Probe,
                    Probed {}

    /**
     * An event before it is stored: valid and within its limits (the edge checked), but without an id.
     *
     * @param at the client's time, or when it arrived
     * @param kind names the producer: {@code log}, {@code monitor}, {@code node} …
     * @param owner who sent it, as resolved by the edge
     * @param metadata the text of a JSON object; {@code "{}"} when there is none
     */
    record Draft(
            Instant at, String kind, String origin, String owner, Severity severity, String message, String metadata) {}

    /**
     * A stored event. Components as in {@link Draft}.
     *
     * @param id 63 bits, time-ordered (see {@link EventId}); printed as decimal text outside
     */
    record Event(
            long id,
            Instant at,
            String kind,
            String origin,
            String owner,
            Severity severity,
            String message,
            String metadata)
            implements Message {}

    record Save(List<Draft> drafts) implements Message {
        public Save {
            drafts = List.copyOf(drafts);
        }
    }

    /** The ids of the saved drafts, in their order. */
    record Saved(List<Long> ids) implements Message {
        public Saved {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Which events are wanted. Empty lists and texts mean any. Both times compare with {@link Event#at}.
     *
     * @param origins exact origins, or globs where a {@code *} stands for any run of characters
     * @param q the search language of {@code dev.signalbox.filter}
     * @param since inclusive; null means from the beginning
     * @param until exclusive; null means without end
     */
    record Filter(
            List<Severity> severities,
            List<String> kinds,
            List<String> origins,
            String q,
            @org.jspecify.annotations.Nullable Instant since,
            @org.jspecify.annotations.Nullable Instant until) {

        /** Lets every event through. */
        public static final Filter ALL = new Filter(List.of(), List.of(), List.of(), "", null, null);

        public Filter {
            severities = List.copyOf(severities);
            kinds = List.copyOf(kinds);
            origins = List.copyOf(origins);
        }
    }

    /**
     * @param before only events with a smaller id; {@link Long#MAX_VALUE} for the newest
     * @param limit 1 to 1 000
     */
    record Find(Filter filter, long before, int limit) implements Message {}

    /**
     * @param events newest first
     * @param next the {@code before} of the page that follows; 0 when there is none
     * @param position every event of this node at or below this id was visible to this answer, and none above it is in
     *     it: a stream opened after {@code position} continues exactly here
     */
    record Found(List<Event> events, long next, long position) implements Message {
        public Found {
            events = List.copyOf(events);
        }
    }

    record Get(long id) implements Message {}

    /**
     * @param after only events with a larger id
     * @param limit 1 to 1 000
     */
    record Follow(Filter filter, long after, int limit) implements Message {}

    /**
     * @param events oldest first, at most the limit
     * @param position everything that matches up to and including this id is in {@code events} or was below
     *     {@code after}: the next {@code after}
     * @param complete whether {@code position} is the newest there is; otherwise the limit cut the answer
     */
    record Followed(List<Event> events, long position, boolean complete) implements Message {
        public Followed {
            events = List.copyOf(events);
        }
    }

    /**
     * @param firstId of the batch
     * @param lastId of the batch
     * @param after only events with a larger id, for a batch that is longer than one answer
     */
    record ReadBatch(long firstId, long lastId, long after) implements Message {}

    /**
     * @param events of that batch alone, oldest first
     * @param complete whether none follow
     */
    record BatchEvents(List<Event> events, boolean complete) implements Message {
        public BatchEvents {
            events = List.copyOf(events);
        }
    }

    /**
     * @param since start of the first bar
     * @param until end of the last bar, exclusive
     * @param bars how many bars of equal length, 1 to 500
     */
    record Count(Filter filter, Instant since, Instant until, int bars) implements Message {}

    /**
     * @param bars one count per severity (by ordinal) for each bar, oldest first
     * @param exact false when counting took too long and was given up; the bars are then empty
     */
    record Counted(List<List<Long>> bars, boolean exact) implements Message {
        public Counted {
            bars = bars.stream().map(List::copyOf).toList();
        }
    }

    record Position() implements Message {}

    /** @param through every event of this node at or below this id is stored and announced, and none will follow */
    record Positioned(long through) implements Message {}

    record Probe() implements Message {}

    record Probed() implements Message {}

    record Clear() implements Message {}

    /** @param through larger than every id and position before the clear, smaller than every id after it */
    record Cleared(long through) implements Message {}

    /**
     * A piece of this node's sequence of stored events. Pieces are published in order and join without a gap:
     * {@code after} is the {@code through} of the piece before. A subscriber that sees another value has missed a piece
     * and finds it again with {@link #FOLLOW}.
     *
     * @param after the end of the piece before, exclusive
     * @param through the end of this piece, inclusive
     * @param events all events of this node in between, oldest first
     */
    record Stored(long after, long through, List<Event> events) implements Message {
        public Stored {
            events = List.copyOf(events);
        }
    }
}
