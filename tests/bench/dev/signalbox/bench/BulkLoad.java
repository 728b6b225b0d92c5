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

/**
 * Posts bodies that lie ready outside the heap over some connections, each waiting for the answer before its next one. So
 * this end costs little more than the system's copying, and less than wrk, which makes Lua strings of them.
 */
final class BulkLoad {

    private final int port;
    private final List<ByteBuffer> bodies;
    private final int size;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** @param size events in each body */
    BulkLoad(int port, List<ByteBuffer> bodies, int size) {
        this.port = port;
        this.bodies = bodies;
        this.size = size;
    }

    /** @param refused bodies that were not accepted as a whole */
    record Done(double seconds, long accepted, int refused, double generatorCpuSeconds) {

        double perSecond() {
            return accepted / seconds;
        }
    }

    Done run(int connections) throws IOException, InterruptedException {
        long self = ProcessHandle.current().pid();
        double cpu = Proc.ownSeconds(self);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int connection = 0; connection < connections; connection++) {
                all.add(threads.submit(this::post));
            }
            long accepted = 0;
            for (Future<Integer> one : all) {
                accepted += (long) one.get() * size;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Done(seconds, accepted, refused.get(), Proc.ownSeconds(self) - cpu);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** One connection's share; gives the number of bodies accepted. */
    private int post() throws IOException {
        int accepted = 0;
        String yes = "{\"accepted\":" + size + ",";
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            HttpAnswers answers = new HttpAnswers(channel);
            for (int index = next.getAndIncrement(); index < bodies.size(); index = next.getAndIncrement()) {
                ByteBuffer body = bodies.get(index).duplicate();
                ByteBuffer[] request = {head(body.remaining()), body};
                while (body.hasRemaining()) {
                    channel.write(request);
                }
                boolean all = answers.next() == 200 && answers.bodyStartsWith(yes);
                accepted += all ? 1 : 0;
                refused.addAndGet(all ? 0 : 1);
            }
        }
        return accepted;
    }

    private ByteBuffer head(int length) {
        String head = "POST /api/events HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + length + "\r\n\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    }
}
