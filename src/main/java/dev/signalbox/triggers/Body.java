package dev.signalbox.triggers;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What is posted.
 *
 * @param headers that belong to the format; those of the trigger win over them
 */
record Body(String contentType, Buffer bytes, Map<String, String> headers) {

    static final String JSON = "application/json";

    Body {
        headers = Map.copyOf(headers);
    }

    static Body json(JsonObject json) {
        return new Body(JSON, json.toBuffer(), Map.of());
    }

    static Body text(String contentType, String text, Map<String, String> headers) {
        return new Body(contentType, Buffer.buffer(text), headers);
    }
}
