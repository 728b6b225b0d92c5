package dev.signalbox.triggers;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsError;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Template;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Renders the operator's own template: Handlebars with {@code if}, {@code unless}, {@code each}, {@code with} and
 * {@code json}, over {@code type}, {@code timestamp}, {@code trigger}, {@code event} and {@code suppressed}. In JSON
 * {@code {{x}}} is written as the inside of a text and {@code {{json x}}} as a value; elsewhere both stand as they are.
 * Thread-safe.
 */
final class TemplateBody {

    /** Characters of a body; the longest message in JSON's longest escapes would be 393 216. */
    static final int MAX_OUTPUT = 400_000;

    private static final int COMPILED = 256;

    /**
     * A tag right before the end of an object, as in {@code {"n":{{x}}}}, which is usual in JSON. Handlebars takes the
     * three braces for the end of a tag of three, unless something stands between.
     */
    private static final Pattern THREE_BRACES =
            Pattern.compile("((?<!\\{)(?:\\{\\{(?!\\{)[^{}]*}}|\\{{3}(?!\\{)[^{}]*}{3}))(?=})");

    private static final String MORE = "gives no valid JSON: more follows where it has ended";

    /** Such as {@code : enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow}. */
    private static final Pattern JARGON = Pattern.compile("( \\([^(]* at \\[Source|: enable `|: maybe a \\(non).*");

    private static final EscapingStrategy IN_JSON =
            text -> new String(JsonStringEncoder.getInstance().quoteAsString(text));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Handlebars json = handlebars(IN_JSON);
    private final Handlebars plain = handlebars(EscapingStrategy.NOOP);

    /** The least recently used goes. Guarded by itself. */
    private final Map<Key, Template> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Template> eldest) {
            return size() > COMPILED;
        }
    };

    private record Key(String text, boolean inJson) {}

    /**
     * @param inJson whether values are escaped for JSON
     * @param model the delivery in our own format
     * @throws PayloadException when the template is wrong, or asks for too much
     */
    String render(String text, boolean inJson, String model) {
        Template template = compile(new Key(text, inJson));
        Context context = Context.newBuilder(flat(model))
                .resolver(new TemplateBudget.Resolver())
                .build();
        String body =
                ScopedValue.where(TemplateBudget.CURRENT, new TemplateBudget()).call(() -> apply(template, context));
        if (body.length() > MAX_OUTPUT) {
            throw new PayloadException("gives more than " + MAX_OUTPUT + " characters");
        }
        return body;
    }

    /** @throws PayloadException when a rendered text is no JSON */
    void checkJson(String text) {
        boolean ended = false;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new PayloadException("gives nothing, which is no JSON");
            }
            parser.skipChildren();
            ended = true;
            if (parser.nextToken() != null) {
                throw new PayloadException(MORE);
            }
        } catch (StreamConstraintsException e) {
            throw new PayloadException(
                    "gives JSON that receivers may refuse: it is nested too deeply, or has too long a name");
        } catch (IOException e) {
            throw new PayloadException(
                    ended
                            ? MORE
                            : "gives no valid JSON: " + plain(e) + "; a value that is not in quotes needs {{json …}}");
        }
    }

    /** What the parser says, without what it says to programmers. */
    private static String plain(IOException e) {
        if (!(e instanceof JsonProcessingException wrong)) {
            return String.valueOf(e.getMessage());
        }
        String words = wrong.getOriginalMessage().lines().findFirst().orElse("");
        String place = wrong.getLocation() == null
                ? ""
                : " in line " + wrong.getLocation().getLineNr() + " of the result";
        return JARGON.matcher(words).replaceFirst("") + place;
    }

    private Template compile(Key key) {
        synchronized (compiled) {
            Template known = compiled.get(key);
            if (known != null) {
                return known;
            }
        }
        TemplateScan.check(key.text());
        try {
            Template made = (key.inJson() ? json : plain)
                    .compileInline(THREE_BRACES.matcher(key.text()).replaceAll("$1{{!}}"));
            synchronized (compiled) {
                compiled.put(key, made);
            }
            return made;
        } catch (HandlebarsException | IOException e) {
            throw wrong(e);
        }
    }

    private static String apply(Template template, Context context) {
        try {
            return template.apply(context);
        } catch (HandlebarsException | IOException e) {
            throw wrong(e);
        }
    }

    /** The members of {@code data} stand beside it: shorter to write, and there is nothing else. */
    private static Map<String, Object> flat(String model) {
        try {
            Map<String, Object> all = new LinkedHashMap<>();
            JSON.readTree(model).properties().forEach(member -> {
                if (member.getKey().equals("data")) {
                    member.getValue().properties().forEach(part -> all.put(part.getKey(), value(part.getValue())));
                } else {
                    all.put(member.getKey(), value(member.getValue()));
                }
            });
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own format is JSON", e);
        }
    }

    private static Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }

    private static Handlebars handlebars(EscapingStrategy escaping) {
        return new Handlebars().with(new TemplateWords(JSON)).with(escaping).with(TemplateWords.formatter(JSON));
    }

    /** In one line, with the place where it can be mended. */
    private static PayloadException wrong(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PayloadException known) {
                return known;
            }
        }
        HandlebarsError error = e instanceof HandlebarsException known ? known.getError() : null;
        if (error == null) {
            return new PayloadException("cannot be rendered: " + Ellipsis.line(String.valueOf(e.getMessage())));
        }
        return new PayloadException("is wrong in line " + error.line + ", column " + error.column + ": "
                + Ellipsis.cut(Ellipsis.line(String.valueOf(error.reason)), 200));
    }
}
