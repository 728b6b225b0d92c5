package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Livelogs.Grepped;
import dev.signalbox.bus.Livelogs.Hit;
import dev.signalbox.livelog.LineIndex.Place;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSearchTest {

    private static final int STRETCH = 1 << 20;
    private static final BooleanSupplier ENOUGH_TIME = Boolean.FALSE::booleanValue;
    private static final BooleanSupplier NO_TIME = Boolean.TRUE::booleanValue;

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

            assertThat(searchAll(log, text, limit, ENOUGH_TIME)).as(text).isEqualTo(wanted);
        }
    }

    /** A search that has no time left ends with a line, and the next one neither misses nor repeats one. */
    @Test
    void aSearchInManyStepsFindsTheSame() throws IOException {
        Random random = new Random(31);
        for (int round = 0; round < 5; round++) {
            LogFile log = LogFile.random(random, 2 * STRETCH + random.nextInt(1_000));

            assertThat(searchAll(log, "bc", 1_000, NO_TIME)).isEqualTo(hits(log, "bc"));
        }
    }

    @Test
    void aLineLongerThanTheTimeIsPassedAllTheSame() throws IOException {
        byte[] bytes = new byte[4 * STRETCH];
        Arrays.fill(bytes, (byte) 'x');
        bytes[3] = 'y';
        bytes[3 * STRETCH + 10] = '\n';
        LogFile log = new LogFile(bytes);

        assertThat(searchAll(log, "y", 10, NO_TIME)).containsExactly(new Hit(1, 0));
    }

    /** Else one question could hold a thread for as long as a line of gigabytes takes. */
    @Test
    void aSearchEndsWithinALineAndGoesOnThere() throws IOException {
        byte[] bytes = new byte[4 * STRETCH];
        Arrays.fill(bytes, (byte) 'x');
        bytes[100] = '\n';
        bytes[3 * STRETCH] = 'y';
        LogFile log = new LogFile(bytes);
        try (FileChannel file = log.in(directory)) {
            Place second = new Place(2, 101);
            Grepped first = new TextSearch(file, bytes.length, "y", 10).run(101, second, NO_TIME);
            assertThat(first.hits()).isEmpty();
            assertThat(first.complete()).isFalse();
            assertThat(first.through()).isGreaterThan(STRETCH / 2).isLessThan(2 * STRETCH);

            Grepped rest = new TextSearch(file, bytes.length, "y", 10).run(first.through(), second, ENOUGH_TIME);
            assertThat(rest).isEqualTo(new Grepped(List.of(new Hit(2, 101)), bytes.length, true));
        }
    }

    @Test
    void aTextAcrossTwoStretchesIsFound() throws IOException {
        for (int shift = -6; shift <= 6; shift++) {
            byte[] bytes = new byte[2 * STRETCH];
            Arrays.fill(bytes, (byte) '.');
            bytes[100] = '\n';
            byte[] text = "needle".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, bytes, STRETCH + shift, text.length);

            assertThat(searchAll(new LogFile(bytes), "NEEDLE", 5, ENOUGH_TIME)).containsExactly(new Hit(2, 101));
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

        assertThat(searchAll(log, "größ", 5, ENOUGH_TIME)).extracting(Hit::line).containsExactly(2L, 3L);
        assertThat(searchAll(new LogFile(new byte[0]), "x", 5, ENOUGH_TIME)).isEmpty();
    }

    private List<Hit> searchAll(LogFile log, String text, int limit, BooleanSupplier spent) throws IOException {
        List<Hit> hits = new ArrayList<>();
        List<Integer> starts = log.starts(log.bytes().length);
        try (FileChannel file = log.in(directory)) {
            long from = 0;
            Grepped found;
            do {
                found = new TextSearch(file, log.bytes().length, text, limit).run(from, place(starts, from), spent);
                hits.addAll(found.hits());
                from = found.through();
            } while (!found.complete());
        }
        return hits;
    }

    private static Place place(List<Integer> starts, long offset) {
        int line = Collections.binarySearch(starts, (int) offset);
        int index = Math.max(0, line < 0 ? -line - 2 : line);
        return new Place(index + 1L, starts.isEmpty() ? 0 : starts.get(index));
    }

    private static Grepped search(FileChannel file, LogFile log, String text, long from, long line, int limit)
            throws IOException {
        return new TextSearch(file, log.bytes().length, text, limit).run(from, new Place(line, from), ENOUGH_TIME);
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
