package dev.signalbox.dashboard;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** Answers requests with pages; what goes wrong is left to the edge, which knows how to tell it. Thread-safe. */
final class Pages {

    private final PagesConf conf;
    private final InstantSource clock;
    private final Templates templates = new Templates();

    Pages(PagesConf conf, InstantSource clock) {
        this.conf = conf;
        this.clock = clock;
    }

    PagesConf conf() {
        return conf;
    }

    /** The frame of a page in the section with this path. */
    Frame frame(RoutingContext ctx, String title, String section) {
        return Frame.of(ctx, conf, title, section, clock.instant());
    }

    void send(RoutingContext ctx, String page, Future<?> model) {
        model.map(known -> templates.render(page, known))
                .onSuccess(html -> write(ctx, html))
                .onFailure(ctx::fail);
    }

    void send(RoutingContext ctx, int status, String page, Object model) {
        ctx.response().setStatusCode(status);
        write(ctx, templates.render(page, model));
    }

    static void seeOther(RoutingContext ctx, String location) {
        ctx.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }

    /** Kept nowhere: a page that comes back out of a cache would claim to be live and miss what came since. */
    private static void write(RoutingContext ctx, String html) {
        ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(html);
    }
}
