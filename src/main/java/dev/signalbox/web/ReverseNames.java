package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the system for names. Its answers may take many seconds, so they come from threads of their own. */
final class ReverseNames {

    /** Lookups waiting for a thread; beyond it an address goes without a name for now. */
    private static final int MAX_IN_FLIGHT = 32;

    private final WorkerExecutor workers;
    private int inFlight;

    ReverseNames(WorkerExecutor workers) {
        this.workers = workers;
    }

    /** The name of an address, empty when it has none or too much is being asked already. */
    Future<String> name(String address) {
        InetAddress literal = Addresses.literal(address);
        if (literal == null || inFlight >= MAX_IN_FLIGHT) {
            return Future.succeededFuture("");
        }
        inFlight++;
        return workers.executeBlocking(() -> ask(literal, address), false).onComplete((name, failure) -> inFlight--);
    }

    /** The name of this machine, without asking a name server. */
    static String ofThisMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** Java also asks for the address of the name, so that nobody can call his machine by the name of another's. */
    private static String ask(InetAddress literal, String address) {
        String name = literal.getHostName();
        return name.equals(address) || Addresses.literal(name) != null ? "" : name;
    }
}
