package dev.signalbox.db;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Builds the pool that all features of a node share. */
final class Pools {

    /**
     * Statements under way on one connection that its holder did not wait for. Applies to who took a connection for
     * itself; the pool gives each statement a connection of its own, since a slow one would hold up those behind it.
     */
    private static final int PIPELINED = 64;

    /** Distinct statements a connection keeps prepared; the whole node has fewer. */
    private static final int PREPARED = 256;

    /** Characters; beyond the driver's 2 048, because our longer statements are fixed texts as well. */
    private static final int LONGEST_PREPARED = 16_384;

    private Pools() {}

    static Pool open(Vertx vertx, DatabaseConf conf, DatabaseUrl url) {
        int waitMillis = Math.toIntExact(conf.poolWait().toMillis());
        PoolOptions pool = new PoolOptions()
                .setName("signalbox")
                .setMaxSize(conf.poolSize())
                .setMaxWaitQueueSize(conf.poolQueue())
                .setConnectionTimeout(waitMillis)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool()
                .with(pool)
                .with(new NetClientOptions().setConnectTimeout(waitMillis).setTcpKeepAlive(true))
                .connectingTo(options(conf, url))
                .using(vertx)
                .build();
    }

    private static PgConnectOptions options(DatabaseConf conf, DatabaseUrl url) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password())
                .setSslMode(SslMode.of(url.options().getOrDefault("sslmode", "disable")))
                .setSslOptions(ssl(url))
                .setPipeliningLimit(PIPELINED)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(PREPARED)
                .setPreparedStatementCacheSqlLimit(LONGEST_PREPARED);
        // Durable commits are what "2xx means durable" stands on, so an external server's own default does not count.
        options.setProperties(Map.of(
                "synchronous_commit", "on",
                // A transaction that was forgotten open would hold its locks, and keep vacuum from every table.
                "idle_in_transaction_session_timeout", "60000",
                "application_name", "signalbox",
                "statement_timeout", Long.toString(conf.statementTimeout().toMillis()),
                "TimeZone", "UTC"));
        return options;
    }

    private static ClientSSLOptions ssl(DatabaseUrl url) {
        ClientSSLOptions ssl = new ClientSSLOptions();
        String mode = url.options().getOrDefault("sslmode", "disable");
        String rootCertificate = url.options().get("sslrootcert");
        if (rootCertificate != null) {
            ssl.setTrustOptions(new PemTrustOptions().addCertPath(rootCertificate));
        } else {
            ssl.setTrustAll(!mode.startsWith("verify"));
        }
        ssl.setHostnameVerificationAlgorithm(mode.equals("verify-full") ? "HTTPS" : "");
        return ssl;
    }
}
