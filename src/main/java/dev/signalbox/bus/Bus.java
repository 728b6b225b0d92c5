package dev.signalbox.bus;

import io.vertx.core.Vertx;

/** Prepares a Vert.x instance's event bus to carry {@link Message}s. */
public final class Bus {

    private Bus() {}

    /** Must be called once per Vert.x instance, before any verticle is deployed. */
    public static void open(Vertx vertx) {
        vertx.eventBus().registerCodec(new MessageWire());
        // One codec for the whole sealed family; a codec per record class would need one unique name for each.
        vertx.eventBus().codecSelector(body -> body instanceof Message ? MessageWire.NAME : null);
    }
}
