package dev.signalbox.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks for the same thing again and again, one request at a time. */
final class Requests {

    private static final int WARM_UP = 10;

    /** A slow page is asked for less often. */
    private static final long ENOUGH_NANOS = 20_000_000_000L;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Node node;
    private final int requests;

    Requests(Node node, int requests) {
        this.node = node;
        this.requests = requests;
    }

    /** @param body of the last answer */
    record Timing(double[] millis, String body) {

        /** The median is what is held against the goal. */
        Row row(String what, Goal goal, String peers) {
            double median = Stats.median(millis);
            String result = String.format(
                    "%s ms, p95 %s ms, %s bytes",
                    Row.number(median),
                    Row.number(Stats.percentile(millis, 95)),
                    Row.number(body.getBytes(StandardCharsets.UTF_8).length));
            return new Row(what, goal, median, result, peers);
        }
    }

    Timing time(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(node.url() + path)).build();
        repeat(request, WARM_UP, ENOUGH_NANOS / 2, new ArrayList<>());
        List<Double> millis = new ArrayList<>();
        String body = repeat(request, requests, ENOUGH_NANOS, millis);
        return new Timing(millis.stream().mapToDouble(Double::doubleValue).toArray(), body);
    }

    private String repeat(HttpRequest request, int times, long nanos, List<Double> millis)
            throws IOException, InterruptedException {
        String body = "";
        long begun = System.nanoTime();
        for (int i = 0; i < times && System.nanoTime() - begun < nanos; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            millis.add((System.nanoTime() - start) / 1e6);
            if (answer.statusCode() != 200) {
                throw new IOException(request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
            }
            body = answer.body();
        }
        return body;
    }
}
