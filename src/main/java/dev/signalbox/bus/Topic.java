package dev.signalbox.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address that carries one type of message to every subscriber. Delivery may fail silently and is not buffered
 * against a slow subscriber: only small facts that can be found again in the store belong here.
 *
 * @param <M> what is announced
 */
public record Topic<M extends Message>(String address, Reach reach) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Topic.class);

    public void publish(Vertx vertx, M message) {
        vertx.eventBus().publish(address, message, new DeliveryOptions().setLocalOnly(reach == Reach.NODE));
    }

    /**
     * Hands every message to {@code handler} on the caller's context. One that throws is logged and the next is still
     * delivered.
     *
     * @return completes once subscribed, so that the caller may publish without losing the message; it holds the way to
     *     unsubscribe
     */
    public Future<Call.Registration> subscribe(Vertx vertx, Consumer<M> handler) {
        MessageConsumer<M> consumer = reach == Reach.NODE
                ? vertx.eventBus().localConsumer(address)
                : vertx.eventBus().consumer(address);
        consumer.handler(delivery -> deliver(handler, delivery.body()));
        return consumer.completion().map(subscribed -> consumer::unregister);
    }

    private void deliver(Consumer<M> handler, M message) {
        try {
            handler.accept(message);
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("address", address).setCause(e).log("subscriber failed on a message");
        }
    }
}
