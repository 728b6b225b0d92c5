package dev.signalbox.node;

import dev.signalbox.conf.Settings;
import dev.signalbox.dashboard.PagesConf;
import dev.signalbox.dashboard.StreamConf;
import dev.signalbox.db.DatabaseConf;
import dev.signalbox.events.EventsConf;
import dev.signalbox.livelog.LivelogConf;
import dev.signalbox.monitors.MonitorsConf;
import dev.signalbox.triggers.TriggersConf;
import dev.signalbox.web.AuthConf;
import dev.signalbox.web.HttpConf;
import dev.signalbox.web.OwnerConf;
import java.nio.file.Path;
import java.time.Duration;

/** Everything a node is told before it starts: one record per feature, each of which documents its own settings. */
public record NodeConf(
        Path dataDir,
        HttpConf http,
        AuthConf auth,
        OwnerConf owner,
        DatabaseConf database,
        EventsConf events,
        MonitorsConf monitors,
        LivelogConf livelog,
        TriggersConf triggers,
        PagesConf pages,
        StreamConf stream) {

    /** A node exits within 10 seconds of the signal, and its database stops after its last request. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

    /** Means nothing while the settings have mistakes: ask {@link Settings#mistakes()} first. */
    public static NodeConf from(Settings settings) {
        HttpConf http = HttpConf.from(settings);
        NodeConf conf = new NodeConf(
                settings.path("data.dir"),
                http,
                AuthConf.from(settings, http),
                OwnerConf.from(settings),
                DatabaseConf.from(settings),
                EventsConf.from(settings),
                MonitorsConf.from(settings),
                LivelogConf.from(settings),
                TriggersConf.from(settings),
                PagesConf.from(settings),
                StreamConf.from(settings));
        if (http.drainTimeout().compareTo(LONGEST_DRAIN) > 0) {
            settings.mistake(
                    "http.drain-timeout",
                    "is longer than " + LONGEST_DRAIN.toSeconds()
                            + "s, after which the database must still have time to stop");
        }
        if (settings.flag("cluster.enabled")) {
            settings.mistake(
                    "cluster.enabled",
                    "this version runs nodes side by side over one database.url, but not yet as a cluster; leave it false");
        }
        return conf;
    }
}
