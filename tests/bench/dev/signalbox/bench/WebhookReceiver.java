package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/** Takes webhooks on one thread, answers each 200 at once, and looks for the numbers of events in their bodies. */
final class WebhookReceiver implements AutoCloseable {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Without a new event for this long, the rest is taken for lost. */
    private static final long GIVE_UP_NANOS = 30_000_000_000L;

    private final int events;
    private final AtomicLongArray sentNanos;
    private final AtomicLongArray receivedNanos;
    private final NumberedRows seen;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private volatile long lastNanos = System.nanoTime();

    /** @param events numbered from 0 */
    WebhookReceiver(int events) throws IOException {
        this.events = events;
        this.sentNanos = new AtomicLongArray(events);
        this.receivedNanos = new AtomicLongArray(events);
        this.seen = new NumberedRows(events, this::received);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::serve, "webhooks");
        thread.setDaemon(true);
        thread.start();
    }

    String url() throws IOException {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort() + "/hook";
    }

    /** To be called right before an event is sent, from any thread. */
    void sending(int event) {
        sentNanos.set(event, System.nanoTime());
    }

    /** Returns when every event was received, or none has come for long. */
    void awaitAll() throws InterruptedException {
        lastNanos = System.nanoTime();
        while (seen.different() < events && System.nanoTime() - lastNanos < GIVE_UP_NANOS) {
            Thread.sleep(5);
        }
    }

    int different() {
        return seen.different();
    }

    int repeated() {
        return seen.repeated();
    }

    /** By {@link System#nanoTime()}, the last event that was new. */
    long lastNanos() {
        return lastNanos;
    }

    /** From sending to receiving, of the events from {@code first} on that were received. */
    double[] delayMillis(int first) {
        double[] millis = new double[events - first];
        int count = 0;
        for (int event = first; event < events; event++) {
            if (receivedNanos.get(event) != 0) {
                millis[count] = (receivedNanos.get(event) - sentNanos.get(event)) / 1e6;
                count++;
            }
        }
        return Arrays.copyOf(millis, count);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void received(int event, long now) {
        receivedNanos.set(event, now);
        lastNanos = now;
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::turn);
            }
        } catch (IOException | RuntimeException e) {
            if (selector.isOpen()) {
                e.printStackTrace();
            }
        }
    }

    private void turn(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(256 << 10));
            } else {
                read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        int length = request(buffer);
        while (length > 0) {
            byte[] request = new byte[length];
            buffer.get(request);
            seen.read(request, length, System.nanoTime());
            channel.write(ByteBuffer.wrap(ANSWER));
            length = request(buffer);
        }
        buffer.compact();
    }

    /** How many bytes the first request in the buffer has; 0 when not all of it is there. */
    private static int request(ByteBuffer buffer) {
        String text = new String(
                buffer.array(),
                buffer.arrayOffset() + buffer.position(),
                buffer.remaining(),
                StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT) + "\r\n";
        int length = head.indexOf("content-length: ");
        int whole = end
                + 4
                + Integer.parseInt(head.substring(length + "content-length: ".length(), head.indexOf('\r', length)));
        return whole <= text.length() ? whole : 0;
    }
}
