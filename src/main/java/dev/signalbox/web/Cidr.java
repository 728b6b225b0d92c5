package dev.signalbox.web;

import dev.signalbox.conf.Settings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block of addresses such as {@code 10.0.0.0/8}; a bare address is a block of one. */
public final class Cidr {

    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Null when {@code text} is not a block of addresses. */
    public static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = Addresses.literal(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        byte[] network = address.getAddress();
        int bits = network.length * 8;
        try {
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            return prefix < 0 || prefix > bits ? null : new Cidr(network, prefix);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The blocks that a setting lists; what is no block is noted as a mistake. */
    public static List<Cidr> list(Settings settings, String path) {
        List<Cidr> blocks = new ArrayList<>();
        for (String text : settings.list(path)) {
            Cidr block = parse(text);
            if (block == null) {
                settings.mistake(path, "has \"" + text + "\"; it must be an address or a block such as 10.0.0.0/8");
            } else {
                blocks.add(block);
            }
        }
        return List.copyOf(blocks);
    }

    /** Whether one of {@code blocks} holds the address; a name is in none. */
    static boolean anyContains(List<Cidr> blocks, String address) {
        InetAddress literal = blocks.isEmpty() ? null : Addresses.literal(address);
        if (literal == null) {
            return false;
        }
        byte[] bytes = literal.getAddress();
        return blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    private boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
    }
}
