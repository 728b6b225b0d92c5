package dev.signalbox.triggers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the node's log which deliveries were given up: in one line for each trigger, however many they are. */
final class Deaths {

    private static final Logger LOGGER = LoggerFactory.getLogger(Deaths.class);

    private Deaths() {}

    /** @param recorded together */
    static void tell(List<Tried> recorded, Registry registry) {
        Map<UUID, List<Tried>> dead = new LinkedHashMap<>();
        for (Tried tried : recorded) {
            if (tried.state().equals("dead")) {
                dead.computeIfAbsent(tried.delivery().triggerId(), first -> new ArrayList<>())
                        .add(tried);
            }
        }
        dead.forEach((trigger, deaths) ->
                tell(trigger, registry.trigger(trigger).map(Trigger::name).orElse(""), deaths));
    }

    private static void tell(UUID trigger, String name, List<Tried> deaths) {
        Tried last = deaths.getLast();
        LOGGER.atWarn()
                .addKeyValue("trigger", trigger)
                .addKeyValue("name", name)
                .addKeyValue("deliveries", deaths.size())
                .addKeyValue("last", last.delivery().id())
                .addKeyValue("tries", last.number())
                .addKeyValue("error", last.outcome().error())
                .log("deliveries given up; they can be replayed while they are kept");
    }
}
