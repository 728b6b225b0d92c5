package dev.signalbox.bench;

import java.io.IOException;

/** CPU time that a node and this process use from now on. */
final class CpuUse {

    private final Node node;
    private final Node.CpuSeconds before;
    private final double ownBefore;

    CpuUse(Node node) throws IOException {
        this.node = node;
        this.before = node.cpu();
        this.ownBefore = own();
    }

    /** In words. */
    String perGib(double gib) throws IOException {
        return String.format(
                "JVM %.2f s, generator %.2f s for a GiB",
                node.cpu().since(before).node() / gib, (own() - ownBefore) / gib);
    }

    /** In words. */
    String perThousand(long count) throws IOException {
        return String.format(
                "JVM %.2f s, database %.2f s, generator %.2f s for a thousand",
                node.cpu().since(before).node() * 1e3 / count,
                node.cpu().since(before).database() * 1e3 / count,
                (own() - ownBefore) * 1e3 / count);
    }

    private static double own() {
        return Proc.ownSeconds(ProcessHandle.current().pid());
    }
}
