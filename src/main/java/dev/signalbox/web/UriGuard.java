package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;

/** Refuses broken percent-encoding before anything tries to decode it and makes something of its own out of it. */
final class UriGuard {

    private UriGuard() {}

    static void check(String uri) {
        for (int i = uri.indexOf('%'); i >= 0; i = uri.indexOf('%', i + 1)) {
            if (i + 2 >= uri.length() || !isHex(uri.charAt(i + 1)) || !isHex(uri.charAt(i + 2))) {
                throw new FaultException(
                        new Fault.Invalid("", "the address has a % that is not followed by two hexadecimal digits"));
            }
        }
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
