package dev.signalbox.triggers;

import static java.util.Objects.requireNonNull;

import dev.signalbox.web.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which addresses a webhook may go to: public ones, and what the operator allows. Thread-safe.
 *
 * <p>An IPv6 address that carries an IPv4 address is as good as that one: it is refused with its block, and where the
 * operator allows the block, what it carries must be allowed too.
 */
final class AddressGuard {

    /** IANA's special-purpose registries, multicast, and what clouds keep at addresses that look public. */
    private static final List<Cidr> RESERVED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // Azure's own service inside each of its machines.
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // Unspecified, loopback, and IPv4 without a prefix.
                    "::/96",
                    // IPv4 translated by SIIT.
                    "::ffff:0:0:0/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "100:0:0:1::/64",
                    // Teredo, benchmarking, ORCHID.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(AddressGuard::block)
            .toList();

    private static final Cidr NAT64 = block("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = block("2002::/16");
    private static final Cidr TEREDO = block("2001::/32");

    private final List<Cidr> allowed;
    private final Predicate<InetAddress> own;

    /**
     * @param allowed by the operator, reserved or not
     * @param own whether an address is one of this machine's
     */
    AddressGuard(List<Cidr> allowed, Predicate<InetAddress> own) {
        this.allowed = List.copyOf(allowed);
        this.own = own;
    }

    boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (isMapped(bytes)) {
            return allows(ipv4(bytes, 12));
        }
        boolean listed = allowed.stream().anyMatch(block -> block.contains(address));
        if (!listed && (own.test(address) || RESERVED.stream().anyMatch(block -> block.contains(address)))) {
            return false;
        }
        return carried(address).allMatch(this::allows);
    }

    /** The IPv4 addresses that packets to an IPv6 address end at or pass through. */
    private static Stream<InetAddress> carried(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return Stream.empty();
        }
        if (NAT64.contains(address) || isIsatap(bytes)) {
            return Stream.of(ipv4(bytes, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Stream.of(ipv4(bytes, 2));
        }
        if (TEREDO.contains(address)) {
            // RFC 4380: the client's own address is there with all bits turned.
            byte[] turned = bytes.clone();
            for (int i = 12; i < 16; i++) {
                turned[i] = (byte) ~turned[i];
            }
            return Stream.of(ipv4(bytes, 4), ipv4(turned, 12));
        }
        return Stream.empty();
    }

    /** RFC 4291: {@code ::ffff:a.b.c.d}. Java unwraps what it parses, but not every way to make an address does. */
    private static boolean isMapped(byte[] bytes) {
        return bytes.length == 16
                && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10)
                && bytes[10] == (byte) 0xff
                && bytes[11] == (byte) 0xff;
    }

    /** RFC 5214: an interface identifier of {@code 0:5efe:a.b.c.d}, the universal bit set or not, under any prefix. */
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & ~2) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static Cidr block(String text) {
        return requireNonNull(Cidr.parse(text), text);
    }
}
