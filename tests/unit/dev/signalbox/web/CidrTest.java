package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CidrTest {

    @Test
    void aBlockHoldsItsAddressesAndNoOthers() {
        assertThat(contains("10.1.0.0/16", "10.1.255.255")).isTrue();
        assertThat(contains("10.1.0.0/16", "10.2.0.0")).isFalse();
        assertThat(contains("192.168.4.128/25", "192.168.4.129")).isTrue();
        assertThat(contains("192.168.4.128/25", "192.168.4.127")).isFalse();
        assertThat(contains("fd00::/8", "fdff::1")).isTrue();
        assertThat(contains("0.0.0.0/0", "8.8.8.8")).isTrue();
    }

    @Test
    void aBareAddressIsABlockOfOne() {
        assertThat(contains("127.0.0.1", "127.0.0.1")).isTrue();
        assertThat(contains("127.0.0.1", "127.0.0.2")).isFalse();
    }

    @Test
    void aNameAndTheOtherFamilyAreInNoBlock() {
        assertThat(contains("0.0.0.0/0", "localhost")).isFalse();
        assertThat(contains("0.0.0.0/0", "::1")).isFalse();
    }

    @Test
    void whatIsNoBlockIsNotParsed() {
        for (String text : List.of("", "example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0/8")) {
            assertThat(Cidr.parse(text)).as(text).isNull();
        }
    }

    private static boolean contains(String block, String address) {
        Cidr cidr = Cidr.parse(block);
        return cidr != null && Cidr.anyContains(List.of(cidr), address);
    }
}
