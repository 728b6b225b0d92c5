package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Handlebars;
import dev.signalbox.bus.EventJson;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** One event, whole: the target of a permalink. Confined to one web instance. */
final class EventPage {

    private final Edge edge;
    private final Pages pages;
    private final InstantSource clock;

    EventPage(Edge edge, Pages pages, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.clock = clock;
    }

    /** {@code GET /events/{id}}. */
    void show(RoutingContext ctx) {
        Future<Events.Event> event =
                id(ctx.pathParam("id")).compose(id -> Events.GET.ask(edge.vertx(), new Events.Get(id)));
        pages.send(ctx, "event", event.map(known -> model(ctx, known)));
    }

    private static Future<Long> id(String text) {
        try {
            return Future.succeededFuture(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Future.failedFuture(new FaultException(new Fault.NotFound("no event has the id " + text)));
        }
    }

    private EventModel model(RoutingContext ctx, Events.Event event) {
        return new EventModel(
                pages.frame(ctx, title(event), "/"),
                event,
                Clock.ago(event.at(), clock.instant()),
                html(message(event)),
                html(metadata(event)),
                JsonText.pretty(EventJson.write(event)));
    }

    private static String title(Events.Event event) {
        return event.severity().word() + (event.origin().isEmpty() ? "" : " from " + event.origin());
    }

    private static StringBuilder message(Events.Event event) {
        StringBuilder out = new StringBuilder();
        String message = JsonText.isJson(event.message()) ? JsonText.pretty(event.message()) : event.message();
        Ansi.append(out, message, 0, message.length());
        return out;
    }

    private static StringBuilder metadata(Events.Event event) {
        StringBuilder out = new StringBuilder();
        MetadataTable.append(out, event);
        return out;
    }

    private static Handlebars.SafeString html(StringBuilder html) {
        return new Handlebars.SafeString(html);
    }

    /** What the page of one event shows. */
    record EventModel(
            Frame frame,
            Events.Event event,
            String ago,
            Handlebars.SafeString message,
            Handlebars.SafeString metadata,
            String json) {

        public String severity() {
            return event.severity().word();
        }

        public boolean past() {
            return !ago.startsWith("in ") && !ago.equals("now");
        }

        public String exact() {
            return Clock.exact(event.at());
        }

        /** The list of what has the same origin. */
        public String originHref() {
            return "/?origin=" + FilterForm.encoded(event.origin());
        }

        /** The list as it was when this event was new, with a little before it. */
        public String aroundHref() {
            return "/?since=" + event.at().minusSeconds(300) + "&until="
                    + event.at().plusSeconds(300);
        }
    }
}
