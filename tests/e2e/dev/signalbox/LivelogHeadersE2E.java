package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.LogReader.End;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers that say absurd things of their logs: these are taken, and nobody who reads them is told nonsense. */
class LivelogHeadersE2E {

    private static final String TEXT = "what was built\n";

    /** As much as the node keeps of what a producer says. */
    private static final int KEPT = 100;

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.shared();

    static Stream<Arguments> absurd() {
        return Stream.of(
                Arguments.of("long", "x".repeat(3_500)),
                Arguments.of("long-list", "gzip, ".repeat(500) + "br"),
                Arguments.of("tabs", "text\t/\tplain"),
                Arguments.of("c1", "text/\u0085\u009bplain"),
                Arguments.of("bidi", "text/\u202eplain"),
                Arguments.of("markup", "\"><script>alert(1)</script>"),
                Arguments.of("commas", ",,, ,"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("absurd")
    void whatMakesNoSenseIsNotPassedOn(String name, String value) throws IOException {
        String stream = "absurd-" + name;
        try (LogProducer producer = LOGS.put(stream, "Content-Type: " + value, "Content-Encoding: " + value)) {
            assertThat(producer.write(TEXT).end().status()).isEqualTo(201);
        }

        try (LogReader reader = LOGS.get(stream, "Accept-Encoding: gzip")) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.text()).isEqualTo(TEXT);
            assertThat(reader.end()).isEqualTo(End.WHOLE);
            assertThat(reader.head().header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(reader.head().headers()).doesNotContainKey("content-encoding");
        }
        JsonObject told = LOGS.latest(stream);
        assertThat(told.getString("content_type"))
                .hasSizeLessThanOrEqualTo(KEPT)
                .doesNotContainPattern("\\p{Cc}");
        assertThat(told.getString("content_encoding")).isEmpty();
        assertPages(stream);
    }

    @Test
    void whatMakesSenseIsPassedOnAsItIs() {
        try (LogProducer producer =
                LOGS.put("sensible", "Content-Type: text/x-log; charset=\"utf-8\"", "Content-Encoding: GZIP , x-own")) {
            assertThat(producer.write(TEXT).end().status()).isEqualTo(201);
        }

        assertThat(LOGS.latest("sensible").getString("content_type")).isEqualTo("text/x-log; charset=\"utf-8\"");
        try (LogReader reader = LOGS.get("sensible")) {
            assertThat(reader.head().header("content-encoding")).isEqualTo("gzip , x-own");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/\u0000plain", "\u001b[31mtext", "text/\u000bplain", "text\rplain", "text/\u007fplain"})
    void whatHttpDoesNotAllowBeginsNoLog(String value) {
        for (String name : List.of("Content-Type", "Content-Encoding")) {
            try (LogProducer producer = LOGS.put("impossible", name + ": " + value)) {
                assertThat(producer.write(TEXT).answer().status()).as(name).isEqualTo(400);
            }
        }
        assertThat(LOGS.generation("impossible")).isZero();
    }

    @Test
    void whatIsLongerThanAHeadMayBeBeginsNoLog() {
        try (LogProducer producer = LOGS.put("endless", "Content-Type: " + "x".repeat(100_000))) {
            assertThat(producer.write(TEXT).answer().status()).isEqualTo(431);
        }
        assertThat(LOGS.generation("endless")).isZero();
        LOGS.done("endless", new byte[] {1});
    }

    private static void assertPages(String stream) throws IOException {
        try (Http http = new Http()) {
            for (String path : new String[] {"/livelogs?stream=" + stream, "/livelogs/" + stream}) {
                HttpResponse<String> page = http.get(LOGS.node().uri(path));
                assertThat(page.statusCode()).as(path).isEqualTo(200);
                assertThat(page.body()).contains(stream).doesNotContain("<script>alert");
                assertThat(page.body().replaceAll("[\\n\\t]", "")).doesNotContainPattern("\\p{Cc}");
            }
            assertThat(http.get(LOGS.node().uri("/livelogs/" + stream)).body()).contains("<code>what was built</code>");
        }
    }
}
