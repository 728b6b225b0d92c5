package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthIT {

    private static final String TOKEN = "correct horse battery";
    private static final Map<String, Object> TOKEN_MODE = Map.of("auth.mode", "token", "auth.token", TOKEN);

    @Test
    void theTokenOpensAsBearerAndAsPassword() {
        try (RunningWeb web = RunningWeb.with(TOKEN_MODE)) {
            assertThat(with(web, "Bearer " + TOKEN).status()).isEqualTo(200);
            assertThat(with(web, "bearer " + TOKEN).status()).isEqualTo(200);
            assertThat(with(web, "Basic " + base64("anyone:" + TOKEN)).status()).isEqualTo(200);
            assertThat(with(web, "Basic " + base64(":" + TOKEN)).status()).isEqualTo(200);
        }
    }

    @Test
    void anythingElseIsAskedForTheToken() {
        try (RunningWeb web = RunningWeb.with(TOKEN_MODE)) {
            for (String given : List.of(
                    "Bearer wrong",
                    "Bearer",
                    "Bearer " + TOKEN + "x",
                    "Basic " + base64(TOKEN),
                    "Basic !!!",
                    "Digest " + TOKEN)) {
                assertThat(with(web, given).status()).as(given).isEqualTo(401);
            }
            Answer none = web.get("/whoami");
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.header("WWW-Authenticate")).startsWith("Basic realm=\"Signalbox\"");
        }
    }

    @Test
    void probesNeedNoToken() {
        try (RunningWeb web = RunningWeb.with(TOKEN_MODE)) {
            assertThat(web.get("/healthz").status()).isEqualTo(200);
            assertThat(web.get("/readyz").status()).isEqualTo(200);
            assertThat(web.get("/metrics").status()).isEqualTo(401);
            assertThat(web.get("/healthz/../whoami").status()).isEqualTo(401);
        }
    }

    @Test
    void aRefusedBodyIsNotTakenForTheNextRequest() {
        try (RunningWeb web = RunningWeb.with(TOKEN_MODE);
                RawClient client = new RawClient(web.port)) {
            client.send("POST /.log HTTP/1.1\nHost: localhost\nContent-Length: 20\n\nGET /healthz HTTP/1.");
            assertThat(client.answer().status()).isEqualTo(401);

            client.send("GET /healthz HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.answer().body()).isEqualTo("ok\n");
        }
    }

    @Test
    void aProxyIsBelievedFromItsAddressOnly() {
        Map<String, Object> here = Map.of("auth.mode", "proxy", "auth.proxies", List.of("127.0.0.0/8"));
        try (RunningWeb web = RunningWeb.with(here)) {
            assertThat(web.send("GET /whoami HTTP/1.1\nX-Forwarded-User: ada").status())
                    .isEqualTo(200);
            assertThat(web.get("/whoami").status()).isEqualTo(403);
            assertThat(web.send("GET /base HTTP/1.1\nX-Forwarded-User: ada\nX-Forwarded-Proto: https")
                            .body())
                    .startsWith("https://localhost");
        }
        Map<String, Object> elsewhere = Map.of("auth.mode", "proxy", "auth.proxies", List.of("10.0.0.0/8"));
        try (RunningWeb web = RunningWeb.with(elsewhere)) {
            assertThat(web.send("GET /whoami HTTP/1.1\nX-Forwarded-User: ada").status())
                    .isEqualTo(403);
        }
    }

    private static Answer with(RunningWeb web, String authorization) {
        return web.send("GET /whoami HTTP/1.1\nAuthorization: " + authorization);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes());
    }
}
