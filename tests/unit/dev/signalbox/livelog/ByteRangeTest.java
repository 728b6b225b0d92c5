package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.livelog.ByteRange.Span;
import dev.signalbox.livelog.ByteRange.Suffix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @Test
    void aRangeHasTwoEndsOrOneOrIsTheLastBytes() {
        assertThat(ByteRange.of("bytes=0-0")).isEqualTo(new Span(0, 0));
        assertThat(ByteRange.of("bytes=10-499")).isEqualTo(new Span(10, 499));
        assertThat(ByteRange.of("bytes=10-")).isEqualTo(new Span(10, Long.MAX_VALUE));
        assertThat(ByteRange.of("bytes=-7")).isEqualTo(new Suffix(7));
        assertThat(ByteRange.of("bytes=-0")).isEqualTo(new Suffix(0));
    }

    @Test
    void spacesAndCaseDoNotMatter() {
        assertThat(ByteRange.of("  BYTES = 1-2 ")).isEqualTo(new Span(1, 2));
    }

    @Test
    void onlyARangeWithoutALastByteIsOpen() {
        assertThat(new Span(3, Long.MAX_VALUE).open()).isTrue();
        assertThat(ByteRange.of("bytes=3-9007199254740991")).isEqualTo(new Span(3, 9007199254740991L));
        assertThat(ByteRange.of("bytes=3-99999999999999999999")).isInstanceOfSatisfying(Span.class, span -> {
            assertThat(span.open()).isFalse();
            assertThat(span.last()).isGreaterThan(1L << 60);
        });
        assertThat(ByteRange.of("bytes=-99999999999999999999")).isEqualTo(new Suffix(Long.MAX_VALUE - 1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=1-2,4-5",
                "bytes=1-2x",
                "bytes=+1-2",
                "bytes=1--2",
                "lines=1-2",
                "bytes=a-b",
                "bytes=1.5-2",
                "bytes=0x1-2",
                "bytes=٣-٤",
                "bytes 1-2"
            })
    void anythingElseIsIgnored(String header) {
        assertThat(ByteRange.of(header)).isNull();
    }
}
