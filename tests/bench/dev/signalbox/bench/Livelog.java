package dev.signalbox.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Live logs: what they keep up with, how soon and how fast readers get them, and what readers cost. */
final class Livelog implements Part {

    /** What a program writes at a time that copies a file or a pipe. */
    private static final int COPIED = 64 << 10;

    private static final double MB = 1e6;

    @Override
    public String name() {
        return "livelog";
    }

    @Override
    public String title() {
        return "`PUT` and `GET` on the two ports of live logs, plain HTTP/1.1, chunked. Producer and readers are one Java"
                + " process on the same CPUs. *Complete*: came to a proper end, length and CRC-32C as sent, taken while"
                + " reading. A log is *in* when it is answered 201, and durable. The peer is the original in Go, which"
                + " does not wait for the disk.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        Node node = lab.freshNode();
        List<Row> rows = new ArrayList<>();
        rows.addAll(delay(lab, node));
        rows.add(live(lab, node, 10, 100, "74–91"));
        rows.add(live(lab, node, 20, 100, "2, 33"));
        rows.add(live(lab, node, 100, 10, "2, 2"));
        rows.addAll(flatOut(lab, node, 1));
        rows.addAll(flatOut(lab, node, 10));
        rows.addAll(new Replay(lab, node).measure());
        rows.add(Row.of("JVM, most memory until here", Goal.atMost(450, " MB"), node.peakMb(), " MB", ""));
        rows.addAll(LogCrowd.measure(lab));
        return rows;
    }

    /** In pieces of a millisecond. */
    private static List<Row> delay(Lab lab, Node node) throws IOException, InterruptedException {
        int perSecond = 10_000_000;
        int piece = perSecond / 1_000;
        int warmUpSeconds = lab.pick(10, 1);
        long bytes = (long) perSecond * (warmUpSeconds + lab.pick(20, 2));
        try (LogProducer producer = new LogProducer(node.putPort(), "delay", piece)) {
            long from = System.nanoTime() + warmUpSeconds * 1_000_000_000L;
            LogReaders.Timing timing = new LogReaders.Timing(piece, from);
            try (LogReaders readers = readers(node, "delay", 10, LogContent.Care.CHECK, timing)) {
                readers.awaitOpen();
                LogProducer.Sent sent = producer.send(bytes, perSecond);
                readers.awaitEnd();
                double[] millis = readers.delayMillis();
                return List.of(
                        Row.of(
                                "10 MB/s to 10 readers, from write to read: median",
                                Goal.atMost(1, " ms"),
                                Stats.percentile(millis, 50),
                                " ms",
                                "0.9 ms"),
                        Row.of(
                                "10 MB/s to 10 readers, from write to read: p99",
                                Goal.atMost(5, " ms"),
                                Stats.percentile(millis, 99),
                                " ms",
                                "1.8 ms"),
                        complete("10 MB/s to 10 readers: complete", readers.complete(sent), 10, "10"));
            }
        } finally {
            remove(node, "delay");
        }
    }

    private static Row live(Lab lab, Node node, int mbPerSecond, int count, String peers)
            throws IOException, InterruptedException {
        String stream = "live";
        long perSecond = (long) (mbPerSecond * MB);
        try (LogProducer producer = new LogProducer(node.putPort(), stream, (int) (perSecond / 1_000));
                LogReaders readers = readers(node, stream, count, LogContent.Care.CHECK, null)) {
            readers.awaitOpen();
            LogProducer.Sent sent = producer.send(perSecond * lab.pick(20, 2), perSecond);
            readers.awaitEnd();
            String what = String.format("%d MB/s to %d readers: complete", mbPerSecond, count);
            return complete(what, readers.complete(sent), count, peers);
        } finally {
            remove(node, stream);
        }
    }

    private static List<Row> flatOut(Lab lab, Node node, int count) throws IOException, InterruptedException {
        String stream = "flat-out";
        double[] mbPerSecond = new double[lab.pick(5, 1)];
        int complete = 0;
        long bytes = (long) lab.pick(2_048, 64) << 20;
        CpuUse use = new CpuUse(node);
        for (int run = 0; run < mbPerSecond.length; run++) {
            try (LogProducer producer = new LogProducer(node.putPort(), stream, COPIED);
                    LogReaders readers = readers(node, stream, count, LogContent.Care.CHECK, null)) {
                readers.awaitOpen();
                LogProducer.Sent sent = producer.send(bytes);
                mbPerSecond[run] = sent.mbPerSecond();
                readers.awaitEnd();
                complete += readers.complete(sent);
            } finally {
                remove(node, stream);
            }
        }
        String what = "as fast as it can to " + (count == 1 ? "1 reader" : count + " readers");
        return List.of(
                Row.ofRuns(what + ": in", Goal.atLeast(500, " MB/s"), mbPerSecond, " MB/s", "500–530 MB/s"),
                complete(what + ": complete", complete, count * mbPerSecond.length, "none"),
                Row.note(what + ": CPU", use.perGib((double) bytes * mbPerSecond.length / (1L << 30)) + " sent"));
    }

    private static LogReaders readers(
            Node node, String stream, int count, LogContent.Care care, LogReaders.Timing timing) throws IOException {
        return new LogReaders(node.getPort(), Node.logPath(stream), count, care, timing);
    }

    private static Row complete(String what, int complete, int of, String peers) {
        return new Row(what, new Goal("all", of, true), complete, complete + " of " + of, peers);
    }

    /** So that the disk need not hold all that is sent. */
    private static void remove(Node node, String stream) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.url() + "/api/livelogs/" + stream))
                .DELETE()
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }
}
