package dev.signalbox.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Events as a small fleet says them, as JSON lines of 200 bytes on average: 300 origins, a time each, eight kinds of
 * sentence, words from a vocabulary of 2 000, numbers that hardly repeat, and metadata on every other one. The same seed
 * gives the same lines, their times apart.
 */
final class Lines {

    /** Occurs in {@link #RARE_HITS} lines of a set. */
    static final String RARE = "zanzibar";

    static final int RARE_HITS = 3;

    /** Occurs in every eighth line or so. */
    static final String COMMON = "upstream";

    private static final int ORIGINS = 300;
    private static final int VOCABULARY = 2_000;

    /** What a set of a million lines is spread over: about as long as sending it takes. */
    private static final int SPREAD_MILLIS = 4_000;

    private final Random random;
    private final List<String> words = new ArrayList<>();

    Lines(long seed) {
        random = new Random(seed);
        for (int word = 0; word < VOCABULARY; word++) {
            words.add(word());
        }
    }

    /**
     * The bodies of requests, outside the heap.
     *
     * @param batches number of bodies
     * @param size lines in each
     */
    List<ByteBuffer> bodies(int batches, int size) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        int count = batches * size;
        List<ByteBuffer> bodies = new ArrayList<>();
        StringBuilder body = new StringBuilder(size * 220);
        for (int line = 0; line < count; line++) {
            boolean rare = line % (count / RARE_HITS) == count / 7;
            append(body, start.plusMillis((long) SPREAD_MILLIS * line / count), rare);
            if (line % size == size - 1) {
                byte[] bytes = body.toString().getBytes(StandardCharsets.US_ASCII);
                bodies.add(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
                body.setLength(0);
            }
        }
        return bodies;
    }

    private void append(StringBuilder out, Instant at, boolean rare) {
        int origin = random.nextInt(ORIGINS);
        out.append("{\"at\":\"").append(at).append("\",\"origin\":\"").append(origin % 3 == 0 ? "db-" : "web-");
        out.append(origin).append("\",\"severity\":\"").append(severity()).append("\",\"message\":\"");
        sentence(out);
        out.append(rare ? " " + RARE : "");
        if (random.nextBoolean()) {
            out.append("\",\"metadata\":{\"request\":\"").append(Long.toHexString(random.nextLong()));
            out.append("\",\"status\":").append(200 + random.nextInt(4) * 100);
            out.append(",\"worker\":\"").append(pick()).append("\"}");
        } else {
            out.append(", ")
                    .append(pick())
                    .append(' ')
                    .append(pick())
                    .append(" of ")
                    .append(pick());
            out.append(' ').append(pick()).append('"');
        }
        out.append("}\n");
    }

    private void sentence(StringBuilder out) {
        String id = Integer.toHexString(random.nextInt());
        int number = random.nextInt(100_000);
        String text = switch (random.nextInt(8)) {
            case 0 ->
                "GET /api/" + pick() + "/" + number + " answered 200 in " + number % 900 + " ms, " + id
                        + " bytes sent to " + pick();
            case 1 ->
                "connection to " + COMMON + " " + pick() + ":" + number % 65_000 + " timed out after 30 s, trying "
                        + pick() + " next";
            case 2 ->
                "backup of /srv/" + pick() + " finished: " + number + " files, " + id + " bytes, nothing to prune";
            case 3 ->
                "user " + pick() + " logged in from 10." + number % 250 + ".3." + number % 199 + " with key " + id;
            case 4 -> "job " + pick() + "-" + id + " took " + number + " ms, slower than the " + pick() + " before it";
            case 5 -> "cache " + pick() + " holds " + number + " entries, evicted " + number % 97 + " for want of room";
            case 6 ->
                "cannot open /var/lib/" + pick() + "/" + id + ".db: permission denied (attempt " + number % 9 + ")";
            default -> "replica " + pick() + " is " + number + " bytes behind, checkpoint " + id + " at " + pick();
        };
        out.append(text);
    }

    private String severity() {
        int of = random.nextInt(1_000);
        return of < 80 ? "debug" : of < 930 ? "info" : of < 980 ? "warn" : of < 998 ? "error" : "critical";
    }

    private String pick() {
        // The square makes some words frequent and most of them rare, as in speech.
        double roll = random.nextDouble();
        return words.get((int) (roll * roll * VOCABULARY));
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int syllable = 2 + random.nextInt(2); syllable > 0; syllable--) {
            word.append("bdfgklmnprst".charAt(random.nextInt(12))).append("aeiou".charAt(random.nextInt(5)));
        }
        return word.toString();
    }
}
