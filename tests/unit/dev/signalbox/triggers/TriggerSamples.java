package dev.signalbox.triggers;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Severity;
import dev.signalbox.bus.Triggers;
import dev.signalbox.web.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Triggers and what belongs to them, as tests need them. */
final class TriggerSamples {

    static final Instant NOW = Instant.parse("2026-11-20T08:00:00.123Z");
    static final UUID ID = UUID.fromString("0192f0c1-2b3c-7d4e-8f50-61728394a5b6");
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    static final Triggers.Settings NOTHING =
            new Triggers.Settings(null, null, null, null, null, null, null, null, null, null, null, null);

    private TriggerSamples() {}

    static Trigger trigger(String url, Format format) {
        return trigger(url, format, "", Map.of());
    }

    static Trigger trigger(String url, Format format, String template, Map<String, String> headers) {
        return new Trigger(
                ID,
                "Nightly \"backup\"",
                true,
                Set.of(Severity.ERROR),
                List.of("log"),
                List.of("db-*"),
                "disk",
                url,
                List.of(SECRET),
                format,
                template,
                headers,
                30,
                NOW,
                NOW,
                "",
                null,
                null,
                null,
                4);
    }

    static Event event(String message) {
        return event(message, "{}");
    }

    static Event event(String message, String metadata) {
        return new Event(7_234L, NOW, "log", "db-1", "laptop", Severity.ERROR, message, metadata);
    }

    static List<Cidr> blocks(String... blocks) {
        return Stream.of(blocks).map(Cidr::parse).toList();
    }

    static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }

    /** An address made of its bytes, which Java does not take for another family. */
    static InetAddress raw(byte... bytes) {
        try {
            return java.net.Inet6Address.getByAddress("", bytes, 0);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static TriggersConf conf(Duration timeout, String... allowed) {
        return new TriggersConf(
                blocks(allowed), timeout, 4, 256, 65_536, 20_000, 200, Duration.ofDays(5), Duration.ofDays(30));
    }
}
