package dev.signalbox.web;

import java.util.List;
import java.util.Map;

/** One response as it came over the wire. Header names are in lower case. */
record Answer(int status, Map<String, List<String>> headers, byte[] bytes) {

    String header(String name) {
        return String.join(", ", headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()));
    }

    String body() {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
