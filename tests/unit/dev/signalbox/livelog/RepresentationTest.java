package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.livelog.Representation.Selected;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationTest {

    private static final String TAG = "\"1-abc-100\"";
    private static final Representation DONE = new Representation(100, State.DONE, TAG, "");
    private static final Representation BROKEN = new Representation(100, State.BROKEN, null, "");
    private static final Representation LIVE = new Representation(100, State.LIVE, null, "");
    private static final Representation PACKED = new Representation(100, State.DONE, TAG, "gzip");

    @Test
    void withoutAConditionItIsTheWhole() {
        for (Representation log : new Representation[] {DONE, BROKEN, LIVE, PACKED}) {
            assertThat(select(log)).isEqualTo(new Selected.Whole());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=10-19, 10, 19",
        "bytes=90-, 90, 99",
        "bytes=90-1000, 90, 99",
        "bytes=-5, 95, 99",
        "bytes=-500, 0, 99",
        "bytes=99-99, 99, 99",
        "bytes=0-, 0, 99"
    })
    void aRangeOfAnEndedLogIsCutToWhatThereIs(String range, long first, long last) {
        assertThat(select(DONE, "Range", range)).isEqualTo(new Selected.Part(first, last, 100));
        assertThat(select(BROKEN, "Range", range)).isEqualTo(new Selected.Part(first, last, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void beyondTheEndOfAnEndedLogThereIsNothing(String range) {
        assertThat(select(DONE, "Range", range)).isEqualTo(new Selected.Unsatisfiable(100));
        assertThat(select(new Representation(0, State.DONE, TAG, ""), "Range", "bytes=-1"))
                .isEqualTo(new Selected.Unsatisfiable(0));
        assertThat(select(new Representation(0, State.DONE, TAG, ""), "Range", "bytes=0-"))
                .isEqualTo(new Selected.Unsatisfiable(0));
    }

    @ParameterizedTest
    @CsvSource({
        // What there is, where no end is named.
        "bytes=90-, 90, 99",
        "bytes=-5, 95, 99",
        "bytes=10-19, 10, 19",
        // RFC 8673: with a named end, also what is to come.
        "bytes=90-149, 90, 149",
        "bytes=100-149, 100, 149",
        "bytes=0-9007199254740991, 0, 9007199254740991"
    })
    void aRangeOfALiveLogMayReachIntoWhatIsToCome(String range, long first, long last) {
        assertThat(select(LIVE, "Range", range)).isEqualTo(new Selected.Part(first, last, -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=101-149", "bytes=-0"})
    void aRangeOfALiveLogBeginsNoLaterThanTheNextByte(String range) {
        assertThat(select(LIVE, "Range", range)).isEqualTo(new Selected.Unsatisfiable(100));
    }

    @Test
    void aLiveLogWithoutAByteHasOnlyANextOne() {
        Representation empty = new Representation(0, State.LIVE, null, "");

        assertThat(select(empty, "Range", "bytes=0-9")).isEqualTo(new Selected.Part(0, 9, -1));
        assertThat(select(empty, "Range", "bytes=0-")).isEqualTo(new Selected.Unsatisfiable(0));
        assertThat(select(empty, "Range", "bytes=-9")).isEqualTo(new Selected.Unsatisfiable(0));
    }

    @Test
    void theLengthOfALiveLogIsNotToldAsComplete() {
        assertThat(new Selected.Part(1, 2, -1).contentRange()).isEqualTo("bytes 1-2/*");
        assertThat(new Selected.Part(1, 2, 100).contentRange()).isEqualTo("bytes 1-2/100");
    }

    @Test
    void asIfItHadBrokenOffItHasAnEnd() {
        assertThat(select(LIVE.brokenOff(), "Range", "bytes=90-149")).isEqualTo(new Selected.Part(90, 99, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=9-1", "bytes=-"})
    void whatIsNoRangeOfBytesIsIgnored(String range) {
        assertThat(select(DONE, "Range", range)).isEqualTo(new Selected.Whole());
    }

    @Test
    void twoHeadersAreTwoRanges() {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add("Range", "bytes=0-1").add("Range", "bytes=5-6");

        assertThat(DONE.select(headers)).isEqualTo(new Selected.Whole());
    }

    /** The row of a log that ends while somebody asks for it still says that it is live. */
    @Test
    void aLogThatHasJustEndedIsWhatItsRowWillSayItIs() {
        LogRow live = Samples.row("build", 2, State.LIVE, 0, null, "live");
        Growth growth = new Growth(0, State.LIVE);
        growth.grew(100);
        assertThat(Representation.of(live, growth)).isEqualTo(new Representation(100, State.LIVE, null, ""));

        growth.end(State.DONE);

        LogRow done = Samples.row("build", 2, State.DONE, 100, Samples.STARTED, "live");
        assertThat(done.etag()).isNotNull();
        assertThat(Representation.of(live, growth)).isEqualTo(new Representation(100, State.DONE, done.etag(), ""));
    }

    @Test
    void everyLineOfAHeaderCounts() {
        assertThat(select(PACKED, "Accept-Encoding", "br", "Accept-Encoding", "gzip"))
                .isEqualTo(new Selected.Whole());
        assertThat(select(DONE, "Accept-Encoding", "br", "Accept-Encoding", "identity;q=0"))
                .isEqualTo(new Selected.NotAcceptable());
    }

    @ParameterizedTest
    @CsvSource({"gzip, x-gzip", "x-gzip, gzip", "x-gzip, X-Gzip", "compress, x-compress"})
    void anOldNameOfAnEncodingIsThatEncoding(String encoding, String accepted) {
        Representation log = new Representation(100, State.DONE, TAG, encoding);

        assertThat(select(log, "Accept-Encoding", accepted)).isEqualTo(new Selected.Whole());
    }

    @Test
    void ifRangeHoldsOnlyForTheSameStrongTag() {
        Selected part = new Selected.Part(1, 2, 100);
        assertThat(select(DONE, "Range", "bytes=1-2", "If-Range", TAG)).isEqualTo(part);
        assertThat(select(DONE, "Range", "bytes=1-2", "If-Range", "W/" + TAG)).isEqualTo(new Selected.Whole());
        assertThat(select(DONE, "Range", "bytes=1-2", "If-Range", "\"other\"")).isEqualTo(new Selected.Whole());
        assertThat(select(DONE, "Range", "bytes=1-2", "If-Range", "Fri, 20 Nov 2026 08:00:00 GMT"))
                .isEqualTo(new Selected.Whole());
        assertThat(select(LIVE, "Range", "bytes=1-2", "If-Range", TAG)).isEqualTo(new Selected.Whole());
    }

    @Test
    void ifNoneMatchComparesWeakly() {
        assertThat(select(DONE, "If-None-Match", TAG)).isEqualTo(new Selected.NotModified());
        assertThat(select(DONE, "If-None-Match", "\"x\" , W/" + TAG)).isEqualTo(new Selected.NotModified());
        assertThat(select(DONE, "If-None-Match", "*")).isEqualTo(new Selected.NotModified());
        assertThat(select(DONE, "If-None-Match", "\"x\"")).isEqualTo(new Selected.Whole());
        assertThat(select(LIVE, "If-None-Match", "W/null")).isEqualTo(new Selected.Whole());
        assertThat(select(DONE, "If-None-Match", TAG, "Range", "bytes=1-2")).isEqualTo(new Selected.NotModified());
    }

    @Test
    void ifMatchComparesStronglyAndComesFirst() {
        assertThat(select(DONE, "If-Match", TAG)).isEqualTo(new Selected.Whole());
        assertThat(select(DONE, "If-Match", "*")).isEqualTo(new Selected.Whole());
        assertThat(select(LIVE, "If-Match", "*")).isEqualTo(new Selected.Whole());
        assertThat(select(DONE, "If-Match", "W/" + TAG)).isEqualTo(new Selected.PreconditionFailed());
        assertThat(select(LIVE, "If-Match", TAG)).isEqualTo(new Selected.PreconditionFailed());
        assertThat(select(DONE, "If-Match", "\"x\"", "If-None-Match", TAG))
                .isEqualTo(new Selected.PreconditionFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, GZIP;q=0.5", "*", "identity;q=1, gzip", "*;q=0, gzip;q=0.001"})
    void anEncodedLogGoesToWhoTakesItsEncoding(String accepted) {
        assertThat(select(PACKED, "Accept-Encoding", accepted)).isEqualTo(new Selected.Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "", "gzip;q=0", "gzip; q=0.000, *", "*;q=0"})
    void andToNobodyElse(String accepted) {
        assertThat(select(PACKED, "Accept-Encoding", accepted)).isEqualTo(new Selected.NotAcceptable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br;q=1", "", "identity;q=0.5", "gzip, *;q=0, identity"})
    void aPlainLogNeedsNoMention(String accepted) {
        assertThat(select(DONE, "Accept-Encoding", accepted)).isEqualTo(new Selected.Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity;q=0", "gzip, *;q=0", "gzip, identity;q=0.0"})
    void butItCanBeRuledOut(String accepted) {
        assertThat(select(DONE, "Accept-Encoding", accepted)).isEqualTo(new Selected.NotAcceptable());
    }

    private static Selected select(Representation log, String... headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            map.add(headers[i], headers[i + 1]);
        }
        return log.select(map);
    }
}
