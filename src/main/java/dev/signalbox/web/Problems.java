package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Answers every request that fails, whatever the route: the one place where errors become responses. */
final class Problems {

    private final Vertx vertx;
    private final Router router;
    private final WebMeters meters;

    Problems(Vertx vertx, Router router, WebMeters meters) {
        this.vertx = vertx;
        this.router = router;
        this.meters = meters;
    }

    /** Must run after every feature has mounted its routes. */
    void mount() {
        router.route().last().failureHandler(this::failed);
        for (int status = 400; status < 600; status++) {
            router.errorHandler(status, this::failed);
        }
    }

    private void failed(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (ctx.statusCode() == 405 && HttpMethod.OPTIONS.equals(request.method())) {
            ctx.response().setStatusCode(204).putHeader("Allow", allowed(ctx)).end();
            return;
        }
        answer(request, problem(ctx));
    }

    /**
     * Answers in the form that suits the path; a response that has begun is cut off instead, so that it cannot pass as
     * whole.
     */
    void answer(HttpServerRequest request, Problem problem) {
        HttpServerResponse response = request.response();
        meters.rejected(problem.reason());
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(problem.status());
        problem.headers().forEach(response::putHeader);
        if (problem.cutsBody() && !request.isEnded()) {
            response.putHeader("Connection", "close");
            Linger.on(vertx, request);
        }
        ProblemBody.write(request, problem);
    }

    /** Answers what could not even be read as a request, and closes: nobody knows where the next one would begin. */
    void unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        answer(
                request,
                switch (cause) {
                    case TooLongHttpLineException _ -> new Problem(414, "unreadable", "the address is too long");
                    case TooLongHttpHeaderException _ -> new Problem(431, "unreadable", "the headers are too long");
                    case null, default -> new Problem(400, "unreadable", "this is not a request of HTTP/1.1");
                });
        request.connection().close();
    }

    private Problem problem(RoutingContext ctx) {
        String path = ctx.request().path();
        return switch (ctx.failure()) {
            case FaultException known -> Problem.of(known.fault());
            case null -> plain(ctx, path);
            case Throwable cause
            when ctx.statusCode() >= 400 && ctx.statusCode() < 500 ->
                new Problem(ctx.statusCode(), "invalid", String.valueOf(cause.getMessage()));
            case IllegalArgumentException bad
            when ctx.statusCode() == -1 -> new Problem(400, "invalid", String.valueOf(bad.getMessage()));
            case Throwable cause -> Problem.of(FaultException.of(cause));
        };
    }

    private Problem plain(RoutingContext ctx, String path) {
        return switch (ctx.statusCode()) {
            case 404 -> Problem.of(new Fault.NotFound("there is nothing at " + path));
            case 405 -> Problem.methodNotAllowed(ctx.request().method().name(), path, allowed(ctx));
            default -> {
                int status = ctx.statusCode() < 400 ? 500 : ctx.statusCode();
                yield new Problem(
                        status, "other", HttpResponseStatus.valueOf(status).reasonPhrase());
            }
        };
    }

    private String allowed(RoutingContext ctx) {
        Set<String> methods = MountedRoutes.methodsFor(router, ctx.normalizedPath());
        return String.join(", ", methods);
    }
}
