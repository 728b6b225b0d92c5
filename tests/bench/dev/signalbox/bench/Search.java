package dev.signalbox.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Words among a million events. */
final class Search implements Part {

    private static final int SIZE = 1_000;

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
        String api = "/api/events?q=";
        Requests.Timing rare = requests.time(api + Lines.RARE);
        long hits = rare.body().split("\"id\":", -1).length - 1;
        List<Row> rows = new ArrayList<>();
        rows.add(rare.row(
                "rare word, " + hits + " of " + Lines.RARE_HITS + " hits",
                // An answer that is quick because it gave up is no answer.
                hits == Lines.RARE_HITS ? Goal.atMost(200, " ms") : Goal.atMost(0, " ms"),
                "VictoriaLogs 5–9 ms; Loki 400 ms; PostgreSQL 250–280 ms, with a trigram index 30 ms"));
        rows.add(
                requests.time(api + Lines.COMMON).row("common word, newest 100", Goal.NONE, "VictoriaLogs 133–160 ms"));
        rows.add(requests.time(api + "anziba")
                .row("inside a word", Goal.NONE, "VictoriaLogs 88–168 ms; Loki 440–470 ms"));
        rows.add(requests.time(api + "nowhere").row("a word that is not there", Goal.NONE, ""));
        rows.add(
                requests.time(api + "%2Fzan.ibar%2F").row("regular expression, one page of the search", Goal.NONE, ""));
        rows.add(requests.time("/?q=" + Lines.RARE).row("the page `/` with the rare word", Goal.NONE, ""));
        rows.add(Row.of("JVM, most memory until the end", Goal.atMost(450, " MB"), node.peakMb(), " MB", ""));
        return rows;
    }
}
