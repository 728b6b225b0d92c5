package dev.signalbox.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One event per POST. */
final class Single implements Part {

    private static final String PEERS_64 =
            "tevents 430–530 with 98 % refused, 3 800 tuned; VictoriaLogs 10 840, not durable; bare group commit 37–44 000";
    private static final String PEERS_256 = "bare group commit 80 000";

    @Override
    public String name() {
        return "single";
    }

    @Override
    public String title() {
        return "`POST /.log`, one event of 61 bytes each, keep-alive, durable when answered; `wrk` on the same CPUs."
                + " Warmed up first; each run 10 s.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        Node node = lab.freshNode();
        Path script = lab.home().resolve("tests/bench/single.lua");
        String url = node.url() + "/.log?origin=bench";
        List<Row> rows = new ArrayList<>();
        Wrk cold = Wrk.run(script, url, 64, lab.pick(10, 2));
        rows.add(Row.of(
                "64 connections, the first 10 s of the node's life", Goal.NONE, cold.acceptedPerSecond(), "/s", ""));
        Wrk.run(script, url, 256, lab.pick(30, 3));
        rows.addAll(runs(lab, node, script, url, 64, Goal.atLeast(35_000, "/s"), PEERS_64));
        rows.addAll(runs(lab, node, script, url, 256, Goal.atLeast(60_000, "/s"), PEERS_256));
        rows.add(Row.of("JVM, most memory until the end", Goal.atMost(450, " MB"), node.peakMb(), " MB", ""));
        rows.add(Row.of("database, memory at the end", Goal.NONE, node.databaseMb(), " MB", ""));
        return rows;
    }

    private static List<Row> runs(Lab lab, Node node, Path script, String url, int connections, Goal goal, String peers)
            throws IOException, InterruptedException {
        long before = node.stored();
        Node.CpuSeconds cpu = node.cpu();
        List<Wrk> runs = new ArrayList<>();
        for (int run = 0; run < lab.pick(5, 1); run++) {
            runs.add(Wrk.run(script, url, connections, lab.pick(10, 3)));
        }
        Node.CpuSeconds used = node.cpu().since(cpu);
        long stored = settled(node) - before;
        long accepted = runs.stream().mapToLong(Wrk::accepted).sum();
        String with = connections + " connections: ";
        return List.of(
                Row.ofRuns(with + "accepted", goal, each(runs, Wrk::acceptedPerSecond), "/s", peers),
                Row.ofRuns(with + "p50", Goal.NONE, each(runs, Wrk::medianMillis), " ms", ""),
                Row.ofRuns(with + "p99", Goal.atMost(20, " ms"), each(runs, Wrk::p99Millis), " ms", ""),
                Row.of(with + "refused or broken", Goal.atMost(0, ""), failures(runs), "", ""),
                lost(with, accepted, stored, (long) connections * runs.size()),
                Row.note(with + "CPU for an event", micros(used, stored)));
    }

    /**
     * wrk drops what it still waits for at the end of a run, so the store may hold up to one event for each connection
     * more than wrk saw answered.
     */
    private static Row lost(String with, long accepted, long stored, long underWay) {
        long lost = Math.max(0, accepted - stored);
        String result = lost + " (" + Row.number(accepted) + " answered, " + Row.number(stored) + " stored)";
        boolean plausible = lost == 0 && stored - accepted <= underWay;
        return new Row(with + "lost", Goal.atMost(0, ""), plausible ? 0 : 1, result, "");
    }

    private static String micros(Node.CpuSeconds used, long events) {
        return String.format(
                "JVM %.1f µs, database %.1f µs", used.node() * 1e6 / events, used.database() * 1e6 / events);
    }

    private static double failures(List<Wrk> runs) {
        return runs.stream().mapToLong(run -> run.refused() + run.broken()).sum();
    }

    private static double[] each(List<Wrk> runs, ToDoubleFunction<Wrk> figure) {
        return runs.stream().mapToDouble(figure).toArray();
    }

    /** The count once it stands still: requests that wrk gave up may still be on their way. */
    private static long settled(Node node) throws IOException, InterruptedException {
        long last = -1;
        long now = node.stored();
        while (now != last) {
            Thread.sleep(500);
            last = now;
            now = node.stored();
        }
        return now;
    }
}
