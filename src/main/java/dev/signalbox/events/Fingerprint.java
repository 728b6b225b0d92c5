package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.filter.Search;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What occurs in a run of events, as a set of bits: one for every three neighbouring letters of a message, three for
 * each origin, kind and field of the metadata. If a bit that a search needs is not set, no event of the run matches; if
 * all are set, one may. A set filled by a word of seven letters by chance is one in thousands, as long as most bits are
 * clear, which a run of a few thousand events keeps.
 */
final class Fingerprint {

    static final int BITS = 1 << 17;

    /** More bits make a search no faster: each is another byte to fetch, and the first few exclude nearly every run. */
    private static final int MAX_NEEDED = 16;

    private static final int BITS_PER_TOKEN = 3;

    /** Counts an array from its end, which a list of what occurs cannot. */
    private static final Pattern NEGATIVE_INDEX = Pattern.compile("-\\d+");

    private final byte[] bits = new byte[BITS / 8];

    byte[] bits() {
        return bits;
    }

    void add(Event event) {
        String message = event.message();
        char first = 0;
        char second = 0;
        for (int i = 0; i < message.length(); i++) {
            // One char becomes one char, so that neighbours stay neighbours; PostgreSQL's ilike folds the same way.
            char third = Character.toLowerCase(message.charAt(i));
            if (i >= 2) {
                set(gram(first, second, third));
            }
            first = second;
            second = third;
        }
        token('o', event.origin(), "").forEach(this::set);
        token('k', event.kind(), "").forEach(this::set);
        if (!event.metadata().equals("{}")) {
            addFields(event.metadata());
        }
    }

    boolean get(int bit) {
        return (bits[bit >> 3] & (1 << (bit & 7))) != 0;
    }

    /** The bits that every run with a match has. Empty when nothing in the filter can be looked up here. */
    static Set<Integer> needed(Filter filter, Search search) {
        Set<Integer> needed = new TreeSet<>();
        if (filter.origins().size() == 1 && !filter.origins().getFirst().contains("*")) {
            needed.addAll(token('o', filter.origins().getFirst(), ""));
        }
        if (filter.kinds().size() == 1) {
            needed.addAll(token('k', filter.kinds().getFirst(), ""));
        }
        for (Search.Term term : search.terms()) {
            if (needed.size() < MAX_NEEDED) {
                needed.addAll(needed(term));
            }
        }
        return needed;
    }

    private static Set<Integer> needed(Search.Term term) {
        return switch (term) {
            case Search.Text text -> grams(text.text());
            case Search.Field field -> fieldBits(field);
            case Search.Regex regex -> Set.of();
            case Search.Not not -> Set.of();
        };
    }

    private static Set<Integer> grams(String text) {
        Set<Integer> grams = new TreeSet<>();
        for (int i = 2; i < text.length() && grams.size() < MAX_NEEDED; i++) {
            char first = text.charAt(i - 2);
            char second = text.charAt(i - 1);
            char third = text.charAt(i);
            // Beyond ASCII, Java and PostgreSQL do not agree on the case of every letter.
            if (first < 0x80 && second < 0x80 && third < 0x80) {
                grams.add(gram(first, second, third));
            }
        }
        return grams;
    }

    private static Set<Integer> fieldBits(Search.Field field) {
        // PostgreSQL would compare the text of a whole object or array, in its own spelling.
        boolean structure = field.value().startsWith("{") || field.value().startsWith("[");
        boolean fromEnd = field.path().stream()
                .anyMatch(part -> NEGATIVE_INDEX.matcher(part).matches());
        return structure || fromEnd ? Set.of() : token('f', String.join("\0", field.path()), field.value());
    }

    private void addFields(String metadata) {
        try (JsonParser parser = BulkReader.JSON.createParser(metadata)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    token('f', path(parser), parser.getText()).forEach(this::set);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(JsonParser parser) {
        List<String> parts = new ArrayList<>();
        JsonStreamContext context = parser.getParsingContext();
        while (!context.inRoot()) {
            parts.addFirst(context.inArray() ? String.valueOf(context.getCurrentIndex()) : context.getCurrentName());
            context = context.getParent();
        }
        return String.join("\0", parts);
    }

    private static int gram(char first, char second, char third) {
        int hash = first * 0x9E3779B1 + second * 0x85EBCA77 + third * 0xC2B2AE3D;
        return (hash ^ (hash >>> 15)) & (BITS - 1);
    }

    /** Bits of one word as a whole, told apart from other kinds of words by its prefix. */
    private static Set<Integer> token(char prefix, String name, String value) {
        long hash = 0xCBF29CE484222325L ^ prefix;
        hash = hash(hash, name);
        hash = hash(hash * 31 + 1, value);
        Set<Integer> positions = new TreeSet<>();
        for (int i = 0; i < BITS_PER_TOKEN; i++) {
            positions.add((int) (hash >>> (i * 20)) & (BITS - 1));
        }
        return positions;
    }

    private static long hash(long seed, String text) {
        // FNV-1a by char, then mixed: its low bits alone depend too little on the last letters.
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash ^ (hash >>> 29);
    }

    private void set(int bit) {
        bits[bit >> 3] |= (byte) (1 << (bit & 7));
    }
}
