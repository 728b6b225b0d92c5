package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes 5-*/*", "BYTES 5-5/*", "bytes 5-9/10", "bytes 5-9/99", "bytes 5-*/5", " bytes 5-*/6 "})
    void whereALogGoesOnIsAllThatCounts(String header) {
        assertThat(ContentRange.of(header)).isEqualTo(new ContentRange(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 5",
                "bytes x-*/*",
                "bytes 5-*",
                "bytes */5",
                "lines 5-*/*",
                "bytes=5-9",
                "bytes 1234567890123456789-*/*",
                // It would end before it begins, or before its end.
                "bytes 5-4/*",
                "bytes 5-4/10",
                "bytes 5-9/9",
                "bytes 5-9/3",
                "bytes 5-*/4"
            })
    void whatIsNoneOrContradictsItselfIsRefused(String header) {
        assertThat(ContentRange.of(header)).isNull();
    }
}
