package dev.signalbox.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Many events per POST. */
final class Bulk implements Part {

    private static final int SIZE = 1_000;
    private static final int CONNECTIONS = 4;
    private static final String PEERS =
            "VictoriaLogs 365–402 000, not durable; bare PostgreSQL `unnest`, no index, 535 000 rows";

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public String title() {
        return "`POST /api/events`, NDJSON, 1 000 events of about 200 bytes in each, 4 connections, a million events a run,"
                + " durable and indexed when answered; the generator is Java with all bodies made before.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        int batches = lab.pick(1_000, 30);
        Node node = lab.freshNode();
        BulkLoad.Done cold = load(node, batches, 0);
        Node.CpuSeconds before = node.cpu();
        List<BulkLoad.Done> runs = new ArrayList<>();
        for (int run = 1; run <= lab.pick(5, 2); run++) {
            runs.add(load(node, batches, run));
        }
        Node.CpuSeconds used = node.cpu().since(before);
        long accepted = runs.stream().mapToLong(BulkLoad.Done::accepted).sum();
        long lost = cold.accepted() + accepted - node.stored();
        double[] perSecond = runs.stream().mapToDouble(BulkLoad.Done::perSecond).toArray();
        int refused =
                cold.refused() + runs.stream().mapToInt(BulkLoad.Done::refused).sum();
        return List.of(
                Row.of("the first million of the node's life", Goal.NONE, cold.perSecond(), "/s", ""),
                Row.ofRuns("accepted", Goal.atLeast(250_000, "/s"), perSecond, "/s", PEERS),
                Row.of("batches refused", Goal.atMost(0, ""), refused, "", ""),
                new Row(
                        "lost",
                        Goal.atMost(0, ""),
                        Math.abs(lost),
                        lost + " of " + Row.number(cold.accepted() + accepted),
                        ""),
                Row.note("CPU for an event", micros(used, runs, accepted)),
                Row.of(
                        "JVM, most memory until the end",
                        Goal.atMost(450, " MB"),
                        node.peakMb(),
                        " MB",
                        "VictoriaLogs 159–174, Loki 304–317"),
                Row.of("database, memory at the end", Goal.NONE, node.databaseMb(), " MB", ""));
    }

    private static BulkLoad.Done load(Node node, int batches, int seed) throws IOException, InterruptedException {
        List<ByteBuffer> bodies = new Lines(seed).bodies(batches, SIZE);
        // The bodies of the run before are garbage outside the heap, which only a collection of the heap gives back.
        System.gc();
        return new BulkLoad(node.port(), bodies, SIZE).run(CONNECTIONS);
    }

    private static String micros(Node.CpuSeconds used, List<BulkLoad.Done> runs, long events) {
        double generator =
                runs.stream().mapToDouble(BulkLoad.Done::generatorCpuSeconds).sum();
        return String.format(
                "JVM %.2f µs, database %.2f µs, generator %.2f µs",
                used.node() * 1e6 / events, used.database() * 1e6 / events, generator * 1e6 / events);
    }
}
