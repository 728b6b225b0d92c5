package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Monitors;
import dev.signalbox.bus.Monitors.Clear;
import dev.signalbox.conf.Settings;
import dev.signalbox.conf.SettingsLoader;
import dev.signalbox.db.TestDatabase;
import dev.signalbox.web.AuthConf;
import dev.signalbox.web.HttpConf;
import dev.signalbox.web.OwnerConf;
import dev.signalbox.web.Readiness;
import dev.signalbox.web.Web;
import dev.signalbox.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorsRoutesIT {

    private static final Instant NOW = Instant.parse("2026-11-20T08:17:42.123Z");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static TestDatabase database;
    private static Keeper keeper;
    private static URI node;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        keeper = Keeper.on(database.url());
        Settings settings = SettingsLoader.load(
                null,
                Map.of(
                        "SIGNALBOX_HTTP_PORT", "0",
                        "SIGNALBOX_OWNER_TAILSCALE_SOCKET", "",
                        "SIGNALBOX_OWNER_LOCAL", "lap\"top"));
        HttpConf http = HttpConf.from(settings);
        Web web = new Web(
                http,
                AuthConf.from(settings, http),
                OwnerConf.from(settings),
                List.of(new MonitorsRoutes()),
                new Readiness(Future::succeededFuture),
                keeper.registry);
        Keeper.await(keeper.vertx.deployVerticle(new WebVerticle(web)));
        node = URI.create("http://127.0.0.1:" + Keeper.await(web.port()) + "/");
    }

    @AfterAll
    static void stop() {
        keeper.close();
        database.close();
        Keeper.await(vertx.close());
    }

    @BeforeEach
    void clear() {
        keeper.ask(Monitors.CLEAR, new Clear());
    }

    @Test
    void theCurlLineIsAllItTakes() {
        HttpResponse<String> answer = post(".monitor?origin=backup", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(monitors()).singleElement().satisfies(monitor -> {
            assertThat(monitor.getString("origin")).isEqualTo("backup");
            assertThat(monitor.getJsonArray("owners")).isEqualTo(new JsonArray().add("lap\"top"));
            assertThat(monitor.getString("state")).isEqualTo("up");
            assertThat(monitor.getInstant("created")).isEqualTo(monitor.getInstant("last_ping"));
            assertThat(monitor.getInstant("created")).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(monitor.getMap()).containsEntry("next_due", null).containsEntry("current_run", null);
        });
    }

    @Test
    void aBodyIsReadAndIgnoredWhateverItClaimsToBe() {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(".monitor?origin=backup"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("origin=other&c=d"));

        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(origins()).containsExactly("backup");
    }

    @Test
    void aBodyBeyondTheLimitIsTooLarge() {
        assertThat(post(".monitor?origin=backup", "x".repeat(64 * 1024 + 1)).statusCode())
                .isEqualTo(413);
        assertThat(origins()).isEmpty();
    }

    @Test
    void anOriginMayBeEmptyButNotMissing() {
        HttpResponse<String> missing = post(".monitor", "");

        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).contains("origin").hasLineCount(1);
        assertThat(post(".monitor?origin=", "").statusCode()).isEqualTo(200);
        assertThat(origins()).containsExactly("");
    }

    @Test
    void anOriginHasAtMost255Characters() {
        String longest = "\uD83D\uDE00".repeat(255);

        assertThat(post(".monitor?origin=" + "%F0%9F%98%80".repeat(255), "").statusCode())
                .isEqualTo(200);
        assertThat(post(".monitor?origin=" + "x".repeat(256), "").statusCode()).isEqualTo(400);
        assertThat(origins()).containsExactly(longest);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    a%00b,            a\uFFFDb
                    a%FFb,            a\uFFFDb
                    a%0Ab,            'a\nb'
                    a%2Fb%3Fc%26d%25, a/b?c&d%
                    a+b,              a b
                    %3Cb%3E%22%27,    '<b>\"'''
                    """)
    void everyOtherOriginIsKeptAsItIs(String encoded, String origin) {
        assertThat(post(".monitor?origin=" + encoded, "").statusCode()).isEqualTo(200);

        assertThat(origins()).containsExactly(origin);
    }

    @Test
    void pingsOfAnOriginWithASlashAreListedNewestFirst() {
        for (int i = 0; i < 5; i++) {
            keeper.checkIn("a/b c", "host", NOW.plusSeconds(i));
        }

        JsonObject found = new JsonObject(
                get("api/monitors/a%2Fb%20c/pings?since=2026-11-20T09:17:43.123%2B01:00&until=2026-11-20T08:17:46.123Z&limit=2")
                        .body());

        assertThat(found.getJsonArray("pings"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("at", "2026-11-20T08:17:45.123Z")
                                .put("owner", "host"))
                        .add(new JsonObject()
                                .put("at", "2026-11-20T08:17:44.123Z")
                                .put("owner", "host")));
    }

    @ParameterizedTest
    @CsvSource({
        "since=yesterday, since",
        "until=%2B99999-01-01T00:00:00Z, until",
        "limit=0, limit",
        "limit=1001, limit",
        "limit=x, limit"
    })
    void aBadParameterIsNamed(String query, String field) {
        HttpResponse<String> answer = get("api/monitors/job/pings?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body())
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo(field);
    }

    @Test
    void aMonitorIsDeletedByItsEncodedName() {
        keeper.checkIn("a/b", "host", NOW);
        keeper.checkIn("a", "host", NOW);

        assertThat(delete("api/monitors/a%2Fb").statusCode()).isEqualTo(204);
        assertThat(origins()).containsExactly("a");
        assertThat(delete("api/monitors/a%2Fb").statusCode()).isEqualTo(404);
    }

    @Test
    void whatNoPathCanNameIsDeletedByQuery() {
        keeper.checkIn("", "host", NOW);
        keeper.checkIn("..", "host", NOW);

        assertThat(delete("api/monitors?origin=").statusCode()).isEqualTo(204);
        assertThat(delete("api/monitors?origin=..").statusCode()).isEqualTo(204);
        assertThat(delete("api/monitors").statusCode()).isEqualTo(400);
        assertThat(origins()).isEmpty();
    }

    @Test
    void aCheckInIsPostedOnly() {
        HttpResponse<String> answer = get(".monitor?origin=backup");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("POST"));
        assertThat(origins()).isEmpty();
    }

    private static List<JsonObject> monitors() {
        return new JsonObject(get("api/monitors").body())
                .getJsonArray("monitors").stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> origins() {
        return monitors().stream().map(monitor -> monitor.getString("origin")).toList();
    }

    private static HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(node.resolve(path)));
    }

    private static HttpResponse<String> post(String path, String body) {
        BodyPublisher publisher = BodyPublishers.ofString(body);
        return send(HttpRequest.newBuilder(node.resolve(path)).POST(publisher));
    }

    private static HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(node.resolve(path)).DELETE());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
