package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many readers of the page's stream on one thread. They look for the numbers in the rows and for nothing else, so that what
 * is measured is the node.
 */
final class Listeners implements AutoCloseable {

    /** Without a new row for this long, the rest is taken for lost. */
    private static final long GIVE_UP_MILLIS = 10_000;

    private final int events;
    private final int warmUp;
    private final AtomicLongArray sentNanos;
    /** In microseconds, of all rows of all listeners after the warm-up. */
    private final AtomicIntegerArray delays;

    private final List<NumberedRows> all = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::read, "listeners");
    private volatile int measured;
    private volatile long lastRowNanos = System.nanoTime();

    /** @param warmUp that many of the first events are not timed */
    Listeners(int port, int count, int events, int warmUp) throws IOException {
        this.events = events;
        this.warmUp = warmUp;
        sentNanos = new AtomicLongArray(events);
        delays = new AtomicIntegerArray((events - warmUp) * count);
        for (int listener = 0; listener < count; listener++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            String request = "GET /.sse HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            NumberedRows rows = new NumberedRows(events, this::row);
            channel.register(selector, SelectionKey.OP_READ, rows);
            all.add(rows);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** To be called right before an event is sent, from any thread. */
    void sending(int event) {
        sentNanos.set(event, System.nanoTime());
    }

    void awaitOpen() throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + GIVE_UP_MILLIS * 1_000_000;
        while (!all.stream().allMatch(NumberedRows::open)) {
            if (System.nanoTime() > giveUp) {
                throw new IOException("not every stream opened");
            }
            Thread.sleep(20);
        }
    }

    void awaitEnd() throws InterruptedException {
        lastRowNanos = System.nanoTime();
        while (complete() < all.size() && System.nanoTime() - lastRowNanos < GIVE_UP_MILLIS * 1_000_000) {
            Thread.sleep(20);
        }
    }

    /** How many have every row. */
    int complete() {
        return (int) all.stream().filter(rows -> rows.different() == events).count();
    }

    int repeated() {
        return all.stream().mapToInt(NumberedRows::repeated).sum();
    }

    double[] delayMillis() {
        double[] millis = new double[measured];
        Arrays.setAll(millis, i -> delays.get(i) / 1e3);
        return millis;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** On the one thread, for each row that a listener has not had before. */
    private void row(int event, long now) {
        lastRowNanos = now;
        if (event >= warmUp) {
            delays.set(measured, (int) ((now - sentNanos.get(event)) / 1_000));
            // Only this thread writes it; after the value, so that whoever reads the count sees the values.
            measured = measured + 1;
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        byte[] bytes = new byte[buffer.capacity()];
        try {
            while (selector.isOpen()) {
                selector.select(key -> readOne(key, buffer, bytes));
            }
        } catch (IOException | RuntimeException e) {
            if (selector.isOpen()) {
                e.printStackTrace();
            }
        }
    }

    private static void readOne(SelectionKey key, ByteBuffer buffer, byte[] bytes) {
        try {
            int read = ((SocketChannel) key.channel()).read(buffer.clear());
            if (read < 0) {
                System.err.println("bench: the node ended a stream");
                key.cancel();
                return;
            }
            buffer.flip().get(bytes, 0, read);
            ((NumberedRows) key.attachment()).read(bytes, read, System.nanoTime());
        } catch (IOException e) {
            key.cancel();
        }
    }
}
