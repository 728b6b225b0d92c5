package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the machine can do at most: answers everyone who connects with one file, by nothing but the system's call for it, a
 * thread for each connection. It does not even read what it is asked.
 */
final class BareSendfile implements AutoCloseable {

    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final FileChannel file;

    BareSendfile(Path path) throws IOException {
        file = FileChannel.open(path);
        server.bind(new InetSocketAddress("127.0.0.1", 0), 1_000);
        start(this::accept);
    }

    int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        file.close();
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel channel = server.accept();
            start(() -> send(channel));
        }
    }

    private void send(SocketChannel channel) throws IOException {
        try (channel) {
            // What is left unread when a connection closes would reset it.
            channel.read(ByteBuffer.allocate(1024));
            long size = file.size();
            channel.write(StandardCharsets.US_ASCII.encode("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n"));
            for (long sent = 0; sent < size; ) {
                sent += file.transferTo(sent, size - sent, channel);
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The other end, or this server, was closed.
                        return;
                    }
                },
                "bare-sendfile");
        thread.setDaemon(true);
        thread.start();
    }
}
