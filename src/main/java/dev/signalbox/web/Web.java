package dev.signalbox.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all web instances of one node have in common: settings, routes, and the bounds that hold for the node as a
 * whole. Build one, and deploy each {@link WebVerticle} with it. Safe from any thread.
 */
public final class Web {

    private final HttpConf http;
    private final AuthConf auth;
    private final OwnerConf owner;
    private final List<Routes> routes;
    private final Readiness readiness;
    private final AtomicInteger connections = new AtomicInteger();
    private final BodyBudget budget;
    private final WebMeters meters;
    private final String localOwner;
    private final Promise<Integer> port = Promise.promise();

    /** @param routes in order: what is asked most often first, since the router tries one after the other */
    public Web(
            HttpConf http,
            AuthConf auth,
            OwnerConf owner,
            List<Routes> routes,
            Readiness readiness,
            MeterRegistry registry) {
        this.http = http;
        this.auth = auth;
        this.owner = owner;
        this.routes = List.copyOf(routes);
        this.readiness = readiness;
        this.budget = new BodyBudget(http.bodyBudgetBytes());
        this.meters = new WebMeters(registry, connections, budget);
        this.localOwner = owner.local().isEmpty() ? ReverseNames.ofThisMachine() : owner.local();
    }

    /** The port on which the node listens, once it does: the configured one, or the one the system picked. */
    public Future<Integer> port() {
        return port.future();
    }

    void listening(int actualPort) {
        port.tryComplete(actualPort);
    }

    HttpConf http() {
        return http;
    }

    AuthConf auth() {
        return auth;
    }

    OwnerConf owner() {
        return owner;
    }

    List<Routes> routes() {
        return routes;
    }

    Readiness readiness() {
        return readiness;
    }

    AtomicInteger connections() {
        return connections;
    }

    BodyBudget budget() {
        return budget;
    }

    WebMeters meters() {
        return meters;
    }

    String localOwner() {
        return localOwner;
    }
}
