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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
                .compose(rows -> matching(follow, search, rows).map(events -> {
                    boolean complete = rows.size() < follow.limit();
                    long through = complete
                            ? Math.max(position, follow.after())
                            : rows.getLast().id();
                    return new Followed(events, through, complete);
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

    private Future<List<Event>> late(Find find, Search search, long before) {
        EventMatcher matcher = EventMatcher.of(find.filter(), search);
        // They are few; a regular expression sees at most this many, and the page says where to go on.
        int limit = search.hasRegex() ? Scan.PAGE : find.limit() + 1;
        return sql.late(find.filter(), search, before, limit)
                .compose(rows -> vertx.executeBlocking(
                        () -> rows.stream().filter(matcher::matches).toList(), false));
    }

    /** What arrived late goes where its id belongs, but not beyond where the search ended. */
    private static Scan.Outcome merge(Scan.Outcome outcome, List<Event> late, int limit) {
        List<Event> both = new ArrayList<>(outcome.events());
        long end = outcome.complete() ? 0 : outcome.reached();
        late.stream().filter(event -> event.id() >= end).forEach(both::add);
        both.sort(Comparator.comparingLong(Event::id).reversed());
        return new Scan.Outcome(
                both.subList(0, Math.min(both.size(), limit + 1)), outcome.reached(), outcome.complete());
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
