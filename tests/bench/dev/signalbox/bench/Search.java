package dev.signalbox.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Words among a million events. */
final class Search implements Part {

    private static final int SIZE = 1_000;
    private static final String API = "/api/events?q=";
    private static final String PEERS =
            "VictoriaLogs 5–9 ms; Loki 400 ms; PostgreSQL 250–280 ms, with a trigram index 30 ms";

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String title() {
        return "`GET /api/events?q=…` over 1 000 000 events of about 200 bytes, one after the other, warm: median, p95 and"
                + " bytes of the answer. Rare: 3 hits in all. Common: in every eighth event.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        Node node = lab.freshNode();
        new BulkLoad(node.port(), new Lines(7).bodies(lab.pick(1_000, 50), SIZE), SIZE).run(4);
        Requests requests = new Requests(node, lab.pick(50, 5));
        List<Row> rows = new ArrayList<>();
        rows.add(rare(requests, "rare word, right after the events came"));
        long summarised = node.awaitSummaries(Duration.ofSeconds(lab.pick(180, 1)));
        rows.add(Row.note("then summarised", Row.number(summarised) + " of " + Row.number(node.stored())));
        rows.add(rare(requests, "rare word"));
        add(rows, requests, API + Lines.COMMON, "common word, newest 100", "VictoriaLogs 133–160 ms");
        add(rows, requests, API + "anziba", "inside a word", "VictoriaLogs 88–168 ms; Loki 440–470 ms");
        add(rows, requests, API + "nowhere", "a word that is not there", "");
        add(rows, requests, API + "zanzibar%20%2Fn.where%2F", "a word and a regular expression", "");
        add(rows, requests, API + "%2Fzan.ibar%2F", "a regular expression, first answer", "");
        add(rows, requests, "/?q=" + Lines.RARE, "the page `/` with the rare word", "");
        rows.add(Row.of("JVM, most memory until the end", Goal.atMost(450, " MB"), node.peakMb(), " MB", ""));
        return rows;
    }

    private static Row rare(Requests requests, String what) throws IOException, InterruptedException {
        Requests.Timing timing = requests.time(API + Lines.RARE);
        long hits = timing.body().split("\"id\":", -1).length - 1;
        // An answer that is quick because it gave up is no answer.
        Goal goal = hits == Lines.RARE_HITS ? Goal.atMost(200, " ms") : Goal.atMost(0, " ms");
        return timing.row(what + ", " + hits + " of " + Lines.RARE_HITS + " hits", goal, PEERS);
    }

    private static void add(List<Row> rows, Requests requests, String path, String what, String peers)
            throws IOException, InterruptedException {
        rows.add(requests.time(path).row(what, Goal.NONE, peers));
    }
}
