package dev.signalbox.bus;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said to the keeper of jobs that check in, and what it says. */
public interface Monitors {

    /** Answered only after PostgreSQL committed; an origin never seen before creates its monitor. */
    Call<CheckIn, CheckedIn> CHECK_IN = Call.onNode("monitors.check-in");

    /** Every monitor with its bars, as the page shows them. */
    Call<Overview, Strips> OVERVIEW = Call.onNode("monitors.overview");

    /** The check-ins of one monitor, newest first. */
    Call<ListPings, Pings> PINGS = Call.onNode("monitors.pings");

    /** Removes one monitor and its history; {@link Fault.NotFound} when there is none. */
    Call<Remove, Removed> REMOVE = Call.onNode("monitors.remove");

    /** Removes all monitors and their history. */
    Call<Clear, Cleared> CLEAR = Call.onNode("monitors.clear");

    /** A job checked in on this node. */
    Topic<CheckedIn> CHECKED_IN = new Topic<>("monitors.checked-in", Reach.NODE);

    /** One monitor, or all of them, were removed on this node. */
    Topic<Removed> REMOVED = new Topic<>("monitors.removed", Reach.NODE);

    /** Every message of this conversation. */
    sealed interface Message extends dev.signalbox.bus.Message
            permits CheckIn, CheckedIn, Overview, Strips, ListPings, Pings, Remove, Removed, Clear, Cleared {}

    /** @param at when it arrived; kept, and told by all answers, to the millisecond */
    record CheckIn(String origin, String owner, Instant at) implements Message {}

    record CheckedIn(String origin, String owner, Instant at) implements Message {}

    /**
     * @param now where the newest bar ends
     * @param hours how many bars, 1 to 336
     */
    record Overview(Instant now, int hours) implements Message {}

    /**
     * @param strips sorted by origin, then owner
     * @param next when the first of their bars changes if nobody checks in; null when there is nothing to change
     */
    record Strips(List<Strip> strips, @Nullable Instant next) implements Message {
        public Strips {
            strips = List.copyOf(strips);
        }
    }

    /**
     * One origin as checked in by one owner.
     *
     * @param bars check-ins in each rolling 60-minute window counted back from {@code now}; newest last
     */
    record Strip(String origin, String owner, Instant created, Instant lastPing, List<Integer> bars) {
        public Strip {
            bars = List.copyOf(bars);
        }
    }

    /**
     * @param owner whose check-ins; empty means anybody's
     * @param since inclusive; null means from the beginning
     * @param until exclusive; null means without end
     * @param limit 1 to 1 000
     */
    record ListPings(
            String origin,
            String owner,
            @Nullable Instant since,
            @Nullable Instant until,
            int limit) implements Message {}

    /** @param pings newest first */
    record Pings(List<Ping> pings) implements Message {
        public Pings {
            pings = List.copyOf(pings);
        }
    }

    record Ping(Instant at, String owner) {}

    record Remove(String origin) implements Message {}

    record Removed() implements Message {}

    record Clear() implements Message {}

    record Cleared() implements Message {}
}
