package dev.signalbox.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The page over many events. */
final class Page implements Part {

    @Override
    public String name() {
        return "page";
    }

    @Override
    public String title() {
        return "`GET /` over 10 000 000 events of the last two days, put there by SQL, one request after the other, warm:"
                + " median, p95 and bytes of the page.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        Node node = lab.freshNode();
        History history = new History(lab.pick(10_000_000, 200_000));
        double seconds = history.write(node);
        long summarised = node.awaitSummaries(Duration.ofSeconds(lab.pick(180, 1)));
        Requests requests = new Requests(node, lab.pick(50, 5));
        List<Row> rows = new ArrayList<>();
        rows.add(requests.time("/").row("`/`", Goal.atMost(50, " ms"), "tevents over 200 000 events: 1.8 s, 82 MB"));
        add(rows, requests, "`/?severity=error,critical`", "/?severity=error,critical");
        add(rows, requests, "one origin of 300", "/?origin=web-017");
        add(rows, requests, "an origin with 50 events", "/?origin=" + History.RARE_ORIGIN);
        add(rows, requests, "a word in every fiftieth event", "/?q=permission");
        add(rows, requests, "a word that is not there", "/?q=nowhere");
        add(rows, requests, "a page from the middle", "/?before=" + history.middle());
        add(rows, requests, "the last hour", "/?since=1h");
        add(rows, requests, "`/api/events`, newest 100", "/api/events");
        rows.add(Row.of("JVM, most memory until the end", Goal.atMost(450, " MB"), node.peakMb(), " MB", ""));
        rows.add(Row.note("written before, by two SQL sessions", Row.number(seconds) + " s with indexes and counts"));
        rows.add(Row.note("of them summarised for searches", Row.number(summarised)));
        return rows;
    }

    private static void add(List<Row> rows, Requests requests, String what, String path)
            throws IOException, InterruptedException {
        rows.add(requests.time(path).row(what, Goal.NONE, ""));
    }
}
