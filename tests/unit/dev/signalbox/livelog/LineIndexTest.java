package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Livelogs.Located;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineIndexTest {

    private static final int S = LineIndex.STRETCH;

    @TempDir
    private Path directory;

    @Test
    void anyLineOfAnyLogIsFound() throws IOException {
        Random random = new Random(20);
        for (int round = 0; round < 60; round++) {
            int length = round % 4 == 0 ? random.nextInt(4) * S + random.nextInt(3) : random.nextInt(4 * S);
            compare(LogFile.random(random, length), random);
        }
    }

    @Test
    void newlinesOnTheEdgesOfStretchesCount() throws IOException {
        Random random = new Random(21);
        for (int at : new int[] {0, S - 2, S - 1, S, S + 1, 2 * S - 1, 2 * S}) {
            byte[] bytes = new byte[2 * S + 1];
            Arrays.fill(bytes, (byte) 'x');
            bytes[at] = '\n';
            compare(new LogFile(bytes), random);
        }
        byte[] newlines = new byte[3 * S];
        Arrays.fill(newlines, (byte) '\n');
        compare(new LogFile(newlines), random);
    }

    @Test
    void anEmptyLogHasNoLine() throws IOException {
        LogFile log = new LogFile(new byte[0]);
        try (FileChannel file = log.in(directory)) {
            assertThat(new LineIndex().line(file, 0, 1)).isEqualTo(new Located(1, 0, 0, 0));
            assertThat(new LineIndex().offset(file, 0, 5)).isEqualTo(new Located(1, 0, 0, 0));
        }
    }

    @Test
    void aLastLineCountsWithoutItsNewline() throws IOException {
        LogFile log = new LogFile("one\n\nthree".getBytes(StandardCharsets.US_ASCII));
        try (FileChannel file = log.in(directory)) {
            LineIndex index = new LineIndex();
            assertThat(index.line(file, 10, 2)).isEqualTo(new Located(2, 4, 3, 10));
            assertThat(index.line(file, 10, 99)).isEqualTo(new Located(3, 5, 3, 10));
            assertThat(index.offset(file, 10, 7)).isEqualTo(new Located(3, 5, 3, 10));
            // The log as it was before its last line.
            assertThat(new LineIndex().line(file, 4, 99)).isEqualTo(new Located(1, 0, 1, 4));
        }
    }

    /** One index, while the log grows. */
    private void compare(LogFile log, Random random) throws IOException {
        LineIndex index = new LineIndex();
        try (FileChannel file = log.in(directory)) {
            int length = log.bytes().length;
            for (int known : new int[] {length / 3, length / 2, length}) {
                List<Integer> starts = log.starts(known);
                while (!index.reaches(known)) {
                    index.count(file, known, random::nextBoolean);
                }
                for (int i = 0; i < 12 && known > 0; i++) {
                    int line = i == 0 ? starts.size() : 1 + random.nextInt(starts.size());
                    assertThat(index.line(file, known, line))
                            .isEqualTo(new Located(line, starts.get(line - 1), starts.size(), known));
                    int offset = i == 0 ? known - 1 : random.nextInt(known);
                    int at = lineOf(starts, offset);
                    assertThat(index.offset(file, known, offset))
                            .isEqualTo(new Located(at + 1, starts.get(at), starts.size(), known));
                }
            }
        }
    }

    private static int lineOf(List<Integer> starts, int offset) {
        int line = 0;
        while (line + 1 < starts.size() && starts.get(line + 1) <= offset) {
            line++;
        }
        return line;
    }
}
