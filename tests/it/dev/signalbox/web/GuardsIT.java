package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardsIT {

    private static RunningWeb web;

    @BeforeAll
    static void start() {
        web = RunningWeb.with(Map.of("http.allowed-hosts", List.of("Logs.Example.org")));
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "127.0.0.1:8080",
                "127.9.9.9",
                "[::1]:8080",
                "[::1]",
                "logs.example.org"
            })
    void aNameOfThisMachineIsServed(String host) {
        assertThat(under(host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.org",
                "localhost.evil.example.org",
                "127.0.0.1.evil.example.org:8080",
                "192.168.1.1",
                "[fe80::1]",
                "2130706433"
            })
    void aForeignNameIsRefusedAndNamesTheSetting(String host) {
        assertThat(under(host).status()).isEqualTo(403);
        assertThat(under(host).body()).contains("http.allowed-hosts");
        assertThat(web.counted("signalbox.http.rejected", "reason", "host")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "local<host>", "user@localhost"})
    void aBrokenNameIsABadRequest(String host) {
        assertThat(under(host).status()).isEqualTo(400);
    }

    @Test
    void noNameIsABadRequest() {
        assertThat(web.send("GET /healthz HTTP/1.1\n\n", new byte[0]).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void whatAnotherSiteSendsIsRefused(String site) {
        assertThat(web.post("/.log", "Sec-Fetch-Site: " + site + "\n", new byte[0])
                        .status())
                .isEqualTo(403);
        assertThat(web.counted("signalbox.http.rejected", "reason", "cross-site"))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example.org", "null", "http://localhost:1", "https://localhost.evil.org"})
    void aForeignOriginIsRefused(String origin) {
        assertThat(web.post("/.log", "Origin: " + origin + "\n", new byte[0]).status())
                .isEqualTo(403);
    }

    @Test
    void theOwnPagesMaySend() {
        String own = "Origin: http://localhost:" + web.port + "\nSec-Fetch-Site: same-origin\n";

        assertThat(web.post("/.log", own, new byte[0]).status()).isEqualTo(200);
        assertThat(web.post("/.log", "Sec-Fetch-Site: none\n", new byte[0]).status())
                .isEqualTo(200);
    }

    @Test
    void theDefaultPortMayBeLeftOut() {
        String head =
                "POST /.log HTTP/1.1\nHost: logs.example.org:443\nContent-Length: 0\nOrigin: https://logs.example.org";

        assertThat(web.send(head).status()).isEqualTo(200);
    }

    @Test
    void everyUnsafeMethodIsGuarded() {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            assertThat(web.send(method + " /api/items/7 HTTP/1.1\nOrigin: http://evil.example.org")
                            .status())
                    .as(method)
                    .isEqualTo(403);
        }
    }

    @Test
    void readingIsNotGuarded() {
        assertThat(web.send("GET /healthz HTTP/1.1\nSec-Fetch-Site: cross-site").status())
                .isEqualTo(200);
    }

    @Test
    void theAddressForCommandLinesIsTheOneThatWasUsed() {
        assertThat(web.send("GET /base HTTP/1.1\nHost: 127.0.0.1:8080").body()).isEqualTo("http://127.0.0.1:8080");
    }

    private static Answer under(String host) {
        return web.send("GET /healthz HTTP/1.1\nHost: " + host);
    }
}
