package dev.signalbox.triggers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.jknack.handlebars.Decorator;
import com.github.jknack.handlebars.Formatter;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import com.github.jknack.handlebars.helper.EachHelper;
import com.github.jknack.handlebars.helper.IfHelper;
import com.github.jknack.handlebars.helper.UnlessHelper;
import com.github.jknack.handlebars.helper.WithHelper;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a template may call. The library brings more, among it what reads resources and writes to the log; none of that is
 * found here. Sections without a helper's name run through these too.
 */
final class TemplateWords extends DefaultHelperRegistry {

    private static final Set<String> KNOWN = Set.of("if", "unless", "with", "each", "json");

    TemplateWords(JsonMapper json) {
        registerHelper("if", counted(IfHelper.INSTANCE));
        registerHelper("unless", counted(UnlessHelper.INSTANCE));
        registerHelper("with", counted(WithHelper.INSTANCE));
        registerHelper("each", counted(EachHelper.INSTANCE));
        registerHelper("json", (value, options) -> new Handlebars.SafeString(write(json, value)));
    }

    @Override
    public <C> @Nullable Helper<C> helper(String name) {
        return KNOWN.contains(name) ? super.helper(name) : null;
    }

    @Override
    public @Nullable Decorator decorator(String name) {
        return null;
    }

    /** Objects and arrays are written as JSON; the library would write them as Java does. */
    static Formatter formatter(JsonMapper json) {
        return (value, next) -> {
            if (value instanceof Map || value instanceof Collection) {
                return write(json, value);
            }
            Object text = next.format(value);
            TemplateBudget.chargeCurrent(text instanceof CharSequence chars ? chars.length() : 0);
            return text;
        };
    }

    private static String write(JsonMapper json, @Nullable Object value) {
        try {
            String text = json.writeValueAsString(value);
            TemplateBudget.chargeCurrent(text.length());
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written", e);
        }
    }

    private static <T> Helper<T> counted(Helper<T> helper) {
        return (value, options) -> {
            TemplateBudget.chargeCurrent(times(value) * bodyLength(options));
            return helper.apply(value, options);
        };
    }

    /** How often a block is rendered at most. */
    private static long times(@Nullable Object value) {
        return switch (value) {
            case Collection<?> items -> items.size();
            case Map<?, ?> members -> members.size();
            case null, default -> 1;
        };
    }

    private static long bodyLength(Options options) {
        return (long) TemplateBudget.STEP + options.fn.text().length();
    }
}
