package dev.signalbox.events;

import dev.signalbox.bus.Events.Count;
import dev.signalbox.bus.Events.Counted;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Severity;
import dev.signalbox.filter.Search;
import dev.signalbox.filter.SearchParser;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Counts of events over time, from the cheapest source that knows them. */
final class Histogram {

    private static final int SEVERITIES = Severity.values().length;

    private final CountSql sql;

    Histogram(CountSql sql) {
        this.sql = sql;
    }

    Future<Counted> count(Count count) {
        Filter filter = count.filter();
        Search search = SearchParser.parse(filter.q());
        boolean bySeverityOnly = filter.kinds().isEmpty()
                && filter.origins().isEmpty()
                && search.terms().isEmpty()
                && !narrower(filter, count);
        if (bySeverityOnly && CountSql.barMillis(count) >= 60_000) {
            return sql.byMinute(count).map(cells -> counted(count, cells));
        }
        if (search.hasRegex()) {
            // Bringing every event here to count it is out of proportion.
            return Future.succeededFuture(new Counted(List.of(), false));
        }
        return sql.byEvent(count, search).map(cells -> counted(count, cells));
    }

    /** Whether the filter's own times leave out some of the bars. */
    private static boolean narrower(Filter filter, Count count) {
        return (filter.since() != null && filter.since().isAfter(count.since()))
                || (filter.until() != null && filter.until().isBefore(count.until()));
    }

    private static Counted counted(Count count, Optional<List<CountSql.Cell>> cells) {
        return cells.map(known -> counted(count, known)).orElseGet(() -> new Counted(List.of(), false));
    }

    private static Counted counted(Count count, List<CountSql.Cell> cells) {
        List<List<Long>> bars = new ArrayList<>();
        for (int bar = 0; bar < count.bars(); bar++) {
            bars.add(new ArrayList<>(Collections.nCopies(SEVERITIES, 0L)));
        }
        for (CountSql.Cell cell : cells) {
            boolean wanted = count.filter().severities().isEmpty()
                    || count.filter().severities().contains(Severity.values()[cell.severity()]);
            if (wanted && cell.bar() >= 0 && cell.bar() < count.bars()) {
                bars.get(cell.bar()).set(cell.severity(), cell.events());
            }
        }
        return new Counted(bars, true);
    }
}
