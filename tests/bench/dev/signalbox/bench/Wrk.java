package dev.signalbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One run of wrk.
 *
 * @param refused answers other than 2xx
 * @param broken connections that failed, and answers that did not come in time
 */
record Wrk(long answers, double seconds, long refused, long broken, double medianMillis, double p99Millis) {

    private static final String RESULT = "RESULT ";

    static Wrk run(Path script, String url, int connections, int seconds) throws IOException {
        Process process = new ProcessBuilder(
                        "wrk",
                        "-t2",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--timeout",
                        "10s",
                        "-s",
                        "" + script,
                        url)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        long[] fields = output.lines()
                .filter(line -> line.startsWith(RESULT))
                .flatMapToLong(
                        line -> Arrays.stream(line.substring(RESULT.length()).split(" "))
                                .mapToLong(Long::parseLong))
                .toArray();
        if (fields.length != 6) {
            throw new IOException("wrk: " + output);
        }
        return new Wrk(fields[0], fields[1] / 1e6, fields[2], fields[3], fields[4] / 1e3, fields[5] / 1e3);
    }

    long accepted() {
        return answers - refused;
    }

    double acceptedPerSecond() {
        return accepted() / seconds;
    }
}
