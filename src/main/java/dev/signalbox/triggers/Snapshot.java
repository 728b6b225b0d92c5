package dev.signalbox.triggers;

import com.google.re2j.Pattern;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.FaultException;
import dev.signalbox.filter.FieldRegex;
import dev.signalbox.filter.LiteralScanner;
import dev.signalbox.filter.RequiredLiterals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The active triggers of one moment, compiled. Whatever can be decided for all of them at once is: severity and kind by a
 * table, origin by what was found out for it before, literals of expressions in one pass over the message. Only the
 * expressions of those left are tried. Immutable but for what it remembers, and safe for use by several threads.
 */
final class Snapshot {

    /** The field of the outside contract that holds the expression. */
    static final String REGEX_FIELD = "message_regex";

    private final List<Rule> rules;
    private final Map<UUID, String> broken;
    private final KindSets kinds;
    private final OriginSets origins;
    private final LiteralScanner literals;

    /** The rules for which the message has to be looked through. */
    private final long[] scanned;

    private Snapshot(List<Rule> rules, Map<UUID, String> broken) {
        List<Trigger> triggers = rules.stream().map(Rule::trigger).toList();
        this.rules = List.copyOf(rules);
        this.broken = Map.copyOf(broken);
        this.kinds = new KindSets(triggers);
        this.origins = new OriginSets(triggers);
        this.literals = LiteralScanner.of(rules.stream().map(Rule::literals).toList());
        this.scanned = Bits.where(rules.size(), rule -> !literals.isAlwaysTried(rule));
    }

    /** Leaves out what is not active, and what has an expression that is not valid: see {@link #broken()}. */
    static Snapshot of(List<Trigger> triggers) {
        List<Rule> rules = new ArrayList<>();
        Map<UUID, String> broken = new LinkedHashMap<>();
        for (Trigger trigger : triggers) {
            if (trigger.active()) {
                try {
                    rules.add(Rule.of(trigger));
                } catch (FaultException e) {
                    broken.put(trigger.id(), e.fault().why());
                }
            }
        }
        return new Snapshot(rules, broken);
    }

    /** Whether no event matches anything. */
    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Why active triggers are left out, by id. */
    Map<UUID, String> broken() {
        return broken;
    }

    /** In the order in which they were given, however long it takes. */
    List<Trigger> matching(Events.Event event) {
        return matching(event, new Effort(Long.MAX_VALUE));
    }

    /**
     * The same with an end.
     *
     * @param effort what may be spent; when it is used up, the answer says nothing
     */
    List<Trigger> matching(Events.Event event, Effort effort) {
        if (rules.isEmpty()) {
            return List.of();
        }
        long[] ofKind = kinds.rules(event.kind(), event.severity());
        long[] ofOrigin = origins.rules(event.origin());
        long[] ofMessage = null;
        List<Trigger> matching = null;
        for (int word = 0; word < scanned.length; word++) {
            long left = ofKind[word] & ofOrigin[word];
            if ((left & scanned[word]) != 0) {
                ofMessage = ofMessage == null ? literals(event.message(), effort) : ofMessage;
                left &= ofMessage[word];
            }
            if (left != 0) {
                matching = found(word, left, event.message(), matching, effort);
            }
        }
        return matching == null ? List.of() : matching;
    }

    private long[] literals(String message, Effort effort) {
        return effort.spend(message.length()) ? literals.candidates(message) : new long[scanned.length];
    }

    /** Tries what is left among 64 rules. Makes the list only for the first that matches, as most events match none. */
    private @Nullable List<Trigger> found(
            int word, long rest, String message, @Nullable List<Trigger> before, Effort effort) {
        List<Trigger> matching = before;
        for (long left = rest; left != 0; left &= left - 1) {
            Rule rule = rules.get((word << 6) + Long.numberOfTrailingZeros(left));
            if (rule.regex() == null || isFound(rule.regex(), message, effort)) {
                matching = matching == null ? new ArrayList<>() : matching;
                matching.add(rule.trigger());
            }
        }
        return matching;
    }

    private static boolean isFound(Pattern regex, String message, Effort effort) {
        return effort.spend((long) regex.programSize() * message.length())
                && regex.matcher(message).find();
    }

    /**
     * @param regex null when any message will do
     * @param literals of which one occurs in every message that matches; empty when none are known
     */
    private record Rule(Trigger trigger, @Nullable Pattern regex, Set<String> literals) {

        static Rule of(Trigger trigger) {
            String expression = trigger.messageRegex();
            if (expression.isEmpty()) {
                return new Rule(trigger, null, Set.of());
            }
            Pattern regex = FieldRegex.compile(REGEX_FIELD, expression);
            return new Rule(trigger, regex, RequiredLiterals.of(expression));
        }
    }
}
