package dev.signalbox.dashboard;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Light, dark, or as the viewer's system has it; remembered by the browser. */
enum Theme {
    AUTO,
    DARK,
    LIGHT;

    static final String COOKIE = "signalbox-theme";

    /** What the browser remembers; {@link #AUTO} for a cookie that is absent or not ours. */
    static Theme of(RoutingContext ctx) {
        Cookie cookie = ctx.request().getCookie(COOKIE);
        return ofWord(cookie == null ? null : cookie.getValue());
    }

    static Theme ofWord(@Nullable String word) {
        for (Theme theme : values()) {
            if (theme.word().equals(word)) {
                return theme;
            }
        }
        return AUTO;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The class of the {@code html} element; empty leaves the choice to the system. */
    public String cssClass() {
        return this == AUTO ? "" : "theme-" + word();
    }

    /** What the one button of the header changes to. */
    public Theme next() {
        return values()[(ordinal() + 1) % values().length];
    }
}
