package dev.signalbox.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From a POST to the row on the page's stream. */
final class Streaming implements Part {

    private static final int RATE = 1_000;

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String title() {
        return "1 000 events/s, each by its own POST, for 20 s after 10 s of warming up; from before the POST is sent to when"
                + " its row is read from `/.sse`, over all rows of all listeners. Generator and listeners are one Java"
                + " process, one clock.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        Node node = lab.freshNode();
        List<Row> rows = new ArrayList<>();
        rows.addAll(listen(lab, node, 100, Goal.atMost(5, " ms"), Goal.atMost(25, " ms")));
        rows.addAll(listen(lab, node, 1, Goal.NONE, Goal.NONE));
        rows.add(Row.of("JVM, most memory until the end", Goal.atMost(450, " MB"), node.peakMb(), " MB", ""));
        return rows;
    }

    private static List<Row> listen(Lab lab, Node node, int count, Goal median, Goal p99)
            throws IOException, InterruptedException {
        int warmUp = RATE * lab.pick(10, 2);
        int events = warmUp + RATE * lab.pick(20, 3);
        Node.CpuSeconds before = node.cpu();
        try (Listeners listeners = new Listeners(node.port(), count, events, warmUp)) {
            listeners.awaitOpen();
            Poster.Sent sent = new Poster(node.port(), events, warmUp, RATE, listeners::sending).run();
            listeners.awaitEnd();
            Node.CpuSeconds used = node.cpu().since(before);
            double[] millis = listeners.delayMillis();
            String with = count + (count == 1 ? " listener: " : " listeners: ");
            return List.of(
                    Row.of(with + "median", median, Stats.percentile(millis, 50), " ms", ""),
                    Row.of(with + "p99", p99, Stats.percentile(millis, 99), " ms", ""),
                    complete(with, listeners, count),
                    Row.note(with + "posts", sent.text(events)),
                    Row.note(
                            with + "CPU",
                            String.format(
                                    "JVM %.0f %% of one, database %.0f %%",
                                    100 * used.node() / sent.seconds(), 100 * used.database() / sent.seconds())));
        }
    }

    private static Row complete(String with, Listeners listeners, int count) {
        int complete = listeners.complete();
        String result = complete + " of " + count + ", " + listeners.repeated() + " rows twice";
        double wrong = count - complete + listeners.repeated();
        return new Row(
                with + "got every row, once",
                Goal.atMost(0, " wrong"),
                wrong,
                result,
                "tevents: 19 989 of 20 000 frames");
    }
}
