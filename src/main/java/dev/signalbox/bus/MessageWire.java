package dev.signalbox.bus;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * How a message crosses the bus: by reference within a node, as length-prefixed JSON between nodes. The JSON names the
 * record ({@code "Events.Save"}); only records of the sealed catalogue can be read, so a foreign member of the cluster
 * cannot name a class of its choice.
 */
public final class MessageWire implements MessageCodec<Message, Message> {

    static final String NAME = "signalbox";

    static final ObjectMapper JSON = mapper();

    @Override
    public void encodeToWire(Buffer buffer, Message message) {
        try {
            byte[] bytes = JSON.writerFor(Message.class).writeValueAsBytes(message);
            buffer.appendInt(bytes.length).appendBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Message decodeFromWire(int position, Buffer buffer) {
        int length = buffer.getInt(position);
        try {
            String json = buffer.getString(position + Integer.BYTES, position + Integer.BYTES + length, "UTF-8");
            return JSON.readValue(json.getBytes(StandardCharsets.UTF_8), Message.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Message transform(Message message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    private static ObjectMapper mapper() {
        SimpleModule instants = new SimpleModule();
        instants.addSerializer(Instant.class, new InstantWriter());
        instants.addDeserializer(Instant.class, new InstantReader());
        ObjectMapper mapper = JsonMapper.builder()
                .addModule(instants)
                .addMixIn(Message.class, Named.class)
                .build();
        records(Message.class)
                .forEach(type -> mapper.registerSubtypes(
                        new NamedType(type, type.getEnclosingClass().getSimpleName() + "." + type.getSimpleName())));
        records(Fault.class).forEach(type -> mapper.registerSubtypes(new NamedType(type, type.getSimpleName())));
        return mapper;
    }

    /** All records below a sealed type. */
    static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(MessageWire::records)
                : Stream.of(type);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
    private interface Named {}

    private static final class InstantWriter extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant instant, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(instant.toString());
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Instant.parse(in.getText());
        }
    }
}
