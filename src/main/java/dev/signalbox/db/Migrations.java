package dev.signalbox.db;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the schema of this version from the {@code sql} directory of the class path. Nodes that start at
 * the same time on one database take turns. Blocking.
 */
final class Migrations {

    private Migrations() {}

    static void run(DatabaseUrl url) {
        try {
            Flyway.configure()
                    .dataSource(Jdbc.source(url))
                    .locations("classpath:sql")
                    .loggers("slf4j")
                    .placeholderReplacement(false)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            // Flyway draws tables and boxes; the operator is promised one sentence.
            String why = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
            throw new DatabaseException("the database " + url + " cannot be brought to this version: " + why, e);
        }
    }
}
