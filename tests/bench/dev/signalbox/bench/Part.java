package dev.signalbox.bench;

import java.io.IOException;
import java.util.List;

/** One question about speed or memory. */
interface Part {

    String name();

    /** What is measured, in a line for the reader of the table. */
    String title();

    List<Row> measure(Lab lab) throws IOException, InterruptedException;
}
