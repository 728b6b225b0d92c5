package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Livelogs;
import dev.signalbox.dashboard.LogWindow.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogWindowTest {

    private static final int SIZE = LogWindow.SIZE;

    @Test
    void aShortLogIsThereAsAWhole() {
        LogWindow window = window("one\ntwo\n\nfour", 0);

        assertThat(window.lines()).containsExactly("one", "two", "", "four");
        assertThat(window.atStart()).isTrue();
        assertThat(window.atEnd()).isTrue();
        assertThat(window.cutStart() || window.cutEnd()).isFalse();
    }

    @Test
    void anEmptyLogHasNoLines() {
        assertThat(window("", 0).lines()).isEmpty();
        assertThat(window("", 0).atEnd()).isTrue();
    }

    @Test
    void aWindowBeginsWithALine() {
        assertThat(window("one\ntwo\nthree\n", Wanted.near(4)).lines()).containsExactly("two", "three");
        assertThat(window("one\ntwo\nthree\n", Wanted.near(5)).lines()).containsExactly("three");
        assertThat(window("one\ntwo\nthree\n", Wanted.near(5)).start()).isEqualTo(8);
    }

    @Test
    void aWindowThatJoinsAnotherBeginsInTheMiddleOfALine() {
        LogWindow window = window("one\ntwo\nthree\n", 5);

        assertThat(window.lines()).containsExactly("wo", "three");
        assertThat(window.cutStart()).isTrue();
    }

    @Test
    void beyondTheEndThereIsNothing() {
        assertThat(window("one\n", 4).lines()).isEmpty();
        assertThat(window("one\n", 99).lines()).isEmpty();
    }

    @Test
    void beforeTheBeginningThereIsNothing() {
        LogWindow window = window("one\n", Wanted.before(0));

        assertThat(window.lines()).isEmpty();
        assertThat(window.atStart()).isTrue();
        assertThat(window.end()).isZero();
        assertThat(window.atEnd()).isFalse();
    }

    @Test
    void whatCameSinceIsBehindTheEndThatWasAskedFor() {
        LogWindow window = window("one\ntwo\nthree", Wanted.before(6));

        assertThat(window.lines()).containsExactly("one", "tw");
        assertThat(window.cutEnd()).isTrue();
        assertThat(window.end()).isEqualTo(6);
    }

    @Test
    void windowsJoinWithoutAGapInBothDirections() {
        StringBuilder log = new StringBuilder();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            all.add("línea " + i);
            log.append("línea ").append(i).append('\n');
        }
        List<String> forth = new ArrayList<>();
        LogWindow window = window(log.toString(), 0);
        forth.addAll(window.lines());
        while (!window.atEnd()) {
            window = window(log.toString(), window.end());
            forth.addAll(window.lines());
        }
        List<String> back = new ArrayList<>(window.lines());
        while (!window.atStart()) {
            window = window(log.toString(), Wanted.before(window.start()));
            back.addAll(0, window.lines());
        }

        assertThat(forth).isEqualTo(all);
        assertThat(back).isEqualTo(all);
    }

    @Test
    void aLineLongerThanAWindowIsShownInPartsOfWholeCharacters() {
        String line = "ö".repeat(SIZE);
        StringBuilder parts = new StringBuilder();
        LogWindow window = window("x" + line + "\nlast", 0);
        assertThat(window.cutStart()).isFalse();
        assertThat(window.cutEnd()).isTrue();
        for (; window.cutEnd(); window = window("x" + line + "\nlast", window.end())) {
            assertThat(window.lines()).hasSize(1);
            parts.append(window.lines().getFirst());
        }

        assertThat(window.cutStart()).isTrue();
        assertThat(parts + window.lines().getFirst()).isEqualTo("x" + line);
        assertThat(window.lines().getLast()).isEqualTo("last");
    }

    @Test
    void aLineLongerThanAWindowIsReadBackwardsToo() {
        String log = "first\n" + "ö".repeat(SIZE) + "\nlast";
        LogWindow window = window(log, Wanted.before(log.getBytes(StandardCharsets.UTF_8).length));
        StringBuilder all = new StringBuilder(String.join("\n", window.lines()));
        while (!window.atStart()) {
            boolean joined = window.cutStart();
            window = window(log, Wanted.before(window.start()));
            all.insert(0, String.join("\n", window.lines()) + (joined ? "" : "\n"));
        }

        assertThat(all.toString()).isEqualTo(log);
    }

    @Test
    void whatIsNoUtf8IsReplaced() {
        Livelogs.Piece piece = new Livelogs.Piece("\u00ff\u00fe ok\n", 6);

        assertThat(LogWindow.of(Wanted.after(0), piece).lines()).containsExactly("\ufffd\ufffd ok");
    }

    private static LogWindow window(String log, long at) {
        return window(log, Wanted.after(at));
    }

    /** As the page asks for it. */
    private static LogWindow window(String log, Wanted wanted) {
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        Livelogs.Read read = wanted.read("build", 1);
        assertThat(read.limit()).isBetween(1, SIZE);
        int from = (int) Math.min(read.offset(), bytes.length);
        int count = Math.min(read.limit(), bytes.length - from);
        return LogWindow.of(
                wanted, new Livelogs.Piece(new String(bytes, from, count, StandardCharsets.ISO_8859_1), bytes.length));
    }
}
