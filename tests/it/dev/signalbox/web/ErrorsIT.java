package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsIT {

    private static RunningWeb web;

    @BeforeAll
    static void start() {
        web = RunningWeb.start();
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid,400",
        "whole,400",
        "unauthorized,401",
        "forbidden,403",
        "missing,404",
        "slow,408",
        "conflict,409",
        "large,413",
        "unsupported,415",
        "unavailable,503"
    })
    void everyFaultHasItsStatusInEveryForm(String kind, int status) {
        Answer api = web.get("/api/fault/" + kind);
        Answer curl = web.post("/.fault/" + kind, "", new byte[0]);
        Answer page = web.send("GET /fault/" + kind + " HTTP/1.1\nAccept: text/html,*/*");

        assertThat(api.status()).isEqualTo(status);
        assertThat(api.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(api.body()).getInteger("status")).isEqualTo(status);
        assertThat(curl.status()).isEqualTo(status);
        assertThat(curl.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(curl.body()).endsWith("\n").hasLineCount(1);
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body()).contains("/assets/signalbox.css");
    }

    @Test
    void aProblemNamesItsFields() {
        JsonObject problem = new JsonObject(web.get("/api/fault/invalid").body());

        assertThat(problem)
                .isEqualTo(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Bad Request")
                        .put("status", 400)
                        .put("detail", "schedule.cron: is no cron expression")
                        .put(
                                "errors",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("field", "schedule.cron")
                                                .put("message", "is no cron expression"))));
        assertThat(new JsonObject(web.get("/api/fault/whole").body()).containsKey("errors"))
                .isFalse();
    }

    @Test
    void unavailableSaysWhenToComeBack() {
        assertThat(web.get("/api/fault/unavailable").header("Retry-After")).isEqualTo("7");
        assertThat(web.post("/.fault/unavailable", "", new byte[0]).header("Retry-After"))
                .isEqualTo("7");
    }

    @Test
    void anErrorPageEscapesWhatItQuotes() {
        assertThat(web.send("GET /fault/missing HTTP/1.1\nAccept: text/html").body())
                .contains("no &lt;such&gt; thing")
                .doesNotContain("<such>");
    }

    @Test
    void anErrorPageLeadsOn() {
        assertThat(web.send("GET /nowhere HTTP/1.1\nAccept: text/html").body())
                .contains("<header class=\"top\">", "href=\"/\"", "href=\"/monitors\"", "href=\"/node\"");
    }

    @Test
    void aDefectIsToldWithoutItsDetails() {
        Answer answer = web.get("/api/broken");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void anUnknownPathIsNotFound() {
        assertThat(web.get("/nowhere").status()).isEqualTo(404);
        assertThat(web.get("/nowhere").body()).isEqualTo("there is nothing at /nowhere\n");
        assertThat(web.get("/api/nowhere").header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(web.post("/nowhere", "", "some body".getBytes()).status()).isEqualTo(404);
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        assertThat(web.get("/.log").status()).isEqualTo(405);
        assertThat(web.get("/.log").header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(web.post("/api/items/7", "", new byte[0]).header("Allow")).isEqualTo("GET, HEAD, PUT, OPTIONS");
        assertThat(web.post("/assets/htmx.js", "", new byte[0]).header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(web.post("/healthz", "", new byte[0]).body())
                .isEqualTo("method POST is not allowed on /healthz; allowed: GET, HEAD, OPTIONS\n");
    }

    @Test
    void optionsListsTheMethods() {
        Answer answer = web.send("OPTIONS /api/items/7 HTTP/1.1");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PUT, OPTIONS");
        assertThat(web.send("OPTIONS /nowhere HTTP/1.1").status()).isEqualTo(404);
    }

    @Test
    void headWorksWhereGetDoes() {
        Answer answer = web.send("HEAD /api/items/7 HTTP/1.1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEmpty();
        assertThat(web.send("HEAD /.log HTTP/1.1").status()).isEqualTo(405);
    }

    @Test
    void headOfAStreamEnds() {
        try (RawClient client = new RawClient(web.port)) {
            client.send("HEAD /.sse HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.answer().status()).isEqualTo(200);

            client.send("GET /healthz HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.answer().body()).isEqualTo("ok\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"/query?origin=%", "/query?origin=%zz", "/%c", "/api/items/%2"})
    void brokenPercentEncodingIsABadRequest(String path) {
        assertThat(web.get(path).status()).isEqualTo(400);
    }

    @Test
    void aWholeEncodingIsDecoded() {
        assertThat(web.get("/query?origin=a%26b+c%C3%A4").body()).isEqualTo("[a&b cä]");
        assertThat(web.get("/api/items/a%2Fb").body()).isEqualTo("a/b");
        assertThat(web.get("/query?origin=%ff%fe").status()).isEqualTo(200);
    }

    @Test
    void aResponseThatFailsHalfWayIsCutOff() {
        try (RawClient client = new RawClient(web.port)) {
            client.send("GET /half HTTP/1.1\nHost: localhost\n\n");

            assertThat(client).satisfies(half -> assertThat(half.line()).contains("200"));
            assertThat(new String(client.rest())).contains("half of it").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void whatIsNoHttpIsRefusedAndClosed() {
        try (RawClient client = new RawClient(web.port)) {
            client.send("SSH-2.0-OpenSSH\n\n");

            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("this is not a request of HTTP/1.1\n");
            assertThat(client.closedByNode()).isTrue();
        }
    }

    @Test
    void headersBeyondEveryLimitAreRefused() {
        assertThat(web.send("GET / HTTP/1.1\nX-Long: " + "x".repeat(100_000)).status())
                .isEqualTo(431);
        assertThat(web.get("/" + "x".repeat(100_000)).status()).isEqualTo(414);
    }

    @Test
    void pagesTellBrowsersToTrustThemWithNothing() {
        Answer page = web.get("/healthz");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
    }

    @Test
    void refusalsAreCountedByReason() {
        web.post("/.fault/conflict", "", new byte[0]);

        assertThat(web.counted("signalbox.http.rejected", "reason", "conflict")).isPositive();
        assertThat(web.counted("signalbox.http.requests")).isPositive();
    }
}
