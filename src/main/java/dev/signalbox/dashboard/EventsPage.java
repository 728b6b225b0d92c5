package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Handlebars;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.FaultException;
import dev.signalbox.filter.FilterParams;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list of events, and the rows that a page missed while it was not listening. Confined to one web instance. */
final class EventsPage {

    /** Rows of one answer to a page that catches up; it asks again until it has them all. */
    private static final int CATCH_UP_ROWS = 500;

    private final Edge edge;
    private final Pages pages;
    private final EventRows rows;
    private final InstantSource clock;

    EventsPage(Edge edge, Pages pages, RowRenderer renderer, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.rows = new EventRows(renderer);
        this.clock = clock;
    }

    /** {@code GET /}. */
    void list(RoutingContext ctx) {
        FilterForm form = FilterForm.of(ctx.queryParams());
        Asked asked;
        try {
            asked = asked(ctx, form, "before", Long.MAX_VALUE);
        } catch (FaultException e) {
            refuse(ctx, form, e);
            return;
        }
        TimeWindow window = TimeWindow.of(asked.filter().since(), asked.filter().until(), clock.instant());
        Future<Events.Found> found = Events.FIND.ask(
                edge.vertx(),
                new Events.Find(asked.filter(), asked.id(), pages.conf().pageSize()));
        Future<Drawing> drawn = draw(form, asked.filter(), window);
        pages.send(ctx, "events", found.compose(page -> drawn.map(drawing -> model(ctx, form, asked, page, drawing))));
    }

    /** {@code GET /events/rows}: what was stored after {@code from}, oldest first, without the frame. */
    void rows(RoutingContext ctx) {
        Asked asked;
        try {
            asked = asked(ctx, FilterForm.of(ctx.queryParams()), "from", 0);
        } catch (FaultException e) {
            ctx.fail(e);
            return;
        }
        Future<Events.Followed> followed =
                Events.FOLLOW.ask(edge.vertx(), new Events.Follow(asked.filter(), asked.id(), CATCH_UP_ROWS));
        followed.map(known -> rows.bare(known.events()))
                .onSuccess(html -> sendRows(ctx, followed.result(), html))
                .onFailure(ctx::fail);
    }

    private static void sendRows(RoutingContext ctx, Events.Followed followed, String html) {
        ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Signalbox-Position", Long.toString(followed.position()))
                .putHeader("Signalbox-Complete", Boolean.toString(followed.complete()))
                .end(html);
    }

    /** A valid request. */
    private record Asked(Events.Filter filter, long id) {}

    private Asked asked(RoutingContext ctx, FilterForm form, String idName, long standIn) {
        FilterParams params = new FilterParams(
                name -> name.equals(idName) ? ctx.queryParams().getAll(name) : form.values(name), clock.instant());
        Asked asked = new Asked(params.filter(), params.id(idName, standIn));
        params.check();
        return asked;
    }

    /** A histogram, or why there is none. */
    private record Drawing(@Nullable Histogram histogram, String uncounted) {}

    /** Never fails: a list without its histogram is worth more than neither. */
    private Future<Drawing> draw(FilterForm form, Events.Filter filter, TimeWindow window) {
        return Events.COUNT
                .ask(edge.vertx(), new Events.Count(filter, window.since(), window.until(), window.bars()))
                .map(counted -> counted.exact()
                        ? new Drawing(Histogram.of(form, window, counted), "")
                        : new Drawing(null, "Too many to count in this time. A shorter one can be counted."))
                .otherwise(cause -> new Drawing(null, "Not counted: " + cause.getMessage()));
    }

    private EventsModel model(RoutingContext ctx, FilterForm form, Asked asked, Events.Found found, Drawing drawing) {
        boolean newest = asked.id() == Long.MAX_VALUE;
        return new EventsModel(
                pages.frame(ctx, "Events", "/").searching(form.q()),
                form,
                Map.of(),
                drawing.histogram(),
                drawing.uncounted(),
                new Handlebars.SafeString(rows.withDays(found.events())),
                found.events().isEmpty(),
                newest,
                newest ? found.position() : 0,
                found.next() == 0 ? "" : form.olderHref(found.next()),
                edge.baseUrl(ctx));
    }

    /** A bad filter stays on the page, next to what is wrong with it, to be put right. */
    private void refuse(RoutingContext ctx, FilterForm form, FaultException cause) {
        EventsModel model = new EventsModel(
                pages.frame(ctx, "Events", "/").searching(form.q()),
                form,
                EventsModel.byField(cause.fault()),
                null,
                "",
                new Handlebars.SafeString(""),
                false,
                false,
                0,
                "",
                edge.baseUrl(ctx));
        pages.send(ctx, 400, "events", model);
    }
}
