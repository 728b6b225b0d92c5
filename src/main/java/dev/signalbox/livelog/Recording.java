package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs;
import java.nio.channels.FileChannel;

/**
 * A generation whose producer is connected to this node.
 *
 * @param row as it began; its bytes are where it began, 0 unless it is continued
 * @param file to be written from there on
 * @param rate bytes per second of late
 */
record Recording(LogRow row, FileChannel file, Growth growth, Rate rate) {

    static Recording of(LogRow row, FileChannel file) {
        return new Recording(row, file, new Growth(row.bytes(), State.LIVE), new Rate(row.bytes()));
    }

    Livelogs.Log message() {
        return row.withBytes(growth.length()).message(rate.perSecond());
    }
}
