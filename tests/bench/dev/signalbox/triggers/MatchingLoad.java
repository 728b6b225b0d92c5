package dev.signalbox.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Matches events against a set of triggers for some time and prints the share of events that matched something, then for each
 * run the events matched in a second of CPU time: of all threads of this machine, so that collecting and compiling count.
 *
 * <p>Arguments: the set, a file of events as JSON lines, the number of runs, the events in each.
 */
public final class MatchingLoad {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private final Snapshot snapshot;
    private final Path file;
    private long matched;
    private long looked;

    private MatchingLoad(Snapshot snapshot, Path file) {
        this.snapshot = snapshot;
        this.file = file;
    }

    public static void main(String[] arguments) throws IOException {
        Snapshot snapshot = Snapshot.of(triggers(arguments[0]));
        if (!snapshot.broken().isEmpty()) {
            throw new IllegalStateException("broken: " + snapshot.broken());
        }
        MatchingLoad load = new MatchingLoad(snapshot, Path.of(arguments[1]));
        long count = Long.parseLong(arguments[3]);
        load.perSecond(count / 2);
        StringBuilder answer = new StringBuilder();
        for (int run = Integer.parseInt(arguments[2]); run > 0; run--) {
            answer.append(' ').append(load.perSecond(count));
        }
        System.out.println((double) load.matched / load.looked + answer.toString());
    }

    private double perSecond(long count) throws IOException {
        long nanos = 0;
        long done = 0;
        while (done < count) {
            // Parsed anew, because a text that was looked at before knows its hash.
            List<Events.Event> events = events();
            long before = SYSTEM.getProcessCpuTime();
            match(events);
            nanos += SYSTEM.getProcessCpuTime() - before;
            done += events.size();
        }
        return done * 1e9 / nanos;
    }

    private void match(List<Events.Event> events) {
        for (Events.Event event : events) {
            matched += snapshot.matching(event).isEmpty() ? 0 : 1;
        }
        looked += events.size();
    }

    private List<Events.Event> events() throws IOException {
        List<Events.Event> events = new ArrayList<>();
        try (var lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                events.add(event(JSON.readTree(line)));
            }
        }
        return events;
    }

    private static Events.Event event(JsonNode line) {
        Severity severity = Severity.ofWord(line.get("severity").textValue()).orElseThrow();
        String origin = line.get("origin").textValue();
        String message = line.get("message").textValue();
        return new Events.Event(1, Instant.EPOCH, "log", origin, "bench", severity, message, "{}");
    }

    private static List<Trigger> triggers(String set) {
        List<Trigger> triggers = new ArrayList<>();
        for (int n = 0; n < (set.equals("many") ? 1_000 : 100); n++) {
            boolean filters = set.equals("filters") || (set.equals("mixed") && n % 3 != 1);
            boolean regex = !set.equals("filters") && !(set.equals("mixed") && n % 3 == 0);
            triggers.add(trigger(n, filters, regex));
        }
        return triggers;
    }

    private static Trigger trigger(int n, boolean filters, boolean regex) {
        return new Trigger(
                new UUID(0, n),
                "bench " + n,
                true,
                filters ? severities(n) : Set.of(),
                filters && n % 5 == 4 ? List.of("monitor", "node") : List.of(),
                filters && n % 5 != 4 ? origins(n) : List.of(),
                regex ? regex(n) : "",
                "https://example.org/",
                List.of(),
                Format.JSON,
                "",
                Map.of(),
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                "",
                null,
                null,
                null,
                0);
    }

    private static Set<Severity> severities(int n) {
        return switch (n % 4) {
            case 0 -> Set.of(Severity.CRITICAL);
            case 1 -> Set.of(Severity.ERROR, Severity.CRITICAL);
            case 2 -> Set.of();
            default -> Set.of(Severity.DEBUG, Severity.ERROR);
        };
    }

    /** One in ten is an origin that there is; of the others, globs fit some. */
    private static List<String> origins(int n) {
        return switch (n % 10) {
            case 0 -> List.of("web-" + (n + 1));
            case 1 -> List.of("mail-" + n, "queue-*");
            case 2 -> List.of("*-" + n + "-standby");
            case 3 -> List.of("d*-" + n + "7", "cache-*");
            default -> List.of("edge-" + n, "host-" + n);
        };
    }

    /** Of a hundred, two are found in some event, and ten have a literal that is found in some. */
    private static String regex(int n) {
        return switch (n % 100) {
            case 0 -> "permission denied \\(attempt 8\\)";
            case 1 -> "user \\w+ logged in from 10\\.77\\.3\\.";
            case 2, 3, 4, 5 -> "slower than the x" + n + "\\w* before it";
            case 6, 7, 8, 9 -> "GET /api/v" + n + "/\\d+ answered 50[234]|evicted 96 for lack of " + n;
            default -> unseen(n);
        };
    }

    private static String unseen(int n) {
        return switch (n % 10) {
            case 0 -> "(?i)out of memory.*service-" + n;
            case 1 -> "^panic: .*worker" + n;
            case 2 -> "status=5\\d\\d .*pool" + n;
            case 3 -> "(failed|refused|aborted) to (open|read) volume" + n;
            case 4 -> "segfault at [0-9a-f]{8,16} in lib" + n;
            case 5 -> "\\bdeadlock\\b.*\\btable" + n + "\\b";
            case 6 -> "(?i)certificate of host" + n + " (expires|expired)";
            case 7 -> "disk /dev/sd[a-d]" + n + " is (9\\d|100) % full";
            case 8 -> "replication lag of shard" + n + ": \\d{3,} s";
            default -> "Exception in thread \"[^\"]*" + n + "\"";
        };
    }
}
