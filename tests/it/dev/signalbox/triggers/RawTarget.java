package dev.signalbox.triggers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Receives webhooks on loopback and answers whatever it is told to, proper or not. */
final class RawTarget implements AutoCloseable {

    /** What to do once a request was read. */
    @FunctionalInterface
    interface Manner {
        void answer(Socket socket, OutputStream out) throws IOException;
    }

    /** A request as it came. */
    record Received(String line, Map<String, String> headers, String body) {}

    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final ServerSocket server;
    private final List<Socket> open = new ArrayList<>();
    private final Manner manner;

    private RawTarget(ServerSocket server, Manner manner) {
        this.server = server;
        this.manner = manner;
        Thread.ofVirtual().start(this::accept);
    }

    static RawTarget with(Manner manner) throws IOException {
        return new RawTarget(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), manner);
    }

    static RawTarget on(ServerSocket server, Manner manner) {
        return new RawTarget(server, manner);
    }

    /** Answers with a status, headers and a body. */
    static RawTarget answering(String status, String headers, String body) throws IOException {
        return with((socket, out) -> respond(out, status, headers, body));
    }

    static void respond(OutputStream out, String status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        out.write(("HTTP/1.1 " + status + "\r\nContent-Length: " + bytes.length + "\r\n" + headers + "\r\n")
                .getBytes(ISO_8859_1));
        out.write(bytes);
        out.flush();
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                synchronized (open) {
                    open.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Received request = read(in); request != null; request = read(in)) {
                received.add(request);
                manner.answer(socket, socket.getOutputStream());
            }
            ends.add("closed");
        } catch (IOException e) {
            ends.add(String.valueOf(e.getMessage()));
        }
    }

    private static Received read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Received(line, headers, new String(body, UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
