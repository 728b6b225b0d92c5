package dev.signalbox.triggers;

import static dev.signalbox.triggers.TriggerSamples.NOW;
import static dev.signalbox.triggers.TriggerSamples.event;
import static dev.signalbox.triggers.TriggerSamples.trigger;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Senders that may reach loopback, and the targets that they reach there. */
final class RunningSender implements AutoCloseable {

    static final UUID DELIVERY = UUID.fromString("7d1f6a0e-51a7-4b6c-9f0d-2d9c6f6f2b11");
    static final Duration PATIENT = Duration.ofSeconds(20);
    static final Duration HASTY = Duration.ofMillis(400);

    final Vertx vertx = Vertx.vertx();
    final AtomicInteger lookUps = new AtomicInteger();
    private final List<RawTarget> targets = new ArrayList<>();

    RawTarget keep(RawTarget target) {
        targets.add(target);
        return target;
    }

    Sender sender(Duration timeout) {
        TriggersConf conf = TriggerSamples.conf(timeout, "127.0.0.0/8");
        TargetGuard guard = new TargetGuard(new AddressGuard(conf.allowTargets(), new OwnAddresses()), this::names);
        return new Sender(vertx, guard, new Payload(), conf, "1.2.3");
    }

    Future<List<InetAddress>> names(String host) {
        lookUps.incrementAndGet();
        return switch (host) {
            case "hook.test" -> Future.succeededFuture(List.of(named(host, 1)));
            case "two.test" -> Future.succeededFuture(List.of(named(host, 2), named(host, 1)));
            case "moves.test" -> Future.succeededFuture(List.of(named(host, lookUps.get())));
            case "silent.test" -> Promise.<List<InetAddress>>promise().future();
            default -> Future.failedFuture("unknown");
        };
    }

    /** 127.0.0.x with the name that was asked for, as a resolver gives it. */
    private static InetAddress named(String host, int last) {
        try {
            return InetAddress.getByAddress(host, new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static Trigger to(RawTarget target) {
        return trigger("http://127.0.0.1:" + target.port() + "/", Format.JSON);
    }

    Outcome send(Sender sender, RawTarget target) throws Exception {
        return sender.send(DELIVERY, to(target), event("x"), 0, NOW).await(15, TimeUnit.SECONDS);
    }

    static void trickle(OutputStream out) throws IOException {
        while (true) {
            out.write('x');
            out.flush();
            dawdle(50);
        }
    }

    static void flood(OutputStream out) throws IOException {
        byte[] piece = "x".repeat(8_192).getBytes(ISO_8859_1);
        while (true) {
            out.write(piece);
        }
    }

    /** As a target that takes its time. */
    static void dawdle(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (RawTarget target : targets) {
            target.close();
        }
        // What is still open ends with this JVM.
        vertx.close().timeout(10, TimeUnit.SECONDS).otherwiseEmpty().await();
    }
}
