package dev.signalbox.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metadata of one event, parsed when a term first asks and at most once. One thread. */
final class Metadata {

    /** Keeps {@code 1.10} as it was written, as PostgreSQL does. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Beyond this, writing a number without its exponent could take gigabytes; PostgreSQL has no such numbers. */
    private static final int MAX_SCALE = 20_000;

    private final String json;
    private @Nullable JsonNode root;

    Metadata(String json) {
        this.json = json;
    }

    /**
     * The value at a path as PostgreSQL's {@code #>>} gives it: a number in an array is an index.
     *
     * @return null when there is none, or it is null, an object or an array
     */
    @Nullable
    String text(List<String> path) {
        JsonNode node = root();
        for (String step : path) {
            node = node.isArray() ? item(node, step) : node.path(step);
        }
        if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) < MAX_SCALE) {
            return plain(node.decimalValue());
        }
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 && number.scale() < 0 ? "0" : number.toPlainString();
    }

    private static JsonNode item(JsonNode array, String step) {
        boolean index = step.length() < 6 && step.chars().allMatch(c -> c >= '0' && c <= '9');
        return index ? array.path(Integer.parseInt(step)) : MissingNode.getInstance();
    }

    private JsonNode root() {
        if (root == null) {
            root = parsed();
        }
        return root;
    }

    private JsonNode parsed() {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // The edge lets only valid objects in, so nothing can be found where this one is not.
            return MissingNode.getInstance();
        }
    }
}
