package dev.signalbox.triggers;

import static dev.signalbox.triggers.TriggerSamples.addresses;
import static dev.signalbox.triggers.TriggerSamples.blocks;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {

    private static final AddressGuard STRICT = new AddressGuard(List.of(), address -> false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:102:304::f5ff:fffe",
                "2001:10::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2a00:1450:4001:800:0:5efe:7f00:1",
                "2a00:1450:4001:800:200:5efe:10.0.0.1",
            })
    void whatIsPrivateOrReservedIsRefused(String address) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00:1450:4001:800:0:5efe:808:808",
            })
    void whatIsPublicIsAllowed(String address) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void anIpv4AddressIsRefusedHoweverItWasMade() {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;

        assertThat(STRICT.allows(TriggerSamples.raw(mapped))).isFalse();
    }

    @Test
    void whatTheOperatorListsIsAllowed() {
        AddressGuard guard = new AddressGuard(blocks("192.168.4.0/24", "::1"), address -> false);

        assertThat(guard.allows(InetAddress.ofLiteral("192.168.4.9"))).isTrue();
        assertThat(guard.allows(InetAddress.ofLiteral("::ffff:192.168.4.9"))).isTrue();
        assertThat(guard.allows(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(guard.allows(InetAddress.ofLiteral("192.168.5.9"))).isFalse();
        assertThat(guard.allows(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }

    @Test
    void anAllowedTunnelLeadsNowhereElse() {
        AddressGuard guard = new AddressGuard(blocks("64:ff9b::/96", "2002::/16", "2001::/32"), address -> false);

        assertThat(guard.allows(InetAddress.ofLiteral("64:ff9b::8.8.8.8"))).isTrue();
        assertThat(guard.allows(InetAddress.ofLiteral("64:ff9b::10.0.0.1"))).isFalse();
        assertThat(guard.allows(InetAddress.ofLiteral("2002:808:808::1"))).isTrue();
        assertThat(guard.allows(InetAddress.ofLiteral("2002:7f00:1::1"))).isFalse();
        // The client's address is 10.0.0.1 with its bits turned, the server's 8.8.8.8.
        assertThat(guard.allows(InetAddress.ofLiteral("2001:0:808:808::f5ff:fffe")))
                .isFalse();
        assertThat(guard.allows(InetAddress.ofLiteral("2001:0:808:808::f7f7:f7f7")))
                .isTrue();
    }

    @Test
    void theMachineItselfIsRefusedAtItsPublicAddress() {
        InetAddress own = InetAddress.ofLiteral("8.8.4.4");

        assertThat(new AddressGuard(List.of(), own::equals).allows(own)).isFalse();
        assertThat(new AddressGuard(blocks("8.8.4.4"), own::equals).allows(own)).isTrue();
    }

    @Test
    void theMachineKnowsItsAddresses() {
        OwnAddresses own = new OwnAddresses();

        assertThat(own.test(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(own.test(InetAddress.ofLiteral("8.8.8.8"))).isFalse();
    }

    @Test
    void everyAddressOfANameIsChecked() {
        TargetGuard guard = guard(addresses("8.8.8.8", "10.0.0.1"));

        assertThat(guard.check("https://example.org/").cause())
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("10.0.0.1");
    }

    @Test
    void aRouteHasTheAddressesThatWereCheckedIpv4First() {
        TargetGuard guard = guard(addresses("2606:4700::1111", "1.1.1.1"));

        TargetGuard.Route route = guard.check("https://example.org/x").result();

        assertThat(route.addresses()).isEqualTo(addresses("1.1.1.1", "2606:4700::1111"));
        assertThat(route.target().host()).isEqualTo("example.org");
    }

    @Test
    void anAnswerThatChangesIsCheckedAgain() {
        Deque<List<InetAddress>> answers =
                new ArrayDeque<>(List.of(addresses("1.1.1.1"), addresses("127.0.0.1"), addresses("169.254.169.254")));
        TargetGuard guard = new TargetGuard(STRICT, host -> Future.succeededFuture(answers.remove()));

        assertThat(guard.check("http://rebind.example/").succeeded()).isTrue();
        assertThat(guard.check("http://rebind.example/").failed()).isTrue();
        assertThat(guard.check("http://rebind.example/").failed()).isTrue();
    }

    @Test
    void anAddressIsNotLookedUp() {
        TargetGuard guard = new TargetGuard(STRICT, host -> Future.failedFuture("asked for " + host));

        assertThat(guard.check("http://1.1.1.1/").result().addresses()).isEqualTo(addresses("1.1.1.1"));
        assertThat(guard.check("http://[::ffff:127.0.0.1]/").cause()).hasMessageContaining("127.0.0.1");
        assertThat(guard.check("http://[::1]:8080/").failed()).isTrue();
    }

    @Test
    void aNameWithoutAnAddressIsSaidSo() {
        TargetGuard unknown = new TargetGuard(STRICT, host -> Future.failedFuture("NXDOMAIN"));

        assertThat(unknown.check("http://nowhere.example/").cause())
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("nowhere.example");
        assertThat(guard(List.of()).check("http://empty.example/").cause()).isInstanceOf(TargetException.class);
    }

    private static TargetGuard guard(List<InetAddress> found) {
        return new TargetGuard(STRICT, host -> Future.succeededFuture(found));
    }
}
