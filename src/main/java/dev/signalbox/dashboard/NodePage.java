package dev.signalbox.dashboard;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the node says of itself, as tables. Thread-safe when its supplier is. */
final class NodePage {

    private final Pages pages;
    private final Supplier<JsonObject> facts;

    NodePage(Pages pages, Supplier<JsonObject> facts) {
        this.pages = pages;
        this.facts = facts;
    }

    /** {@code GET /node}. */
    void show(RoutingContext ctx) {
        pages.send(ctx, 200, "node", new NodeModel(pages.frame(ctx, "Node", "/node"), groups(facts.get())));
    }

    /** Plain values first, then one table for each nested object. */
    private static List<Group> groups(JsonObject facts) {
        List<Group> groups = new ArrayList<>();
        List<Fact> plain = new ArrayList<>();
        for (Map.Entry<String, Object> fact : facts) {
            if (fact.getValue() instanceof JsonObject nested) {
                groups.add(new Group(words(fact.getKey()), list(nested, "")));
            } else {
                plain.add(fact(fact.getKey(), fact.getValue()));
            }
        }
        groups.addFirst(new Group("This node", plain));
        return groups;
    }

    private static List<Fact> list(JsonObject object, String prefix) {
        List<Fact> list = new ArrayList<>();
        for (Map.Entry<String, Object> fact : object) {
            if (fact.getValue() instanceof JsonObject nested) {
                list.addAll(list(nested, prefix + fact.getKey() + " "));
            } else {
                list.add(fact(prefix + fact.getKey(), fact.getValue()));
            }
        }
        return list;
    }

    private static Fact fact(String name, Object value) {
        boolean number = value instanceof Number;
        String text = value instanceof JsonArray items
                ? String.join(", ", items.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        return new Fact(words(name), text, number);
    }

    private static String words(String name) {
        return name.replace('_', ' ').replace('-', ' ');
    }

    /** A line of a table. */
    record Fact(String name, String value, boolean number) {}

    /** A table. */
    record Group(String name, List<Fact> facts) {
        Group {
            facts = List.copyOf(facts);
        }
    }

    /** What the page shows. */
    record NodeModel(Frame frame, List<Group> groups) {
        NodeModel {
            groups = List.copyOf(groups);
        }
    }
}
