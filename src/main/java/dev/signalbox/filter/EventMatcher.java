package dev.signalbox.filter;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Decides in memory which events a filter lets through, by the same rules as the store. Cheapest conditions first; the
 * metadata is parsed only when everything else holds. Immutable and safe for use by several threads.
 */
public final class EventMatcher {

    private final Set<Severity> severities;
    private final Set<String> kinds;
    private final List<Glob> origins;
    private final Events.Filter filter;
    private final List<TermMatcher> terms;

    private EventMatcher(Events.Filter filter, Search search) {
        this.filter = filter;
        this.severities =
                filter.severities().isEmpty() ? EnumSet.allOf(Severity.class) : EnumSet.copyOf(filter.severities());
        this.kinds = Set.copyOf(filter.kinds());
        this.origins = filter.origins().stream().map(Glob::new).toList();
        this.terms = TermMatcher.cheapestFirst(search.terms());
    }

    /** @throws FaultException when {@code q} of the filter is not a search */
    public static EventMatcher of(Events.Filter filter) {
        return of(filter, SearchParser.parse(filter.q()));
    }

    /** @param search what {@code q} of the filter says */
    public static EventMatcher of(Events.Filter filter, Search search) {
        return new EventMatcher(filter, search);
    }

    public boolean matches(Events.Event event) {
        return severities.contains(event.severity())
                && (kinds.isEmpty() || kinds.contains(event.kind()))
                && isWithinTime(event)
                && isFromOrigin(event.origin())
                && hasTerms(event);
    }

    private boolean isWithinTime(Events.Event event) {
        return (filter.since() == null || !event.at().isBefore(filter.since()))
                && (filter.until() == null || event.at().isBefore(filter.until()));
    }

    private boolean isFromOrigin(String origin) {
        if (origins.isEmpty()) {
            return true;
        }
        for (Glob glob : origins) {
            if (glob.matches(origin)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasTerms(Events.Event event) {
        if (terms.isEmpty()) {
            return true;
        }
        Metadata metadata = new Metadata(event.metadata());
        for (TermMatcher term : terms) {
            if (!term.matches(event.message(), metadata)) {
                return false;
            }
        }
        return true;
    }
}
