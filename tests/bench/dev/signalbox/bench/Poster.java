package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Posts numbered events at a steady rate. Enough connections take turns that a slow answer does not hold up the events
 * after it, which would hide how slow it was.
 */
final class Poster {

    private static final int CONNECTIONS = 32;

    /** Later than this, and the rate was not kept. */
    private static final long LATE_NANOS = 10_000_000;

    private final int port;
    private final int events;
    private final int warmUp;
    private final long gapNanos;
    private final IntConsumer sending;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();

    /**
     * @param warmUp that many of the first events may be late
     * @param sending told the number of each event right before it is sent
     */
    Poster(int port, int events, int warmUp, int perSecond, IntConsumer sending) {
        this.port = port;
        this.events = events;
        this.warmUp = warmUp;
        this.gapNanos = 1_000_000_000L / perSecond;
        this.sending = sending;
    }

    /**
     * @param late sent more than 10 ms after their turn
     * @param seconds from the first to the last answer
     */
    record Sent(int refused, int late, double seconds) {

        String text(int events) {
            return Row.number(events) + ", " + refused + " refused, " + late + " sent more than 10 ms late";
        }
    }

    Sent run() throws IOException, InterruptedException {
        long start = System.nanoTime() + 100_000_000;
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int first = connection;
                all.add(threads.submit(() -> post(first, start)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return new Sent(refused.get(), late.get(), (System.nanoTime() - start) / 1e9);
    }

    /** One connection's share: every 32nd event. */
    private Void post(int first, long start) throws IOException {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            HttpAnswers answers = new HttpAnswers(channel);
            for (int event = first; event < events; event += CONNECTIONS) {
                ByteBuffer request = request(event);
                long turn = start + event * gapNanos;
                for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                late.addAndGet(event >= warmUp && System.nanoTime() - turn > LATE_NANOS ? 1 : 0);
                sending.accept(event);
                channel.write(request);
                refused.addAndGet(answers.next() == 200 ? 0 : 1);
            }
        }
        return null;
    }

    private ByteBuffer request(int event) {
        String body = "order ~" + event + "~ of the queue was worked off in 12 ms, nothing left";
        String request = "POST /.log?origin=worker-" + event % 50 + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }
}
