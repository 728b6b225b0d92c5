package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors;
import dev.signalbox.filter.FilterParams;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The check-ins of one monitor, whole or of one bar. Confined to one web instance. */
final class CheckInsPage {

    private static final int LIMIT = 1_000;
    private static final List<String> TIMES = List.of("since", "until");

    private final Edge edge;
    private final Pages pages;
    private final InstantSource clock;

    CheckInsPage(Edge edge, Pages pages, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.clock = clock;
    }

    /** {@code GET /monitors/checkins?origin=&owner=&since=&until=}. */
    void show(RoutingContext ctx) {
        Events.Filter times;
        try {
            times = FilterParams.parse(
                    name -> TIMES.contains(name) ? ctx.queryParams().getAll(name) : List.of());
        } catch (FaultException e) {
            ctx.fail(e);
            return;
        }
        Monitors.ListPings wanted =
                new Monitors.ListPings(text(ctx, "origin"), text(ctx, "owner"), times.since(), times.until(), LIMIT);
        Future<Monitors.Pings> pings = Monitors.PINGS.ask(edge.vertx(), wanted);
        pages.send(ctx, "checkins", pings.map(known -> model(ctx, wanted, known.pings())));
    }

    private CheckInsModel model(RoutingContext ctx, Monitors.ListPings wanted, List<Monitors.Ping> pings) {
        String origin = wanted.origin();
        String owner = wanted.owner();
        Instant now = clock.instant();
        List<CheckIn> shown = pings.stream()
                .map(ping -> new CheckIn(
                        ping.at().toString(), Clock.exact(ping.at()), Clock.ago(ping.at(), now), ping.owner()))
                .toList();
        String all = "/monitors/checkins?origin=" + FilterForm.encoded(origin) + "&owner=" + FilterForm.encoded(owner);
        String older = pings.size() < LIMIT ? "" : older(all, wanted, pings.getLast());
        return new CheckInsModel(
                pages.frame(ctx, "Check-ins of " + origin, "/monitors"),
                origin,
                owner,
                wanted.since(),
                wanted.until(),
                shown,
                all,
                older);
    }

    /** The last one is shown again: others may have come in the same millisecond. */
    private static String older(String all, Monitors.ListPings wanted, Monitors.Ping last) {
        String since = wanted.since() == null ? "" : "&since=" + wanted.since();
        return all + since + "&until=" + last.at().plusMillis(1);
    }

    private static String text(RoutingContext ctx, String name) {
        return ctx.queryParams().contains(name) ? ctx.queryParams().get(name) : "";
    }

    /** One row. */
    record CheckIn(String at, String exact, String ago, String owner) {}

    /** What the page shows. */
    record CheckInsModel(
            Frame frame,
            String origin,
            String owner,
            @Nullable Instant sinceIso,
            @Nullable Instant untilIso,
            List<CheckIn> checkIns,
            String all,
            String older) {
        CheckInsModel {
            checkIns = List.copyOf(checkIns);
        }

        public boolean bounded() {
            return sinceIso != null || untilIso != null;
        }

        public String since() {
            return sinceIso == null ? "" : Clock.minute(sinceIso);
        }

        public String until() {
            return untilIso == null ? "" : Clock.minute(untilIso);
        }
    }
}
