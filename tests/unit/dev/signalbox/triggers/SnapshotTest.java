package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import dev.signalbox.filter.RandomRegex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final List<String> KINDS = List.of("log", "monitor", "node");
    private static final List<String> ORIGINS =
            List.of("web-1", "web-2", "db-1", "größe", "a*b", "web", "", "web-1-old", "x/y/z");
    private static final List<String> GLOBS =
            List.of("web-*", "*-1", "*", "w*b*1", "db-1", "größe", "a*b", "*ö*", "no");

    private final Effort effort = new Effort(100_000);

    @Test
    void whatIsGivenMustAllHold() {
        Trigger trigger = trigger(Set.of(Severity.ERROR), List.of("log"), List.of("web-*"), "(?i)disk .*full");
        Snapshot snapshot = Snapshot.of(List.of(trigger));

        assertThat(snapshot.isEmpty()).isFalse();
        assertThat(snapshot.matching(event(Severity.ERROR, "log", "web-1", "the DISK is full")))
                .containsExactly(trigger);
        assertThat(snapshot.matching(event(Severity.WARN, "log", "web-1", "disk is full")))
                .isEmpty();
        assertThat(snapshot.matching(event(Severity.ERROR, "node", "web-1", "disk is full")))
                .isEmpty();
        assertThat(snapshot.matching(event(Severity.ERROR, "log", "db-1", "disk is full")))
                .isEmpty();
        assertThat(snapshot.matching(event(Severity.ERROR, "log", "web-1", "disk is empty")))
                .isEmpty();
    }

    @Test
    void matchingEndsWhenItsEffortIsUsedUp() {
        Snapshot heavy = Snapshot.of(List.of(trigger(Set.of(), List.of(), List.of(), "(a?){200}[b-z]$")));
        Snapshot light = Snapshot.of(List.of(trigger(Set.of(), List.of(), List.of(), "disk")));
        var large = event(Severity.INFO, "log", "web-1", "a".repeat(60_000));
        var small = event(Severity.INFO, "log", "web-1", "the disk");

        assertThat(heavy.matching(large, effort)).isEmpty();
        assertThat(effort.isUsedUp()).isTrue();
        assertThat(light.matching(small, effort)).as("says nothing").isEmpty();

        Effort fresh = new Effort(100_000);
        assertThat(light.matching(small, fresh)).hasSize(1);
        assertThat(light.matching(large, fresh)).isEmpty();
        assertThat(fresh.isUsedUp()).isFalse();
        assertThat(light.matching(large, fresh)).isEmpty();
        assertThat(fresh.isUsedUp())
                .as("looking through a message counts as well")
                .isTrue();
    }

    @Test
    void oneWithoutFiltersMatchesEveryEvent() {
        Trigger trigger = trigger(Set.of(), List.of(), List.of(), "");

        assertThat(Snapshot.of(List.of(trigger)).matching(event(Severity.DEBUG, "any", "any", "")))
                .containsExactly(trigger);
    }

    @Test
    void whatIsNotActiveMatchesNothing() {
        Trigger disabled = trigger(false, "", Set.of(), List.of(), List.of(), "");
        Trigger stopped = trigger(true, "gone", Set.of(), List.of(), List.of(), "(");
        Snapshot snapshot = Snapshot.of(List.of(disabled, stopped));

        assertThat(snapshot.isEmpty()).isTrue();
        assertThat(snapshot.broken()).isEmpty();
        assertThat(snapshot.matching(event(Severity.INFO, "log", "web-1", "text")))
                .isEmpty();
    }

    @Test
    void aBadExpressionIsListedAndDoesNotStopTheOthers() {
        Trigger bad = trigger(Set.of(), List.of(), List.of(), "disk (full");
        Trigger large = trigger(Set.of(), List.of(), List.of(), "((x{1000}){1000}){1000}");
        Trigger good = trigger(Set.of(), List.of(), List.of(), "disk");
        Snapshot snapshot = Snapshot.of(List.of(bad, good, large));

        assertThat(snapshot.matching(event(Severity.INFO, "log", "web-1", "disk (full")))
                .containsExactly(good);
        assertThat(snapshot.broken()).containsOnlyKeys(bad.id(), large.id());
        assertThat(snapshot.broken().get(bad.id())).contains("message_regex", "position 6");
    }

    @Test
    void triggersComeInTheOrderInWhichTheyWereGiven() {
        List<Trigger> triggers = new ArrayList<>();
        for (int n = 0; n < 130; n++) {
            triggers.add(trigger(Set.of(), List.of(), List.of(), n % 2 == 0 ? "disk" : ""));
        }

        assertThat(Snapshot.of(triggers).matching(event(Severity.INFO, "log", "web-1", "disk")))
                .isEqualTo(triggers);
    }

    @Test
    void itFindsWhatTryingEachTriggerFinds() {
        Random random = new Random(20);
        int matches = 0;
        for (int round = 0; round < 60; round++) {
            Fleet fleet = new Fleet(random, 1 + random.nextInt(150));
            for (Events.Event event : fleet.events) {
                List<Trigger> expected = fleet.naive(event);
                assertThat(fleet.snapshot.matching(event)).as(event.toString()).isEqualTo(expected);
                matches += expected.size();
            }
            assertThat(fleet.snapshot.broken()).isEmpty();
        }
        assertThat(matches).isGreaterThan(10_000);
    }

    @Test
    void moreOriginsThanItRemembersMakeNoDifference() {
        Trigger glob = trigger(Set.of(), List.of(), List.of("*7"), "");
        Trigger exact = trigger(Set.of(), List.of(), List.of("made-up-12"), "");
        Snapshot snapshot = Snapshot.of(List.of(glob, exact));

        for (int round = 0; round < 2; round++) {
            for (int n = 0; n < 20_000; n++) {
                List<Trigger> expected = n == 12 ? List.of(exact) : n % 10 == 7 ? List.of(glob) : List.of();
                assertThat(snapshot.matching(event(Severity.INFO, "log", "made-up-" + n, "")))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
        Fleet fleet = new Fleet(new Random(5), 120);
        List<List<Trigger>> expected = fleet.events.stream().map(fleet::naive).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                int first = thread * 31;
                wrong.add(threads.submit(() -> wrong(fleet, expected, first)));
            }
            for (Future<Integer> answers : wrong) {
                assertThat(answers.get()).isZero();
            }
        }
    }

    private static int wrong(Fleet fleet, List<List<Trigger>> expected, int first) {
        int wrong = 0;
        for (int n = 0; n < 20_000; n++) {
            int place = (first + n) % fleet.events.size();
            wrong += fleet.snapshot.matching(fleet.events.get(place)).equals(expected.get(place)) ? 0 : 1;
        }
        return wrong;
    }

    /** Random triggers, and events that some of them match. */
    private static final class Fleet {

        private final Random random;
        private final RandomRegex regexes;
        private final List<Trigger> triggers = new ArrayList<>();
        private final List<Events.Event> events = new ArrayList<>();
        private final Map<String, Pattern> patterns = new HashMap<>();
        private final Snapshot snapshot;

        Fleet(Random random, int size) {
            this.random = random;
            this.regexes = new RandomRegex(random);
            for (int n = 0; n < size; n++) {
                RandomRegex.Sample sample = regexes.next();
                triggers.add(trigger(
                        random.nextInt(10) > 0,
                        "",
                        Set.copyOf(some(List.of(Severity.values()))),
                        some(KINDS),
                        some(GLOBS),
                        random.nextInt(4) == 0 || isTooLarge(sample.expression()) ? "" : sample.expression()));
                events.add(event(sample.text()));
                events.add(event(regexes.noise()));
            }
            events.add(event(""));
            snapshot = Snapshot.of(triggers);
        }

        private static boolean isTooLarge(String expression) {
            Trigger trigger = trigger(Set.of(), List.of(), List.of(), expression);
            String why = Snapshot.of(List.of(trigger)).broken().getOrDefault(trigger.id(), "");
            return why.contains("too large");
        }

        private Events.Event event(String message) {
            return SnapshotTest.event(pick(List.of(Severity.values())), pick(KINDS), pick(ORIGINS), message);
        }

        /** Any, mostly. */
        private <T> List<T> some(List<T> all) {
            return random.nextInt(3) > 0
                    ? List.of()
                    : Stream.of(pick(all), pick(all)).distinct().toList();
        }

        private <T> T pick(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        List<Trigger> naive(Events.Event event) {
            return triggers.stream().filter(trigger -> matches(trigger, event)).toList();
        }

        private boolean matches(Trigger trigger, Events.Event event) {
            return trigger.enabled()
                    && (trigger.severities().isEmpty() || trigger.severities().contains(event.severity()))
                    && (trigger.kinds().isEmpty() || trigger.kinds().contains(event.kind()))
                    && (trigger.origins().isEmpty()
                            || trigger.origins().stream().anyMatch(glob -> matches(glob, event.origin())))
                    && patterns.computeIfAbsent(trigger.messageRegex(), Pattern::compile)
                            .matcher(event.message())
                            .find();
        }

        private static boolean matches(String glob, String origin) {
            return origin.matches("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E");
        }
    }

    private static Trigger trigger(Set<Severity> severities, List<String> kinds, List<String> origins, String regex) {
        return trigger(true, "", severities, kinds, origins, regex);
    }

    private static Trigger trigger(
            boolean enabled,
            String stopped,
            Set<Severity> severities,
            List<String> kinds,
            List<String> origins,
            String regex) {
        return new Trigger(
                UUID.randomUUID(),
                "name",
                enabled,
                severities,
                kinds,
                origins,
                regex,
                "https://example.org/",
                List.of(),
                Format.JSON,
                "",
                Map.of(),
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                stopped,
                null,
                null,
                null,
                0);
    }

    private static Events.Event event(Severity severity, String kind, String origin, String message) {
        return new Events.Event(1, Instant.EPOCH, kind, origin, "", severity, message, "{}");
    }
}
