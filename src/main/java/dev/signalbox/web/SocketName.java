package dev.signalbox.web;

/** Writes an address and a port as one, with the brackets that IPv6 needs. */
final class SocketName {

    private SocketName() {}

    static String of(String host, int port) {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
