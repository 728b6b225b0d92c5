package dev.signalbox.dashboard;

import java.util.ArrayList;
import java.util.List;

/** Reads a stream the way the HTML standard says a browser does. One thread at a time. */
final class SseParser {

    /** @param id the last event id when the message was dispatched */
    record Message(String event, String id, String data) {}

    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final List<String> data = new ArrayList<>();
    private String event = "";
    private String idBuffer = "";
    private String lastEventId = "";
    private String retry = "";
    private int comments;
    private boolean afterReturn;

    synchronized void feed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean second = c == '\n' && afterReturn;
            afterReturn = c == '\r';
            if (c == '\n' || c == '\r') {
                if (!second) {
                    endLine();
                }
            } else {
                line.append(c);
            }
        }
    }

    /** What was dispatched as a message, in order; named events are not in it. */
    synchronized List<Message> messages() {
        return messages.stream().filter(message -> message.event().isEmpty()).toList();
    }

    synchronized List<Message> named(String name) {
        return messages.stream().filter(message -> message.event().equals(name)).toList();
    }

    /** Messages and named events in the order of their dispatch. */
    synchronized List<Message> all() {
        return List.copyOf(messages);
    }

    synchronized int count() {
        return messages.size();
    }

    synchronized String lastEventId() {
        return lastEventId;
    }

    synchronized String retry() {
        return retry;
    }

    synchronized int comments() {
        return comments;
    }

    private void endLine() {
        String text = line.toString();
        line.setLength(0);
        if (text.isEmpty()) {
            dispatch();
        } else if (text.startsWith(":")) {
            comments++;
        } else {
            int colon = text.indexOf(':');
            String value = colon < 0 ? "" : text.substring(colon + 1);
            field(colon < 0 ? text : text.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data.add(value);
            case "id" -> idBuffer = value;
            case "event" -> event = value;
            case "retry" -> retry = value;
            default -> throw new AssertionError("no such field: " + name);
        }
    }

    private void dispatch() {
        lastEventId = idBuffer;
        if (!data.isEmpty()) {
            messages.add(new Message(event, lastEventId, String.join("\n", data)));
        }
        data.clear();
        event = "";
    }
}
