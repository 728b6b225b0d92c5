package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** Answers requests with pages, and with readable ones when it went wrong. Thread-safe. */
final class Pages {

    /** Only this node's own files run, style or are asked; nobody frames its pages, whose buttons destroy things. */
    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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

    void send(RoutingContext ctx, int status, String page, Object model) {
        String html = templates.render(page, model);
        HttpServerResponse response = ctx.response();
        response.setStatusCode(status);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.putHeader("Content-Security-Policy", CONTENT_POLICY);
        response.end(html);
    }

    /** Answers with the page that says what went wrong; what is nobody's expected fault is left to the edge. */
    void fail(RoutingContext ctx, Throwable cause) {
        if (!(cause instanceof FaultException known)) {
            ctx.fail(cause);
            return;
        }
        switch (known.fault()) {
            case Fault.NotFound(String why) -> error(ctx, 404, "Not found", why);
            case Fault.Invalid invalid -> error(ctx, 400, "This cannot be answered", invalid.why());
            case Fault.Unavailable(String why, int seconds) -> {
                ctx.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
                error(ctx, 503, "Not available now", why + ". Trying again in " + seconds + " s is worth it.");
            }
            default -> ctx.fail(cause);
        }
    }

    private void error(RoutingContext ctx, int status, String title, String why) {
        send(ctx, status, "error", new ErrorModel(frame(ctx, title, ""), status, why));
    }

    /** What the error page shows. */
    record ErrorModel(Frame frame, int status, String why) {}

    static void seeOther(RoutingContext ctx, String location) {
        ctx.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }
}
