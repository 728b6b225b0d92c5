package dev.signalbox.events;

import dev.signalbox.bus.EventJson;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Find;
import dev.signalbox.bus.Events.Found;
import dev.signalbox.bus.Events.Get;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.filter.FilterParams;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/** Gives events out: {@code GET /api/events} and {@code GET /api/events/<id>}. */
public final class ReadRoutes implements Routes {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    @Override
    public void mount(Edge edge) {
        edge.router().get("/api/events").handler(ctx -> list(ctx, edge));
        edge.router().get("/api/events/:id").handler(ctx -> one(ctx, edge));
    }

    private static void list(RoutingContext ctx, Edge edge) {
        FilterParams params = new FilterParams(ctx.queryParams()::getAll, Instant.now());
        Find find =
                new Find(params.filter(), params.id("before", Long.MAX_VALUE), params.limit(DEFAULT_LIMIT, MAX_LIMIT));
        params.check();
        Events.FIND
                .ask(edge.vertx(), find)
                .onSuccess(found -> json(ctx, page(found)))
                .onFailure(ctx::fail);
    }

    private static void one(RoutingContext ctx, Edge edge) {
        String id = ctx.pathParam("id");
        if (!id.matches("\\d{1,19}")) {
            // Other routes live below this path.
            ctx.next();
            return;
        }
        Events.GET
                .ask(edge.vertx(), new Get(parse(id)))
                .onSuccess(event -> json(ctx, EventJson.write(event)))
                .onFailure(ctx::fail);
    }

    private static long parse(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new FaultException(new Fault.NotFound("there is no event " + id));
        }
    }

    private static String page(Found found) {
        StringBuilder json = new StringBuilder("{\"events\":[");
        for (int i = 0; i < found.events().size(); i++) {
            json.append(i == 0 ? "" : ",");
            EventJson.append(json, found.events().get(i));
        }
        return json.append("],\"next\":")
                .append(found.next() == 0 ? "null" : "\"" + found.next() + "\"")
                .append('}')
                .toString();
    }

    private static void json(RoutingContext ctx, String body) {
        ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
