package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @Test
    void everyPartHasItsPlace() {
        Target target = Target.parse("HTTPS://Hooks.Example.org:8443/a/b%20c?d=e&f");

        assertThat(target).isEqualTo(new Target(true, "hooks.example.org", 8_443, "/a/b%20c?d=e&f"));
        assertThat(target.authority()).isEqualTo("hooks.example.org:8443");
        assertThat(target.literal()).isNull();
    }

    @Test
    void whatIsLeftOutGoesWithoutSaying() {
        assertThat(Target.parse("http://a")).isEqualTo(new Target(false, "a", 80, "/"));
        assertThat(Target.parse("https://a?b")).isEqualTo(new Target(true, "a", 443, "/?b"));
        assertThat(Target.parse("https://a:443/").authority()).isEqualTo("a");
    }

    @Test
    void addressesAreKnownAsSuch() {
        assertThat(Target.parse("http://192.0.2.1:80/").literal()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
        Target six = Target.parse("http://[2001:DB8::1]:8080/x");
        assertThat(six.literal()).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
        assertThat(six.authority()).isEqualTo("[2001:db8::1]:8080");
    }

    @Test
    void namesOfContainersMayHaveUnderscores() {
        assertThat(Target.parse("http://my_service/").host()).isEqualTo("my_service");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://017700000001/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0X7F.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.0x1/",
                "http://00000127.0.0.1/",
                "http://127.0.0.256/",
                "http://127.0.0.1.1/",
                "http://0/",
                "http://0x/",
                "http://1.example.1/",
                "http://127.0.0.1./",
                "http://localhost./",
            })
    void numbersAreRefusedUnlessTheyAreFour(String url) {
        assertThatThrownBy(() -> Target.parse(url)).isInstanceOf(TargetException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "//example.org/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:25/",
                "javascript:alert(1)",
                "http:/example.org/",
                "http:///",
                "http://?",
                "http://:80/",
                "http://example.org:/",
                "http://example.org:0/",
                "http://example.org:65536/",
                "http://example.org:http/",
                "http://example.org:+80/",
                "http://example.org#@127.0.0.1/",
                "http://example.org/#part",
                "http://user@example.org/",
                "http://user:password@example.org/",
                "http://example.org@127.0.0.1/",
                "http://example.org\\@127.0.0.1/",
                "http:\\\\127.0.0.1/",
                "http://127.0.0.1\\.example.org/",
                "http://exa mple.org/",
                " http://example.org/",
                "http://example.org/a b",
                "http://example.org/a\r\nHost: b",
                "http://example.org/\u0000",
                "http://127%2e0.0.1/",
                "http://%6c%6f%63alhost/",
                "http://ⓛocalhost/",
                "http://１２７.０.０.１/",
                "http://127。0。0。1/",
                "http://münchen.example/",
                "http://example..org/",
                "http://.example.org/",
                "http://[::1/",
                "http://::1/",
                "http://[::1]x/",
                "http://[127.0.0.1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fe80::1%eth0]/",
                "http://[::1]@example.org/",
                "http://[v1.x]/",
                "http://[:::]/",
            })
    void whatIsNotSpelledNormallyIsRefused(String url) {
        assertThatThrownBy(() -> Target.parse(url)).isInstanceOf(TargetException.class);
    }

    @Test
    void anAddressTooLongIsRefused() {
        assertThatThrownBy(() -> Target.parse("http://a/" + "x".repeat(Target.MAX_URL)))
                .isInstanceOf(TargetException.class);
        assertThatThrownBy(() -> Target.parse("http://" + "a.".repeat(130) + "a/"))
                .isInstanceOf(TargetException.class);
    }
}
