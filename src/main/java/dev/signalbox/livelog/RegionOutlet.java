package dev.signalbox.livelog;

import io.netty.channel.DefaultFileRegion;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.impl.VertxConnection;
import java.nio.channels.FileChannel;

/**
 * Sends from the page cache to the socket ({@code sendfile}), past this process: what a reader has not taken yet is held
 * by nobody but the file. Only on plain HTTP/1.1, where what the file holds is what the wire carries.
 *
 * <p>Vert.x sends a file as a whole response only. To send a stretch within one, this goes to the connection below, whose
 * encoder puts the frame of a chunk around it where the response is chunked.
 */
final class RegionOutlet implements Outlet {

    private final VertxConnection connection;
    private final FileChannel file;

    RegionOutlet(VertxConnection connection, FileChannel file) {
        this.connection = connection;
        this.file = file;
    }

    @Override
    public Future<Void> send(long position, long count) {
        Promise<Void> sent = Promise.promise();
        connection.writeToChannel(new Stretch(file, position, count), true, connection.newChannelPromise(sent));
        return sent.future();
    }

    @Override
    public void close() {
        LogFiles.close(file);
    }

    /** Leaves the file open when it is sent: the next stretch comes from it too. */
    private static final class Stretch extends DefaultFileRegion {
        Stretch(FileChannel file, long position, long count) {
            super(file, position, count);
        }

        @Override
        protected void deallocate() {
            // The outlet closes the file.
        }
    }
}
