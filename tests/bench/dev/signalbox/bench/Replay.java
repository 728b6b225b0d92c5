package dev.signalbox.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A kept log of 1 GiB to many readers at once, and beside it what the machine can do. */
final class Replay {

    private static final String STREAM = "replay";
    private static final double GIB = 1L << 30;
    private static final int MIB = 1 << 20;
    private static final double LEAST_OF_BARE = 70;

    private final Lab lab;
    private final Node node;
    private final LogProducer.Sent sent;

    /** Has the node keep the log. */
    Replay(Lab lab, Node node) throws IOException {
        this.lab = lab;
        this.node = node;
        try (LogProducer producer = new LogProducer(node.putPort(), STREAM, 64 << 10)) {
            sent = producer.send((long) lab.pick(1_024, 64) * MIB);
        }
    }

    List<Row> measure() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        rows.addAll(to(1, lab.pick(5, 1), Goal.atLeast(1_700, " MB/s"), "1 331 MB/s"));
        rows.addAll(to(10, lab.pick(5, 1), Goal.atLeast(3_400, " MB/s"), "2 624 MB/s"));
        rows.addAll(to(100, lab.pick(3, 1), Goal.atLeast(3_100, " MB/s"), "2 416 MB/s"));
        return rows;
    }

    private List<Row> to(int count, int runs, Goal goal, String peers) throws IOException, InterruptedException {
        double[] checking = new double[runs];
        double[] bare = new double[runs];
        double[] counting = new double[runs];
        double[] share = new double[runs];
        CpuUse use = new CpuUse(node);
        for (int run = 0; run < runs; run++) {
            checking[run] = read(node.getPort(), count, LogContent.Care.CHECK);
        }
        String cpu = use.perGib((long) runs * count * sent.bytes() / GIB) + " read";
        for (int run = 0; run < runs; run++) {
            // One right after the other, since the machine is not the same machine an hour later.
            try (BareSendfile server = new BareSendfile(node.logFile(STREAM))) {
                bare[run] = read(server.port(), count, LogContent.Care.COUNT);
            }
            counting[run] = read(node.getPort(), count, LogContent.Care.COUNT);
            share[run] = 100 * counting[run] / bare[run];
        }
        String what = "1 GiB kept, to " + (count == 1 ? "1 reader" : count + " readers");
        return List.of(
                Row.ofRuns(what + " checking it, together", goal, checking, " MB/s", peers),
                Row.note(what + " checking it: CPU", cpu),
                Row.ofRuns(what + " counting, together", Goal.NONE, counting, " MB/s", ""),
                Row.ofRuns(what + " counting: bare `sendfile`", Goal.NONE, bare, " MB/s", ""),
                Row.ofRuns(what + " counting: of bare `sendfile`", Goal.atLeast(LEAST_OF_BARE, " %"), share, " %", ""));
    }

    /** MB/s of all together. */
    private double read(int port, int count, LogContent.Care care) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (LogReaders readers = new LogReaders(port, Node.logPath(STREAM), count, care, null)) {
            readers.awaitEnd();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (readers.complete(sent) < count) {
                throw new IOException("only " + readers.complete(sent) + " of " + count + " readers got the log");
            }
            return count * sent.bytes() / seconds / 1e6;
        }
    }
}
