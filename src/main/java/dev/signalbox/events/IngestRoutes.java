package dev.signalbox.events;

import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import dev.signalbox.events.EventReader.BadEvent;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes events in: {@code POST /.log} and {@code POST /api/events}. */
public final class IngestRoutes implements Routes {

    private final EventsConf conf;

    public IngestRoutes(EventsConf conf) {
        this.conf = conf;
    }

    @Override
    public void mount(Edge edge) {
        SaveFunnel funnel = new SaveFunnel(edge.vertx(), conf.queueEvents(), conf.queueBytes() / 4);
        BulkIngest bulk = new BulkIngest(edge, conf);
        edge.router().post("/.log").handler(ctx -> log(ctx, edge, funnel));
        edge.router().post("/api/events").handler(bulk::handle);
    }

    private void log(RoutingContext ctx, Edge edge, SaveFunnel funnel) {
        Future<Buffer> body = edge.body(ctx, conf.maxMessageBytes());
        body.compose(bytes -> edge.owner(ctx).compose(owner -> save(ctx, bytes, owner, funnel)))
                .onSuccess(id -> ctx.response()
                        .putHeader("Signalbox-Event-Id", Long.toString(id))
                        .end())
                .onFailure(ctx::fail);
    }

    private Future<Long> save(RoutingContext ctx, Buffer body, String owner, SaveFunnel funnel) {
        try {
            return funnel.save(draft(ctx, body, owner));
        } catch (BadEvent e) {
            return Future.failedFuture(new FaultException(new Fault.Invalid("", String.valueOf(e.getMessage()))));
        }
    }

    private static Draft draft(RoutingContext ctx, Buffer body, String owner) throws BadEvent {
        String origin = param(ctx, "origin");
        if (origin == null) {
            throw new BadEvent("origin", "is missing; add ?origin=NAME to the address");
        }
        if (body.length() == 0) {
            throw new BadEvent("message", "is empty; send it as the body");
        }
        return new Draft(
                EventReader.now(),
                "log",
                EventReader.origin(Texts.clean(origin)),
                owner,
                severity(param(ctx, "severity")),
                Texts.decode(body),
                "{}");
    }

    private static @Nullable String param(RoutingContext ctx, String name) throws BadEvent {
        List<String> values = ctx.request().params().getAll(name);
        if (values.size() > 1) {
            throw new BadEvent(name, "is given " + values.size() + " times; only one value can be meant");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Severity severity(@Nullable String word) throws BadEvent {
        return word == null ? Severity.INFO : EventReader.severity(word);
    }
}
