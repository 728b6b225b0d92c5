package dev.signalbox.triggers;

import com.github.jknack.handlebars.ValueResolver;
import com.github.jknack.handlebars.context.MapValueResolver;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one rendering may still cost, in characters that it reads or writes. Bounds memory and time alike, and unlike a
 * clock it gives the same answer on a busy machine. One thread.
 */
final class TemplateBudget {

    /** The rendering under way on this thread. */
    static final ScopedValue<TemplateBudget> CURRENT = ScopedValue.newInstance();

    /** The longest message fits some ten times; it is spent within a few milliseconds. */
    static final int CHARACTERS = 1 << 20;

    /** What any step costs, however little it reads. */
    static final int STEP = 16;

    private long left = CHARACTERS;

    /** @throws PayloadException when it is more than is left */
    void charge(long characters) {
        left -= STEP + characters;
        if (left < 0) {
            throw new PayloadException("takes too long or grows too large; loop over less");
        }
    }

    static void chargeCurrent(long characters) {
        CURRENT.get().charge(characters);
    }

    /** Reads maps, and nothing else: an object of Java would let a template call its methods. */
    static final class Resolver implements ValueResolver {

        @Override
        public Object resolve(Object context, String name) {
            chargeCurrent(name.length());
            return MapValueResolver.INSTANCE.resolve(context, name);
        }

        @Override
        public Object resolve(Object context) {
            return MapValueResolver.INSTANCE.resolve(context);
        }

        @Override
        public Set<Map.Entry<String, Object>> propertySet(@Nullable Object context) {
            return MapValueResolver.INSTANCE.propertySet(context);
        }
    }
}
