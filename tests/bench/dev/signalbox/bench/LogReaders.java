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

/**
 * Many readers of one log, shared out to as many threads as there are CPUs. Each thread reads into one buffer, which stays
 * in its CPU's cache, so that this end costs little more than the system's copying.
 */
final class LogReaders implements AutoCloseable {

    private static final long GIVE_UP_MILLIS = 120_000;

    /** Half of what a CPU's cache of its own usually holds. */
    private static final int BUFFER = 512 << 10;

    /** One thread and its readers. */
    private static final class Desk {
        private final Selector selector;
        private final LogContent.Delays delays;
        private final Thread thread;

        Desk(LogContent.Delays delays) throws IOException {
            this.selector = Selector.open();
            this.delays = delays;
            this.thread = new Thread(this::run, "log-readers");
            thread.setDaemon(true);
        }

        private void run() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            try {
                while (!selector.keys().isEmpty()) {
                    selector.select(key -> read(key, buffer));
                    // Cancelled keys leave with the next selection only.
                    selector.selectNow();
                }
            } catch (IOException e) {
                System.err.println("bench: " + e);
            }
        }

        private static void read(SelectionKey key, ByteBuffer buffer) {
            LogReader reader = (LogReader) key.attachment();
            try {
                int read = ((SocketChannel) key.channel()).read(buffer.clear());
                reader.read(buffer.flip());
                if (read < 0 || reader.content().whole()) {
                    key.channel().close();
                }
            } catch (IOException e) {
                System.err.println("bench: " + e);
                key.cancel();
            }
        }
    }

    private final List<LogReader> all = new ArrayList<>();
    private final List<Desk> desks = new ArrayList<>();

    /**
     * Asks for the log with {@code count} connections.
     *
     * @param timing takes down how late the bytes are
     */
    LogReaders(int port, String path, int count, LogContent.Care care, Timing timing) throws IOException {
        int threads = Math.min(count, Runtime.getRuntime().availableProcessors());
        for (int thread = 0; thread < threads; thread++) {
            desks.add(new Desk(timing == null ? null : timing.delays()));
        }
        for (int i = 0; i < count; i++) {
            Desk desk = desks.get(i % threads);
            LogReader reader = new LogReader(new LogContent(care, desk.delays));
            SocketChannel channel = ask(port, path);
            channel.configureBlocking(false);
            channel.register(desk.selector, SelectionKey.OP_READ, reader);
            all.add(reader);
        }
        desks.forEach(desk -> desk.thread.start());
    }

    /**
     * What is timed.
     *
     * @param chunk of the producer
     * @param fromNanos what was sent before is not
     */
    record Timing(int chunk, long fromNanos) {
        private LogContent.Delays delays() {
            return new LogContent.Delays(chunk, fromNanos);
        }
    }

    /** A connection that has asked for a log, and reads nothing by itself. */
    static SocketChannel ask(int port, String path) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.write(
                StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n"));
        return channel;
    }

    void awaitOpen() throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + GIVE_UP_MILLIS * 1_000_000;
        while (!all.stream().allMatch(LogReader::open)) {
            if (System.nanoTime() > giveUp) {
                throw new IOException("not every reader was answered");
            }
            Thread.sleep(5);
        }
    }

    /** Until each has come to an end, or too long. */
    void awaitEnd() throws InterruptedException {
        for (Desk desk : desks) {
            desk.thread.join(GIVE_UP_MILLIS);
        }
    }

    /** How many got exactly this, up to its end. */
    int complete(LogProducer.Sent sent) {
        return (int) all.stream().filter(reader -> reader.content().is(sent)).count();
    }

    double[] delayMillis() {
        return desks.stream()
                .flatMapToInt(desk -> Arrays.stream(desk.delays.micros()))
                .mapToDouble(micros -> micros / 1e3)
                .toArray();
    }

    @Override
    public void close() throws IOException {
        for (Desk desk : desks) {
            for (SelectionKey key : List.copyOf(desk.selector.keys())) {
                key.channel().close();
            }
            desk.selector.close();
        }
    }
}
