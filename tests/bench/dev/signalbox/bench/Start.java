package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How soon a node takes events. */
final class Start implements Part {

    private static final String PROBE =
            "POST /.log?origin=bench HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nup";
    private static final int POLL_MILLIS = 5;
    private static final long GIVE_UP_NANOS = 120_000_000_000L;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "From typing `./signalbox` (built) to the first 200 of a `POST /.log`, tried every 5 ms.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        lab.forget();
        double first = seconds(lab);
        double[] runs = new double[lab.pick(5, 2)];
        for (int run = 0; run < runs.length; run++) {
            lab.stopNode();
            runs[run] = seconds(lab);
        }
        return List.of(
                Row.of("the very first: unpacks PostgreSQL, makes the database", Goal.NONE, first, " s", ""),
                Row.ofRuns("database there", Goal.atMost(4, " s"), runs, " s", "Loki 15.4 s to ready"));
    }

    private static double seconds(Lab lab) throws IOException, InterruptedException {
        int port = Node.freePort();
        long start = System.nanoTime();
        CompletableFuture<Double> accepted = CompletableFuture.supplyAsync(() -> poll(port, start));
        lab.startNode(port);
        return accepted.join();
    }

    private static double poll(int port, long start) {
        try {
            while (!accepts(port)) {
                if (System.nanoTime() - start > GIVE_UP_NANOS) {
                    throw new IllegalStateException("no 200 within two minutes");
                }
                Thread.sleep(POLL_MILLIS);
            }
            return (System.nanoTime() - start) / 1e9;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(PROBE.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }
}
