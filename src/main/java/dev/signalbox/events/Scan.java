package dev.signalbox.events;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.filter.EventMatcher;
import dev.signalbox.filter.Search;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One search through the store, newest first, window by window. What PostgreSQL can decide, it decides; a regular
 * expression is tried here on what is left. Ends when enough is found, be it in number
 * or in length, nothing is left, or the time is spent. Single use.
 */
final class Scan {

    /** Rows at a time while a regular expression is tried: a few milliseconds of matching. */
    static final int PAGE = 1_000;

    /**
     * @param events newest first
     * @param reached everything that matches at or above this id is in {@code events}, if {@code complete} is false
     * @param complete whether everything that matches is in {@code events}
     */
    record Outcome(List<Event> events, long reached, boolean complete) {}

    private final Vertx vertx;
    private final ReaderSql sql;
    private final Filter filter;
    private final Search search;
    private final EventMatcher matcher;
    private final Windows windows;
    private final int wanted;
    private final long deadline;
    private final List<Event> found = new ArrayList<>();
    private long foundChars;
    private long reached;

    Scan(Vertx vertx, ReaderSql sql, Filter filter, Search search, Windows windows, int wanted, Duration budget) {
        this.vertx = vertx;
        this.sql = sql;
        this.filter = filter;
        this.search = search;
        this.matcher = EventMatcher.of(filter, search);
        this.windows = windows;
        this.wanted = wanted;
        this.deadline = System.nanoTime() + budget.toNanos();
    }

    /** @param from where the windows begin: what is reached if the time is spent before anything was looked at */
    Future<Outcome> run(long from) {
        reached = from;
        return nextWindow();
    }

    private Future<Outcome> nextWindow() {
        return windows.next().compose(runs -> runs.isEmpty() ? end(true) : read(runs));
    }

    private Future<Outcome> read(List<BlockSql.Range> runs) {
        int limit = search.hasRegex() ? PAGE : wanted - found.size();
        return sql.newest(filter, search, runs, limit)
                .compose(slice -> take(slice.events()).compose(taken -> goOn(runs, slice)));
    }

    private Future<Outcome> goOn(List<BlockSql.Range> runs, ReaderSql.Slice slice) {
        if (found.size() >= wanted) {
            reached = found.getLast().id();
            return end(false);
        }
        reached = slice.more() ? slice.events().getLast().id() : runs.getLast().first();
        if (System.nanoTime() >= deadline || foundChars >= ReaderSql.SLICE_BYTES) {
            return end(false);
        }
        List<BlockSql.Range> rest = slice.more() ? below(runs, reached) : List.of();
        return rest.isEmpty() ? nextWindow() : read(rest);
    }

    private Future<Void> take(List<Event> rows) {
        if (!search.hasRegex()) {
            keep(rows);
            return Future.succeededFuture();
        }
        // On a worker: a thousand long messages against a slow expression are too much for the event loop.
        return vertx.executeBlocking(
                        () -> rows.stream().filter(matcher::matches).toList(), false)
                .onSuccess(matching -> keep(matching.subList(0, Math.min(matching.size(), wanted - found.size()))))
                .mapEmpty();
    }

    private void keep(List<Event> rows) {
        found.addAll(rows);
        for (Event event : rows) {
            foundChars += event.message().length() + event.metadata().length();
        }
    }

    private Future<Outcome> end(boolean complete) {
        return Future.succeededFuture(new Outcome(found, reached, complete));
    }

    /** The parts of the runs below an id. */
    private static List<BlockSql.Range> below(List<BlockSql.Range> runs, long id) {
        List<BlockSql.Range> rest = new ArrayList<>();
        for (BlockSql.Range run : runs) {
            if (run.first() < id) {
                rest.add(new BlockSql.Range(run.first(), Math.min(run.last(), id - 1)));
            }
        }
        return rest;
    }
}
