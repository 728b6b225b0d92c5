package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Livelogs.Grepped;
import dev.signalbox.bus.Livelogs.Hit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSearchTest {

    private static final int STRETCH = 1 << 20;
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    @TempDir
    private Path directory;

    @Test
    void everyLineWithTheTextIsFoundOnce() throws IOException {
        Random random = new Random(30);
        String[] texts = {"a", "ab", "CaB", "x y", "zzzzzz", "abcabc"};
        for (int round = 0; round < 15; round++) {
            LogFile log = LogFile.random(random, random.nextInt(2 * STRETCH));
            String text = texts[round % texts.length];
            int limit = 1 + random.nextInt(1_000);
            List<Hit> wanted = hits(log, text);

            assertThat(searchAll(log, text, limit, NO_DEADLINE)).as(text).isEqualTo(wanted);
        }
    }

    /** A search that has no time left ends with a line, and the next one neither misses nor repeats one. */
    @Test
    void aSearchInManyStepsFindsTheSame() throws IOException {
        Random random = new Random(31);
        for (int round = 0; round < 5; round++) {
            LogFile log = LogFile.random(random, 2 * STRETCH + random.nextInt(1_000));

            assertThat(searchAll(log, "bc", 1_000, Long.MIN_VALUE)).isEqualTo(hits(log, "bc"));
        }
    }

    @Test
    void aLineLongerThanTheTimeIsPassedAllTheSame() throws IOException {
        byte[] bytes = new byte[4 * STRETCH];
        Arrays.fill(bytes, (byte) 'x');
        bytes[3] = 'y';
        bytes[3 * STRETCH + 10] = '\n';
        LogFile log = new LogFile(bytes);

        assertThat(searchAll(log, "y", 10, Long.MIN_VALUE)).containsExactly(new Hit(1, 0));
    }

    @Test
    void aTextAcrossTwoStretchesIsFound() throws IOException {
        for (int shift = -6; shift <= 6; shift++) {
            byte[] bytes = new byte[2 * STRETCH];
            Arrays.fill(bytes, (byte) '.');
            bytes[100] = '\n';
            byte[] text = "needle".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, bytes, STRETCH + shift, text.length);

            assertThat(searchAll(new LogFile(bytes), "NEEDLE", 5, NO_DEADLINE)).containsExactly(new Hit(2, 101));
        }
    }

    @Test
    void theLimitEndsASearchAtTheNextLine() throws IOException {
        LogFile log = new LogFile("a\nb\na a\n\na".getBytes(StandardCharsets.US_ASCII));
        try (FileChannel file = log.in(directory)) {
            assertThat(search(file, log, "a", 0, 1, 1)).isEqualTo(new Grepped(List.of(new Hit(1, 0)), 2, false));
            assertThat(search(file, log, "a", 2, 2, 2))
                    .isEqualTo(new Grepped(List.of(new Hit(3, 4), new Hit(5, 9)), 10, true));
        }
    }

    @Test
    void onlyLettersOfAsciiAreFolded() throws IOException {
        LogFile log = new LogFile("GRÖSSE\ngröße\nGRößE\n".getBytes(StandardCharsets.UTF_8));

        assertThat(searchAll(log, "größ", 5, NO_DEADLINE)).extracting(Hit::line).containsExactly(2L, 3L);
        assertThat(searchAll(new LogFile(new byte[0]), "x", 5, NO_DEADLINE)).isEmpty();
    }

    private List<Hit> searchAll(LogFile log, String text, int limit, long deadline) throws IOException {
        List<Hit> hits = new ArrayList<>();
        try (FileChannel file = log.in(directory)) {
            long from = 0;
            long line = 1;
            Grepped found;
            do {
                found = new TextSearch(file, log.bytes().length, text, from, line, limit).run(deadline);
                hits.addAll(found.hits());
                line += newlines(log, from, found.through());
                from = found.through();
            } while (!found.complete());
        }
        return hits;
    }

    private static Grepped search(FileChannel file, LogFile log, String text, long from, long line, int limit)
            throws IOException {
        return new TextSearch(file, log.bytes().length, text, from, line, limit).run(NO_DEADLINE);
    }

    private static long newlines(LogFile log, long from, long to) {
        long newlines = 0;
        for (long i = from; i < to; i++) {
            newlines += log.bytes()[(int) i] == '\n' ? 1 : 0;
        }
        return newlines;
    }

    private static List<Hit> hits(LogFile log, String text) {
        List<Integer> starts = log.starts(log.bytes().length);
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int to = i + 1 < starts.size() ? starts.get(i + 1) : log.bytes().length;
            String line = new String(log.bytes(), starts.get(i), to - starts.get(i), StandardCharsets.US_ASCII);
            if (line.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))) {
                hits.add(new Hit(i + 1, starts.get(i)));
            }
        }
        return hits;
    }
}
