package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerNameTest {

    @Test
    void aNameIsKeptRaw() {
        assertThat(OwnerName.clean("a&b <script>")).isEqualTo("a&b <script>");
    }

    @Test
    void controlCharactersAndLineSeparatorsAreDropped() {
        assertThat(OwnerName.clean(" a\r\nb\0c\u2028d\u2029e\u007f\u0085f ")).isEqualTo("abcdef");
    }

    @Test
    void aLongNameIsCutBetweenCharacters() {
        assertThat(OwnerName.clean("x".repeat(300))).hasSize(255);
        assertThat(OwnerName.clean("x".repeat(254) + "\uD83D\uDE00")).isEqualTo("x".repeat(254));
    }

    @Test
    void nothingIsEmpty() {
        assertThat(OwnerName.clean(null)).isEmpty();
        assertThat(OwnerName.clean("\r\n")).isEmpty();
    }
}
