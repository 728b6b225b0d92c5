package dev.signalbox.livelog;

import dev.signalbox.bus.FaultException;
import dev.signalbox.web.HostGuard;
import dev.signalbox.web.SiteGuard;
import dev.signalbox.web.TextAnswers;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Where producers on this machine send: the original's address and answers, and the same with a stream's name. */
final class PutPort implements Handler<HttpServerRequest> {

    private static final String PATH = "/log";

    private final Vertx vertx;
    private final Intake intake;
    private final HostGuard hosts;

    PutPort(Vertx vertx, Intake intake, String host) {
        this.vertx = vertx;
        this.intake = intake;
        this.hosts = new HostGuard(host);
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        boolean original = PATH.equals(path);
        boolean named = path != null && path.startsWith(PATH + "/") && path.indexOf('/', PATH.length() + 1) < 0;
        if (!original && (!named || path.length() == PATH.length() + 1)) {
            TextAnswers.answer(vertx, request, 404, "404 page not found\n");
        } else if (!HttpMethod.PUT.equals(request.method())) {
            TextAnswers.answer(vertx, request, 400, "This endpoint can only handle PUT requests");
        } else {
            take(request, original ? StreamName.DEFAULT : path.substring(PATH.length() + 1), original);
        }
    }

    private void take(HttpServerRequest request, String stream, boolean original) {
        try {
            // A page of another site must not write here through the browser of somebody on this machine.
            hosts.check(request);
            SiteGuard.check(request);
        } catch (FaultException refused) {
            TextAnswers.fault(vertx, request, refused);
            return;
        }
        intake.take(vertx, request, stream)
                .onSuccess(durable -> IntakeAnswers.created(request))
                .onFailure(cause -> {
                    boolean busy = Shelf.BUSY.equals(cause.getMessage());
                    if (original && busy) {
                        TextAnswers.answer(vertx, request, 400, Shelf.BUSY);
                    } else {
                        IntakeAnswers.refused(vertx, request, cause);
                    }
                });
    }
}
