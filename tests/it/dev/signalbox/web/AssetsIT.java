package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsIT {

    private static RunningWeb web;

    @BeforeAll
    static void start() {
        web = RunningWeb.start();
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @Test
    void aFileIsServedWhole() {
        for (int i = 0; i < 3; i++) {
            Answer answer = web.get("/assets/htmx.js");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(answer.body()).contains("htmx").hasSizeGreaterThan(10_000);
        }
    }

    @Test
    void itComesCompressedToWhomAsks() throws IOException {
        String plain = web.get("/assets/htmx.js").body();
        Answer answer = web.send("GET /assets/htmx.js HTTP/1.1\nAccept-Encoding: br, gzip");

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.bytes())).readAllBytes())
                .asString()
                .isEqualTo(plain);
        assertThat(web.send("GET /assets/htmx.js HTTP/1.1\nAccept-Encoding: gzip;q=0")
                        .header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() {
        String etag = web.get("/assets/htmx.js").header("ETag");
        Answer again = web.send("GET /assets/htmx.js HTTP/1.1\nIf-None-Match: \"other\", " + etag);

        assertThat(etag).startsWith("\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(etag);
        assertThat(web.send("GET /assets/htmx.js HTTP/1.1\nIf-None-Match: \"other\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void underItsVersionItMayBeKeptForEver() {
        String href = Assets.load().href("htmx.js");

        assertThat(href).startsWith("/assets/htmx.js?v=");
        assertThat(web.get(href).header("Cache-Control")).contains("immutable");
        assertThat(web.get("/assets/htmx.js?v=older").header("Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets",
                "/assets/",
                "/assets/../conf/signalbox.yaml",
                "/assets/%2e%2e/conf/signalbox.yaml",
                "/assets/..%2fconf%2fsignalbox.yaml",
                "/assets//etc/passwd",
                "/assets/htmx.js/",
                "/assets/htmx.js%00"
            })
    void nothingElseIsThere(String path) {
        assertThat(web.get(path).status()).isEqualTo(404);
    }
}
