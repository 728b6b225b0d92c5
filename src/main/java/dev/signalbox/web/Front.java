package dev.signalbox.web;

import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;

/**
 * Where every request of an instance comes in: kept in view, then checked, then routed. The checks are plain calls in
 * front of the router, because a route per check would cost each request more than all checks together.
 */
final class Front implements Handler<HttpServerRequest> {

    private final Vertx vertx;
    private final Connections connections;
    private final HostGuard hosts;
    private final Auth auth;
    private final Router router;
    private final Problems problems;
    private final WebMeters meters;

    Front(
            Vertx vertx,
            Connections connections,
            HostGuard hosts,
            Auth auth,
            Router router,
            Problems problems,
            WebMeters meters) {
        this.vertx = vertx;
        this.connections = connections;
        this.hosts = hosts;
        this.auth = auth;
        this.router = router;
        this.problems = problems;
        this.meters = meters;
    }

    @Override
    public void handle(HttpServerRequest request) {
        meters.request();
        connections.began(request);
        String reason = "uri";
        try {
            UriGuard.check(request);
            reason = "host";
            hosts.check(request);
            reason = "cross-site";
            SiteGuard.check(request);
        } catch (FaultException refused) {
            problems.answer(request, Problem.of(refused.fault()).because(reason));
            return;
        }
        admit(request);
    }

    private void admit(HttpServerRequest request) {
        Future<Void> admitted = isProbe(request.uri()) ? Auth.ADMITTED : auth.admit(request);
        if (admitted.succeeded()) {
            route(request);
            return;
        }
        // Holds back the body, which otherwise would be gone by the time a handler asks for it.
        request.pause();
        admitted.onComplete((known, refused) -> {
            // Delivers nothing before this turn of the loop is over, so the handler is there in time.
            request.resume();
            if (refused == null) {
                route(request);
            } else {
                problems.answer(request, Problem.of(FaultException.of(refused)));
            }
        });
    }

    private void route(HttpServerRequest request) {
        HttpMethod method = request.method();
        if (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method)) {
            BrowserHeaders.put(request.response());
        }
        if (HttpMethod.HEAD.equals(method)) {
            endStream(request.response());
        }
        router.handle(request);
    }

    /** To a HEAD request a stream has said everything once its headers are out, but its handler does not know. */
    private void endStream(HttpServerResponse response) {
        response.headersEndHandler(written -> {
            if (Peer.isEventStream(response)) {
                vertx.runOnContext(later -> {
                    if (!response.ended()) {
                        response.end();
                    }
                });
            }
        });
    }

    private static boolean isProbe(String uri) {
        return uri.equals("/healthz") || uri.equals("/readyz");
    }
}
