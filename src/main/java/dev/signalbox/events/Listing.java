package dev.signalbox.events;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
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
import java.util.List;

/**
 * Lists of events. What PostgreSQL can decide, it decides; a regular expression is tried here, on pages of what is left,
 * until enough is found or the budget is spent. Then the answer carries how far it came.
 */
final class Listing {

    /** Rows per page while a regular expression is tried: a millisecond or two of matching at a time. */
    private static final int PAGE = 1_000;

    private final Vertx vertx;
    private final ReaderSql sql;
    private final Duration budget;

    Listing(Vertx vertx, ReaderSql sql, Duration budget) {
        this.vertx = vertx;
        this.sql = sql;
        this.budget = budget;
    }

    /** @param position nothing above it is in the answer */
    Future<Found> find(Find find, long position) {
        long before = Math.min(find.before(), position == Long.MAX_VALUE ? position : position + 1);
        Search search = SearchParser.parse(find.filter().q());
        if (!search.hasRegex()) {
            // One more than asked for tells whether there is a next page.
            ReaderSql.Run run = new ReaderSql.Run(-1, before, find.limit() + 1, true);
            return sql.list(find.filter(), search, run).map(events -> page(events, find.limit(), position));
        }
        Scan scan = new Scan(find.filter(), search, find.limit(), true);
        return scan.run(-1, before).map(done -> new Found(scan.found, scan.exhausted ? 0 : scan.reached, position));
    }

    /** @param position nothing above it is in the answer */
    Future<Followed> follow(Follow follow, long position) {
        Search search = SearchParser.parse(follow.filter().q());
        long before = position + 1;
        if (!search.hasRegex()) {
            ReaderSql.Run run = new ReaderSql.Run(follow.after(), before, follow.limit(), false);
            return sql.list(follow.filter(), search, run).map(events -> {
                boolean complete = events.size() < follow.limit();
                long through = complete
                        ? Math.max(position, follow.after())
                        : events.getLast().id();
                return new Followed(events, through, complete);
            });
        }
        Scan scan = new Scan(follow.filter(), search, follow.limit(), false);
        return scan.run(follow.after(), before)
                .map(done -> new Followed(
                        scan.found,
                        scan.exhausted ? Math.max(position, follow.after()) : scan.reached,
                        scan.exhausted));
    }

    private static Found page(List<Event> events, int limit, long position) {
        if (events.size() <= limit) {
            return new Found(events, 0, position);
        }
        List<Event> page = events.subList(0, limit);
        return new Found(page, page.getLast().id(), position);
    }

    /** One search with a regular expression, page by page. */
    private final class Scan {

        private final Filter filter;
        private final Search search;
        private final EventMatcher matcher;
        private final int limit;
        private final boolean newestFirst;
        private final long deadline = System.nanoTime() + budget.toNanos();
        private final List<Event> found = new ArrayList<>();
        private boolean exhausted;
        private long reached;

        private Scan(Filter filter, Search search, int limit, boolean newestFirst) {
            this.filter = filter;
            this.search = search;
            this.matcher = EventMatcher.of(filter);
            this.limit = limit;
            this.newestFirst = newestFirst;
        }

        private Future<Void> run(long after, long before) {
            reached = newestFirst ? before : after;
            return sql.list(filter, search, new ReaderSql.Run(after, before, PAGE, newestFirst))
                    // On a worker: a thousand long messages against a slow expression is too much for the event loop.
                    .compose(page -> vertx.executeBlocking(() -> take(page), false))
                    .compose(goOn -> goOn
                            ? run(newestFirst ? after : reached, newestFirst ? reached : before)
                            : Future.succeededFuture());
        }

        private boolean take(List<Event> page) {
            for (Event event : page) {
                if (found.size() == limit) {
                    return false;
                }
                reached = event.id();
                if (matcher.matches(event)) {
                    found.add(event);
                }
            }
            exhausted = page.size() < PAGE;
            return !exhausted && System.nanoTime() < deadline;
        }
    }
}
