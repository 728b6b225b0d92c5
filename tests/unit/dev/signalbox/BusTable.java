package dev.signalbox;

import dev.signalbox.bus.Call;
import dev.signalbox.bus.Message;
import dev.signalbox.bus.Reach;
import dev.signalbox.bus.Topic;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that passes over the bus, as a table: read from the conversations in {@code dev.signalbox.bus}, and from the
 * compiled classes, which say who uses each address and for what.
 */
final class BusTable {

    /** All of them, by the list of what may pass at all. */
    private static final List<Class<?>> CONVERSATIONS = Stream.of(Message.class.getPermittedSubclasses())
            .<Class<?>>map(Class::getEnclosingClass)
            .toList();

    private static final Set<Class<?>> DOORS = Set.of(Call.class, Topic.class);
    private static final String PACKAGE = "dev.signalbox.";

    private static final String HEAD = """
            | name | address | what passes | answers or publishes | asks or hears |
            |---|---|---|---|---|
            """;

    /** Classes by what they do with an address, such as {@code Events.SAVE ask}. */
    private final Map<String, Set<String>> uses = new HashMap<>();

    private BusTable() {}

    static String render() throws IOException, URISyntaxException {
        BusTable table = new BusTable();
        Path classes = Path.of(Message.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                table.read(ClassFile.of().parse(file));
            }
        }
        return CONVERSATIONS.stream()
                .flatMap(conversation -> Stream.of(conversation.getFields()))
                .filter(field -> DOORS.contains(field.getType()))
                .map(table::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private void read(ClassModel type) {
        String user = type.thisClass().asInternalName().replace('/', '.').replace(PACKAGE, "");
        type.methods().forEach(method -> method.code().ifPresent(code -> read(user.replaceAll("\\$.*", ""), code)));
    }

    /** An address is loaded first, then the arguments, then the call is made: so the next call on a door is its own. */
    private void read(String user, Iterable<CodeElement> code) {
        String address = null;
        for (CodeElement element : code) {
            if (element instanceof FieldInstruction field
                    && field.opcode() == Opcode.GETSTATIC
                    && isDoor(field.type().stringValue())) {
                address = simple(field.owner().asInternalName()) + "." + field.name();
            } else if (element instanceof InvokeInstruction call
                    && address != null
                    && isDoor("L" + call.owner().asInternalName() + ";")) {
                uses.computeIfAbsent(address + " " + call.name(), ignored -> new TreeSet<>())
                        .add("`" + user + "`");
                address = null;
            }
        }
    }

    private String row(Field field) {
        String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        Type[] types = ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
        String passes = Stream.of(types).map(type -> simple(type.getTypeName())).collect(Collectors.joining(" → "));
        Object door = door(field);
        String[] said = door instanceof Call<?, ?>
                ? new String[] {users(name + " answer"), users(name + " ask")}
                : new String[] {users(name + " publish"), users(name + " subscribe")};
        return "| " + String.join(" | ", "`" + name + "`", address(door), "`" + passes + "`", said[0], said[1])
                + " |\n";
    }

    private String users(String use) {
        return String.join(", ", uses.getOrDefault(use, Set.of("nobody yet")));
    }

    private static String address(Object door) {
        return switch (door) {
            case Call<?, ?> call -> address(call.address(), call.reach());
            case Topic<?> topic -> address(topic.address(), topic.reach());
            default -> throw new IllegalArgumentException(door.toString());
        };
    }

    private static String address(String text, Reach reach) {
        return "`" + text + "`" + (reach == Reach.NODE ? "" : ", every node");
    }

    private static Object door(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isDoor(String descriptor) {
        return DOORS.stream().anyMatch(door -> door.descriptorString().equals(descriptor));
    }

    private static String simple(String name) {
        return name.replaceAll(".*[./$]", "");
    }
}
