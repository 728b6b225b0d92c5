package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTextTest {

    private static String line(MessageText text) {
        return text.line().substring(0, text.lineEnd());
    }

    @Test
    void aShortLineSaysItAll() {
        MessageText text = MessageText.of("started cleanup", 8_192);

        assertThat(line(text)).isEqualTo("started cleanup");
        assertThat(text.full()).isEmpty();
        assertThat(text.moreLines()).isZero();
    }

    @Test
    void furtherLinesAreCountedAndKept() {
        MessageText text = MessageText.of("first\r\nsecond\nthird\n", 8_192);

        assertThat(line(text)).isEqualTo("first");
        assertThat(text.moreLines()).isEqualTo(2);
        assertThat(text.full()).isEqualTo("first\r\nsecond\nthird\n");
    }

    @Test
    void leadingBlankLinesAreNotTheLine() {
        assertThat(line(MessageText.of("\n  \n  indented\nnext", 8_192))).isEqualTo("  indented");
    }

    @Test
    void aBlankMessageIsBlank() {
        assertThat(line(MessageText.of(" \n ", 8_192))).isBlank();
        assertThat(line(MessageText.of("", 8_192))).isEmpty();
    }

    @Test
    void aLongLineIsCutButNeverThroughACharacter() {
        MessageText text = MessageText.of("x" + "😀".repeat(300), 8_192);

        assertThat(line(text)).hasSize(399).endsWith("😀");
        assertThat(text.cut()).isFalse();
    }

    @Test
    void aVeryLongMessageIsCutAndSaysSo() {
        MessageText text = MessageText.of("x".repeat(10_000), 8_192);

        assertThat(text.fullEnd()).isEqualTo(8_192);
        assertThat(text.cut()).isTrue();
    }

    @Test
    void jsonIsCompactInTheLineAndPrettyBelow() {
        MessageText text = MessageText.of("{\"a\":1,\n\"b\":2}", 8_192);

        assertThat(line(text)).isEqualTo("{\"a\": 1, \"b\": 2}");
        assertThat(text.full()).isEqualTo("{\n  \"a\": 1,\n  \"b\": 2\n}");
    }
}
