package dev.signalbox.bench;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a thousand readers of one live log take, most of whom read, some of whom do not. */
final class LogCrowd {

    private static final String STREAM = "crowd";
    private static final int READING = 900;
    private static final int STALLED = 100;

    private static final int PER_SECOND = 1_000_000;
    private static final int PIECE = 10_000;

    private LogCrowd() {}

    static List<Row> measure(Lab lab) throws IOException, InterruptedException {
        Node node = lab.freshNode();
        int aloneSeconds = lab.pick(10, 1);
        int crowdedSeconds = lab.pick(30, 2);
        List<SocketChannel> stalled = new ArrayList<>();
        try (LogProducer producer = new LogProducer(node.putPort(), STREAM, PIECE)) {
            CompletableFuture<LogProducer.Sent> sending = CompletableFuture.supplyAsync(
                    () -> send(producer, (long) PER_SECOND * (aloneSeconds + crowdedSeconds)));
            Thread.sleep(aloneSeconds * 1_000L);
            double before = node.residentMb();
            for (int i = 0; i < STALLED; i++) {
                stalled.add(LogReaders.ask(node.getPort(), Node.logPath(STREAM)));
            }
            String path = Node.logPath(STREAM);
            try (LogReaders readers = new LogReaders(node.getPort(), path, READING, LogContent.Care.CHECK, null)) {
                double most = before;
                while (!sending.isDone()) {
                    Thread.sleep(200);
                    most = Math.max(most, node.residentMb());
                }
                readers.awaitEnd();
                int complete = readers.complete(sending.join());
                return List.of(
                        Row.of(
                                "1 MB/s to 900 readers and 100 that never read: memory they add to the JVM",
                                Goal.atMost(150, " MB"),
                                most - before,
                                " MB",
                                "17 MB with 100, which it cuts off"),
                        new Row(
                                "1 MB/s to 900 readers and 100 that never read: complete",
                                new Goal("all that read", READING, true),
                                complete,
                                complete + " of " + READING,
                                "10 beside 100: all in 4 of 5 runs"));
            }
        } finally {
            for (SocketChannel channel : stalled) {
                channel.close();
            }
        }
    }

    private static LogProducer.Sent send(LogProducer producer, long bytes) {
        try {
            return producer.send(bytes, PER_SECOND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
