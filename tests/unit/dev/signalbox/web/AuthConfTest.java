package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conf.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthConfTest {

    @Test
    void theDefaultsAreWithoutMistakes() {
        assertThat(mistakes(Map.of())).isEmpty();
    }

    @Test
    void openIsRefusedBeyondLoopback() {
        assertThat(mistakes(Map.of("http.host", "0.0.0.0")))
                .singleElement()
                .asString()
                .startsWith("http.host: is 0.0.0.0 but auth.mode is open:");
        assertThat(mistakes(Map.of("http.host", "::"))).hasSize(1);
        assertThat(mistakes(Map.of("http.host", "node.example.org"))).hasSize(1);
    }

    @Test
    void openIsAcceptedOnEveryLoopbackAddress() {
        for (String host : List.of("localhost", "127.0.0.1", "127.8.8.8", "::1")) {
            assertThat(mistakes(Map.of("http.host", host))).as(host).isEmpty();
        }
    }

    @Test
    void aShortTokenIsRefusedAndALongOneOpensEveryAddress() {
        Map<String, Object> conf =
                Map.of("http.host", "0.0.0.0", "auth.mode", "token", "auth.token", "0123456789abcde");

        assertThat(mistakes(conf))
                .containsExactly("auth.token: must have at least 16 characters when auth.mode is token");
        assertThat(mistakes(Map.of("http.host", "0.0.0.0", "auth.mode", "token", "auth.token", "0123456789abcdef")))
                .isEmpty();
    }

    @Test
    void aProxyMustBeNamedByItsAddress() {
        assertThat(mistakes(Map.of("auth.mode", "proxy")))
                .containsExactly("auth.proxies: must name the proxy's address when auth.mode is proxy");
        assertThat(mistakes(Map.of("auth.mode", "proxy", "auth.proxies", List.of("10.0.0.0/8", "nonsense"))))
                .containsExactly("auth.proxies: has \"nonsense\"; it must be an address or a block such as 10.0.0.0/8");
    }

    @Test
    void aTailnetNeedsTailscaled() {
        assertThat(mistakes(Map.of("auth.mode", "tailnet", "owner.tailscale-socket", "")))
                .containsExactly("owner.tailscale-socket: must be set when auth.mode is tailnet");
        assertThat(mistakes(Map.of("http.host", "0.0.0.0", "auth.mode", "tailnet")))
                .isEmpty();
    }

    @Test
    void theTokenIsNotWrittenOut() {
        Settings settings = TestSettings.with(Map.of("auth.mode", "token", "auth.token", "0123456789abcdef"));

        assertThat(AuthConf.from(settings, HttpConf.from(settings)).toString()).doesNotContain("0123456789");
    }

    private static List<String> mistakes(Map<String, Object> changed) {
        Settings settings = TestSettings.with(changed);
        AuthConf.from(settings, HttpConf.from(settings));
        OwnerConf.from(settings);
        return settings.mistakes();
    }
}
