package dev.signalbox.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From an event to its webhook, and what triggers cost those who only send events. */
final class Triggers implements Part {

    private static final int PER_SECOND = 500;
    private static final int BATCH = 1_000;

    /** Webhooks to this machine, and no limit of what one trigger may send. */
    private static final Map<String, String> SETTINGS = Map.of(
            "SIGNALBOX_TRIGGERS_ALLOW_TARGETS", "127.0.0.0/8",
            "SIGNALBOX_TRIGGERS_BURST", "10000000",
            "SIGNALBOX_TRIGGERS_RATE", "1000000");

    @Override
    public String name() {
        return "triggers";
    }

    @Override
    public String title() {
        return "One trigger that matches every event, and a receiver on the same CPUs that answers at once, over four"
                + " connections (the default). Delay: 500 events/s, each by its own POST, from before the POST is sent to"
                + " when its webhook was read, for 20 s after 10 s of warming up. Sustained: from the first POST of the"
                + " events, 1 000 in each, until the last delivery is recorded as done; after one"
                + " such run to warm up.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        rows.addAll(delay(lab));
        rows.addAll(sustained(lab));
        rows.addAll(ingest(lab));
        return rows;
    }

    private static List<Row> delay(Lab lab) throws IOException, InterruptedException {
        int warmUp = PER_SECOND * lab.pick(10, 1);
        int events = warmUp + PER_SECOND * lab.pick(20, 2);
        Node node = lab.freshNode(SETTINGS);
        try (WebhookReceiver receiver = new WebhookReceiver(events)) {
            create(node, "all", receiver.url(), "");
            Poster.Sent sent = new Poster(node.port(), events, warmUp, PER_SECOND, receiver::sending).run();
            receiver.awaitAll();
            double[] millis = receiver.delayMillis(warmUp);
            return List.of(
                    Row.of("500 events/s: median", Goal.atMost(10, " ms"), Stats.percentile(millis, 50), " ms", ""),
                    Row.of("500 events/s: p99", Goal.atMost(50, " ms"), Stats.percentile(millis, 99), " ms", ""),
                    once("500 events/s: ", receiver, events),
                    Row.note("500 events/s: posts", sent.text(events)));
        }
    }

    private static List<Row> sustained(Lab lab) throws IOException, InterruptedException {
        int events = lab.pick(100, 3) * BATCH;
        Node node = lab.freshNode(SETTINGS);
        double[] perSecond = new double[lab.pick(3, 1)];
        Burst warmUp = burst(node, events);
        CpuUse use = new CpuUse(node);
        int received = warmUp.received();
        int repeated = warmUp.repeated();
        for (int run = 0; run < perSecond.length; run++) {
            Burst burst = burst(node, events);
            perSecond[run] = burst.perSecond();
            received += burst.received();
            repeated += burst.repeated();
        }
        int measured = events * perSecond.length;
        int all = events + measured;
        return List.of(
                Row.ofRuns("sustained: deliveries", Goal.atLeast(5_000, "/s"), perSecond, "/s", ""),
                new Row(
                        "sustained: each delivered, once",
                        Goal.atMost(0, " wrong"),
                        all - received + repeated,
                        Row.number(received) + " of " + Row.number(all) + ", " + repeated + " twice",
                        ""),
                Row.note("sustained: CPU", use.perThousand(measured) + " deliveries"),
                Row.of("JVM, most memory until here", Goal.atMost(450, " MB"), node.peakMb(), " MB", ""));
    }

    private record Burst(double perSecond, int received, int repeated) {}

    /** Events as fast as they are taken, by a trigger and a receiver of their own. */
    private static Burst burst(Node node, int events) throws IOException, InterruptedException {
        try (WebhookReceiver receiver = new WebhookReceiver(events)) {
            String trigger = create(node, "every event", receiver.url(), "");
            long start = System.nanoTime();
            new BulkLoad(node.port(), bodies(events), BATCH).run(1);
            receiver.awaitAll();
            while (node.number("select count(*) from delivery where state = 'due'") > 0) {
                Thread.sleep(20);
            }
            double perSecond = events * 1e9 / (System.nanoTime() - start);
            send(node, "DELETE", "/api/event-triggers/" + trigger, "");
            return new Burst(perSecond, receiver.different(), receiver.repeated());
        }
    }

    /** In turns, since a machine is not as fast at every hour. */
    private static List<Row> ingest(Lab lab) throws IOException, InterruptedException {
        Node node = lab.freshNode(SETTINGS);
        Path script = lab.home().resolve("tests/bench/single.lua");
        String url = node.url() + "/.log?origin=bench";
        Wrk.run(script, url, 256, lab.pick(20, 2));
        double[] without = new double[lab.pick(5, 1)];
        double[] with = new double[without.length];
        double[] kept = new double[without.length];
        for (int run = 0; run < without.length; run++) {
            without[run] = Wrk.run(script, url, 64, lab.pick(10, 2)).acceptedPerSecond();
            List<String> triggers = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                triggers.add(create(node, "never " + n, "http://127.0.0.1:9/", "backup .* of never" + n + " \\d+"));
            }
            with[run] = Wrk.run(script, url, 64, lab.pick(10, 2)).acceptedPerSecond();
            kept[run] = 100 * with[run] / without[run];
            for (String trigger : triggers) {
                send(node, "DELETE", "/api/event-triggers/" + trigger, "");
            }
        }
        return List.of(
                Row.ofRuns("ingest over 64 connections, no trigger", Goal.NONE, without, "/s", ""),
                Row.ofRuns("the same, 20 triggers that never match", Goal.NONE, with, "/s", ""),
                Row.ofRuns("what is left of it", Goal.atLeast(90, " %"), kept, " %", ""));
    }

    private static Row once(String what, WebhookReceiver receiver, int events) {
        double wrong = events - receiver.different() + receiver.repeated();
        String result =
                Row.number(receiver.different()) + " of " + Row.number(events) + ", " + receiver.repeated() + " twice";
        return new Row(what + "each delivered, once", Goal.atMost(0, " wrong"), wrong, result, "");
    }

    private static List<ByteBuffer> bodies(int events) {
        List<ByteBuffer> bodies = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (int event = 0; event < events; event++) {
            body.append("{\"origin\":\"worker-")
                    .append(event % 50)
                    .append("\",\"message\":\"order ~")
                    .append(event)
                    .append("~ of the queue was worked off in 12 ms, nothing left\"}\n");
            if (event % BATCH == BATCH - 1) {
                byte[] bytes = body.toString().getBytes(StandardCharsets.US_ASCII);
                bodies.add(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
                body.setLength(0);
            }
        }
        return bodies;
    }

    /** Gives its id. */
    private static String create(Node node, String name, String url, String regex)
            throws IOException, InterruptedException {
        String json = "{\"name\":\"" + name + "\",\"url\":\"" + url + "\",\"message_regex\":\""
                + regex.replace("\\", "\\\\") + "\"}";
        String location = send(node, "POST", "/api/event-triggers", json)
                .headers()
                .firstValue("location")
                .orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static HttpResponse<String> send(Node node, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer;
        }
    }
}
