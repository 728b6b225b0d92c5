package dev.signalbox.events;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Find;
import dev.signalbox.bus.Events.Follow;
import dev.signalbox.bus.Events.Followed;
import dev.signalbox.bus.Events.Found;
import dev.signalbox.filter.EventMatcher;
import dev.signalbox.filter.Search;
import dev.signalbox.filter.SearchParser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists of events: one page of a search, newest first, or what a stream has missed, oldest first. */
final class Listing {

    private final Vertx vertx;
    private final ReaderSql sql;
    private final BlockSql blocks;
    private final Duration budget;

    /** @param budget time after which a search answers with what it has found so far, and where to go on */
    Listing(Vertx vertx, ReaderSql sql, BlockSql blocks, Duration budget) {
        this.vertx = vertx;
        this.sql = sql;
        this.blocks = blocks;
        this.budget = budget;
    }

    /** @param position nothing above it is in the answer */
    Future<Found> find(Find find, long position) {
        Search search = SearchParser.parse(find.filter().q());
        long before = Math.min(find.before(), position == Long.MAX_VALUE ? position : position + 1);
        boolean timed = ReaderSql.timed(find.filter());
        long lowest = timed ? ReaderSql.lowest(find.filter()) : -1;
        long highest = timed ? Math.min(before, ReaderSql.highest(find.filter())) : before;
        Windows windows = new Windows(blocks, find.filter(), search, lowest, highest);
        // One more than asked for tells whether there is a next page.
        Scan scan = new Scan(vertx, sql, find.filter(), search, windows, find.limit() + 1, budget);
        return scan.run(highest)
                .compose(outcome -> timed
                        ? late(find, search, before)
                                .map(late -> page(find, merge(outcome, late, find.limit()), position))
                        : Future.succeededFuture(page(find, outcome, position)));
    }

    /** @param position nothing above it is in the answer */
    Future<Followed> follow(Follow follow, long position) {
        Search search = SearchParser.parse(follow.filter().q());
        return sql.oldest(follow.filter(), search, follow.after(), position + 1, follow.limit())
                .compose(slice -> matching(follow, search, slice.events()).map(events -> {
                    long through = slice.more() ? slice.events().getLast().id() : Math.max(position, follow.after());
                    return new Followed(events, through, !slice.more());
                }));
    }

    private Future<List<Event>> matching(Follow follow, Search search, List<Event> rows) {
        if (!search.hasRegex()) {
            return Future.succeededFuture(rows);
        }
        EventMatcher matcher = EventMatcher.of(follow.filter(), search);
        return vertx.executeBlocking(
                () -> rows.stream().filter(matcher::matches).toList(), false);
    }

    private Future<Scan.Outcome> late(Find find, Search search, long before) {
        EventMatcher matcher = EventMatcher.of(find.filter(), search);
        // They are few; a regular expression sees at most this many, and the page says where to go on.
        int limit = search.hasRegex() ? Scan.PAGE : find.limit() + 1;
        return sql.late(find.filter(), search, before, limit)
                .compose(slice -> vertx.executeBlocking(() -> late(slice, matcher), false));
    }

    private static Scan.Outcome late(ReaderSql.Slice slice, EventMatcher matcher) {
        List<Event> matching = slice.events().stream().filter(matcher::matches).toList();
        return new Scan.Outcome(
                matching, slice.more() ? slice.events().getLast().id() : 0, !slice.more());
    }

    /** What arrived late goes where its id belongs, but nothing beyond where either search ended. */
    private static Scan.Outcome merge(Scan.Outcome outcome, Scan.Outcome late, int limit) {
        long end = Math.max(outcome.complete() ? 0 : outcome.reached(), late.complete() ? 0 : late.reached());
        List<Event> both = Stream.concat(outcome.events().stream(), late.events().stream())
                .filter(event -> event.id() >= end)
                .sorted(Comparator.comparingLong(Event::id).reversed())
                .limit(limit + 1)
                .toList();
        return new Scan.Outcome(both, end, outcome.complete() && late.complete());
    }

    private static Found page(Find find, Scan.Outcome outcome, long position) {
        List<Event> events = outcome.events();
        if (events.size() > find.limit()) {
            List<Event> page = events.subList(0, find.limit());
            return new Found(page, page.getLast().id(), position);
        }
        return new Found(events, outcome.complete() ? 0 : outcome.reached(), position);
    }
}
