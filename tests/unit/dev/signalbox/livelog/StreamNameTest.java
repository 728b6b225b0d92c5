package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"log", "a", "build-1234.x86_64", ".hidden", "a..b", "-", "_", "A.Z", "..."})
    void lettersDigitsDotsAndDashesMakeAName(String name) {
        assertThat(StreamName.isValid(name)).isEqualTo(!name.matches("\\.+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "a b", "%2e%2e", "a\\b", "a\n", "a\0", "ü", "a:b", "~"})
    void nothingElseDoes(String name) {
        assertThat(StreamName.isValid(name)).isFalse();
    }

    @Test
    void aNameHasAtMost128Letters() {
        assertThat(StreamName.isValid("x".repeat(128))).isTrue();
        assertThat(StreamName.isValid("x".repeat(129))).isFalse();
    }
}
