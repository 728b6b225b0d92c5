package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "12345, 12.3 kB",
        "99949, 99.9 kB",
        "99950, 100 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "1073741824, 1.1 GB",
        "9223372036854775807, 9223 PB"
    })
    void bytesAreInAUnitThatFits(long bytes, String words) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 bytes", "1, 1 byte", "'1073741824', '1,073,741,824 bytes'"})
    void exactBytesAreAllOfThem(long bytes, String words) {
        assertThat(Amounts.exactBytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "850, 850 ms",
        "12340, 12.3 s",
        "59949, 59.9 s",
        "59950, 1 min",
        "192000, 3 min 12 s",
        "7500000, 2 h 5 min",
        "273600000, 3 d 4 h",
        "259200000, 3 d"
    })
    void aDurationHasAtMostTwoUnits(long millis, String words) {
        assertThat(Amounts.duration(Duration.ofMillis(millis))).isEqualTo(words);
    }
}
