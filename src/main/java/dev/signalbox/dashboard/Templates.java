package dev.signalbox.dashboard;

import static java.util.Objects.requireNonNull;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.cache.ConcurrentMapTemplateCache;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.context.MethodValueResolver;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.StringTemplateSource;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Handlebars templates of the pages, from {@code templates/} on the class path. Thread-safe. */
final class Templates {

    private static final List<String> PAGES = List.of(
            "events",
            "event",
            "monitors",
            "checkins",
            "livelogs",
            "livelog",
            "_livelog",
            "triggers",
            "trigger",
            "_preview",
            "_tested",
            "deliveries",
            "delivery",
            "node");
    private static final List<String> PARTS = List.of(
            "layout",
            "_header",
            "_keys",
            "_filters",
            "_histogram",
            "_clear",
            "_command",
            "_livelogcommands",
            "_remove",
            "_triggerhead");

    /** Says of a text that it is the value of a field of a form. */
    private static final String FIELD = "typed";

    private final Map<String, Template> pages;

    /** Reads everything and compiles the pages: one that is missing fails here, at start, and not when somebody opens it. */
    Templates() {
        Handlebars handlebars = new Handlebars(new Loaded())
                .with(new ConcurrentMapTemplateCache())
                // The same escaping as in rows, so that a text looks the same wherever it is shown.
                .with(Html::text)
                .registerHelper(FIELD, (text, options) -> new Handlebars.SafeString(Html.value(String.valueOf(text))));
        pages = PAGES.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), page -> compile(handlebars, page)));
    }

    /** @param model a record: templates call its public methods by name */
    String render(String page, Object model) {
        Context context = Context.newBuilder(model)
                .resolver(MethodValueResolver.INSTANCE, MapValueResolver.INSTANCE)
                .build();
        Template template = requireNonNull(pages.get(page), page);
        try {
            return template.apply(context);
        } catch (IOException e) {
            throw new UncheckedIOException("page " + page, e);
        }
    }

    private static Template compile(Handlebars handlebars, String page) {
        try {
            return handlebars.compile(page);
        } catch (IOException e) {
            throw new UncheckedIOException("template " + page, e);
        }
    }

    /** Texts in memory: the library asks for the source of each part at each use of it, on an event loop. */
    private static final class Loaded extends AbstractTemplateLoader {

        private final Map<String, TemplateSource> sources = Stream.concat(PAGES.stream(), PARTS.stream())
                .collect(Collectors.toUnmodifiableMap(Function.identity(), Loaded::read));

        @Override
        public TemplateSource sourceAt(String location) throws IOException {
            TemplateSource source = sources.get(location);
            if (source == null) {
                throw new FileNotFoundException("no template " + location);
            }
            return source;
        }

        private static TemplateSource read(String name) {
            String path = "/templates/" + name + ".hbs";
            try (InputStream in = Templates.class.getResourceAsStream(path)) {
                if (in == null) {
                    throw new FileNotFoundException("no resource " + path);
                }
                return new StringTemplateSource(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
