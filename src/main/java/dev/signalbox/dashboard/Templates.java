package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.context.MethodValueResolver;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Handlebars templates of the pages, compiled once from {@code templates/}. Thread-safe. */
final class Templates {

    private static final List<String> PAGES = List.of("events", "event", "monitors", "checkins", "node", "error");

    private final Map<String, Template> pages = new HashMap<>();

    /** Reads and compiles all pages; a mistake in one fails here, at start, and not when somebody opens it. */
    Templates() {
        // The same escaping as in rows, so that a text looks the same wherever it is shown.
        Handlebars handlebars = new Handlebars(new ClassPathTemplateLoader("/templates", ".hbs")).with(Html::text);
        for (String page : PAGES) {
            try {
                pages.put(page, handlebars.compile(page));
            } catch (IOException e) {
                throw new UncheckedIOException("template " + page, e);
            }
        }
    }

    /** @param model a record: templates call its accessors by name */
    String render(String page, Object model) {
        Context context = Context.newBuilder(model)
                .resolver(MethodValueResolver.INSTANCE, MapValueResolver.INSTANCE)
                .build();
        try {
            return pages.get(page).apply(context);
        } catch (IOException e) {
            throw new UncheckedIOException("page " + page, e);
        }
    }
}
