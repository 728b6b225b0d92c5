package dev.signalbox.bus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * Every way in which a request may fail, as the asker sees it. {@code web} turns each into one status code; nothing else
 * does.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fault")
public sealed interface Fault {

    /** One sentence for a person: what is wrong and, where it can be said, what to change. */
    String why();

    /** The request is wrong in these fields; an empty field name means the request as a whole. 400. */
    record Invalid(List<FieldError> errors) implements Fault {
        // Named, or the reader of the bus would hesitate between the two constructors.
        @JsonCreator
        public Invalid {
            errors = List.copyOf(errors);
        }

        public Invalid(String field, String message) {
            this(List.of(new FieldError(field, message)));
        }

        @Override
        public String why() {
            StringBuilder all = new StringBuilder();
            for (FieldError error : errors) {
                all.append(all.isEmpty() ? "" : "; ");
                all.append(error.field().isEmpty() ? "" : error.field() + ": ").append(error.message());
            }
            return all.toString();
        }
    }

    /** What is wrong with one field of a request. */
    record FieldError(String field, String message) {}

    /** Who asks is not known. 401. */
    record Unauthorized(String why) implements Fault {}

    /** Who asks may not do this. 403. */
    record Forbidden(String why) implements Fault {}

    /** There is no such thing. 404. */
    record NotFound(String why) implements Fault {}

    /** It cannot be done in the present state of the thing. 409. */
    record Conflict(String why) implements Fault {}

    /** The client took too long to send its request. 408. */
    record TooSlow(String why) implements Fault {}

    /** The request is larger than the limit that the sentence names. 413. */
    record TooLarge(String why) implements Fault {}

    /** The body is in a form that is not understood. 415. */
    record Unsupported(String why) implements Fault {}

    /** What the client takes for granted is not there. 501. */
    record NotImplemented(String why) implements Fault {}

    /**
     * It cannot be done now. 503. As far as is known it was not done; when the connection to PostgreSQL broke during a
     * commit, nobody knows.
     *
     * @param retryAfterSeconds at least 1; when it is worth trying again
     */
    record Unavailable(String why, int retryAfterSeconds) implements Fault {}

    /** A defect of Signalbox. The cause stands in the log of the node where it happened. 500. */
    record Broken(String why) implements Fault {}
}
