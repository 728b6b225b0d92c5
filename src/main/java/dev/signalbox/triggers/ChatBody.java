package dev.signalbox.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people read: an event as chat and push services take it. */
final class ChatBody {

    /** Slack folds longer texts away; https://api.slack.com/reference/messaging/attachments names no limit. */
    private static final int SLACK_TEXT = 3_000;

    /** Of an embed: https://discord.com/developers/docs/resources/message#embed-object-embed-limits. */
    private static final int DISCORD_TEXT = 4_096;

    /** Discord takes 256 as the title of an embed, and nobody reads more. */
    private static final int TITLE = 256;

    /** ntfy makes a file of longer ones: https://docs.ntfy.sh/publish/#limitations. */
    private static final int NTFY_BYTES = 4_096;

    /** Far more than a telephone shows. */
    private static final int GOTIFY_TEXT = 16_384;

    private static final String FENCE = "```";
    private static final String BROKEN_FENCE = "`" + Ellipsis.INVISIBLE + "`" + Ellipsis.INVISIBLE + "`";

    private ChatBody() {}

    /**
     * An attachment, which Mattermost and Rocket.Chat know too; blocks they do not. Nothing in it is marked up, so log
     * lines stay as they are.
     */
    static Body slack(Trigger trigger, Events.Event event, long suppressed) {
        String title = Ellipsis.calm(title(event));
        String text = Ellipsis.calm(event.message());
        JsonObject attachment = new JsonObject()
                .put("fallback", slackText(title + ": " + text, TITLE))
                .put("color", "#%06x".formatted(colour(event.severity())))
                .put("title", slackText(title, TITLE))
                .put("text", slackText(text, SLACK_TEXT))
                .put("mrkdwn_in", new JsonArray())
                .put("footer", slackText(Ellipsis.calm(footer(trigger, suppressed)), TITLE))
                .put("ts", event.at().getEpochSecond());
        return Body.json(new JsonObject().put("attachments", new JsonArray().add(attachment)));
    }

    /** Slack asks for these three: https://api.slack.com/reference/surfaces/formatting#escaping. */
    private static String slackText(String text, int limit) {
        return Ellipsis.cut(text, limit, ChatBody::slackEscaped, String::length);
    }

    private static String slackEscaped(int c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(c);
        };
    }

    /** An embed, whose text stands in a block of code: there Discord marks nothing up, and names nobody. */
    static Body discord(Trigger trigger, Events.Event event, long suppressed) {
        String message = Ellipsis.calm(event.message()).replace(FENCE, BROKEN_FENCE);
        int room = DISCORD_TEXT - 2 * FENCE.length() - 2;
        JsonObject embed = new JsonObject()
                .put("title", Ellipsis.cut(Ellipsis.calm(title(event)), TITLE))
                .put("description", FENCE + "\n" + Ellipsis.cut(message, room) + "\n" + FENCE)
                .put("color", colour(event.severity()))
                .put("timestamp", event.at().toString())
                .put(
                        "footer",
                        new JsonObject().put("text", Ellipsis.cut(Ellipsis.calm(footer(trigger, suppressed)), TITLE)));
        return Body.json(new JsonObject()
                .put("embeds", new JsonArray().add(embed))
                .put("allowed_mentions", new JsonObject().put("parse", new JsonArray())));
    }

    /** To the URL of a topic, where the body is the text and everything else stands in headers. */
    static Body ntfy(Trigger trigger, Events.Event event, long suppressed) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Title", header(Ellipsis.cut(title(event), TITLE)));
        headers.put("Priority", Integer.toString(event.severity().ordinal() + 1));
        headers.put("Tags", tag(event.severity()) + "," + event.severity().word());
        String text = noted(trigger, event, suppressed);
        String cut = Ellipsis.cut(text, NTFY_BYTES, Character::toString, piece -> piece.getBytes(UTF_8).length);
        return Body.text("text/plain; charset=utf-8", cut, headers);
    }

    /** RFC 2047, which ntfy reads in headers; those of HTTP have no other way to say what is not ASCII. */
    private static String header(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                ? text
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
    }

    /** To {@code /message}; https://gotify.net/docs/pushmsg. */
    static Body gotify(Trigger trigger, Events.Event event, long suppressed) {
        return Body.json(new JsonObject()
                .put("title", Ellipsis.cut(title(event), TITLE))
                .put("message", Ellipsis.cut(noted(trigger, event, suppressed), GOTIFY_TEXT))
                .put("priority", gotifyPriority(event.severity()))
                .put(
                        "extras",
                        new JsonObject().put("client::display", new JsonObject().put("contentType", "text/plain"))));
    }

    private static String title(Events.Event event) {
        String who = event.origin().isBlank() ? event.kind() : event.origin();
        return Ellipsis.line(event.severity().word() + " · " + who);
    }

    private static String footer(Trigger trigger, long suppressed) {
        return Ellipsis.line(trigger.name()) + (suppressed == 0 ? "" : " · " + suppressed + " more held back");
    }

    /** The message; these services refuse or replace an empty one. */
    private static String noted(Trigger trigger, Events.Event event, long suppressed) {
        String message = event.message().isBlank() ? "(no message)" : event.message();
        return suppressed == 0 ? message : "(" + footer(trigger, suppressed) + ") " + message;
    }

    private static int colour(Severity severity) {
        return switch (severity) {
            case DEBUG -> 0x8b949e;
            case INFO -> 0x2f81f7;
            case WARN -> 0xd29922;
            case ERROR -> 0xda3633;
            case CRITICAL -> 0x8e1519;
        };
    }

    /** Shown as a picture: https://docs.ntfy.sh/emojis. */
    private static String tag(Severity severity) {
        return switch (severity) {
            case DEBUG -> "mag";
            case INFO -> "information_source";
            case WARN -> "warning";
            case ERROR -> "x";
            case CRITICAL -> "rotating_light";
        };
    }

    /** 1 to 3 are silent on a telephone, 8 and more ring. */
    private static int gotifyPriority(Severity severity) {
        return switch (severity) {
            case DEBUG -> 0;
            case INFO -> 2;
            case WARN -> 5;
            case ERROR -> 7;
            case CRITICAL -> 9;
        };
    }
}
