package dev.signalbox.bench;

import java.io.IOException;
import java.util.List;

/** What a node takes that has nothing to do. */
final class Memory implements Part {

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String title() {
        return "Resident memory of a node that was started on an existing database and is left alone. Under load: see the"
                + " other parts.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        lab.freshNode();
        lab.stopNode();
        Node node = lab.startNode(0);
        double ready = node.residentMb();
        Thread.sleep(lab.pick(60_000, 3_000));
        return List.of(
                Row.of("JVM, right after the ready line", Goal.NONE, ready, " MB", ""),
                Row.of(
                        "JVM, 60 s later",
                        Goal.atMost(200, " MB"),
                        node.residentMb(),
                        " MB",
                        "tevents 20; VictoriaLogs 70; Loki 108; Healthchecks 408"),
                Row.of("its database, then", Goal.NONE, node.databaseMb(), " MB", ""));
    }
}
