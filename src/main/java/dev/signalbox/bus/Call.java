package dev.signalbox.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * An address at which one consumer answers each question with one reply. With several consumers (more instances of a
 * verticle) questions are dealt out in turn.
 *
 * @param <Q> the question
 * @param <A> the answer
 * @param patience how long the asker waits before the call fails with {@link Fault.Unavailable}
 */
public record Call<Q extends Message, A extends Message>(String address, Reach reach, Duration patience) {

    /** A call that stays on this node and is given up after 30 seconds. */
    public static <Q extends Message, A extends Message> Call<Q, A> onNode(String address) {
        return new Call<>(address, Reach.NODE, Duration.ofSeconds(30));
    }

    /** Fails with a {@link FaultException} only, whatever went wrong on the way. */
    public Future<A> ask(Vertx vertx, Q question) {
        DeliveryOptions options =
                new DeliveryOptions().setLocalOnly(reach == Reach.NODE).setSendTimeout(patience.toMillis());
        return vertx.eventBus()
                .<A>request(address, question, options)
                .map(io.vertx.core.eventbus.Message::body)
                .recover(cause -> Future.failedFuture(fault(cause)));
    }

    /** Completes once questions can be asked; it holds the way to stop answering. */
    public Future<Registration> answer(Vertx vertx, Function<Q, Future<A>> answerer) {
        MessageConsumer<Q> consumer = reach == Reach.NODE
                ? vertx.eventBus().localConsumer(address)
                : vertx.eventBus().consumer(address);
        consumer.handler(delivery -> Future.<A>future(
                        promise -> answerer.apply(delivery.body()).onComplete(promise))
                .onSuccess(delivery::reply)
                .onFailure(cause -> {
                    Fault fault = FaultException.of(cause);
                    delivery.fail(FaultWire.CODE, FaultWire.write(fault));
                }));
        return consumer.completion().map(registered -> consumer::unregister);
    }

    private FaultException fault(Throwable cause) {
        if (cause instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case RECIPIENT_FAILURE ->
                    new FaultException(FaultWire.read(Objects.requireNonNullElse(reply.getMessage(), "")));
                case TIMEOUT -> new FaultException(new Fault.Unavailable("no answer in time from " + address, 1));
                case NO_HANDLERS -> new FaultException(new Fault.Unavailable(address + " is not running", 1));
                default -> new FaultException(new Fault.Broken(address + ": " + reply.getMessage()));
            };
        }
        return new FaultException(FaultException.of(cause));
    }

    /** Ends a registration. */
    @FunctionalInterface
    public interface Registration {
        Future<Void> end();
    }
}
