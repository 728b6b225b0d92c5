package dev.signalbox.bus;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Writes a fault into the text of a bus failure and reads it back: that text is all a failed reply can carry. */
final class FaultWire {

    /** The failure code of every reply that carries a fault. The kind of fault is in the text. */
    static final int CODE = 1;

    private FaultWire() {}

    static String write(Fault fault) {
        try {
            return MessageWire.JSON.writerFor(Fault.class).writeValueAsString(fault);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("fault cannot be written: " + fault, e);
        }
    }

    static Fault read(String text) {
        try {
            return MessageWire.JSON.readValue(text, Fault.class);
        } catch (JsonProcessingException e) {
            return new Fault.Broken("unreadable failure from the bus: " + text);
        }
    }
}
