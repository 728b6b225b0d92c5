package dev.signalbox.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultWireTest {

    static Stream<Fault> everyFault() {
        return Stream.of(
                new Fault.Invalid(List.of(new Fault.FieldError("q", "has \"no\" end"), new Fault.FieldError("", "x"))),
                new Fault.Unauthorized("who?"),
                new Fault.Forbidden("no"),
                new Fault.NotFound("gone"),
                new Fault.Conflict("busy"),
                new Fault.TooSlow("late"),
                new Fault.TooLarge("64 KiB"),
                new Fault.Unsupported("br"),
                new Fault.NotImplemented("compressed on the way"),
                new Fault.Unavailable("full", 7),
                new Fault.Broken("oops"));
    }

    @ParameterizedTest
    @MethodSource("everyFault")
    void aFaultComesBackAsItWas(Fault fault) {
        assertThat(FaultWire.read(FaultWire.write(fault))).isEqualTo(fault);
    }

    @Test
    void noFaultIsLeftOutHere() {
        assertThat(everyFault().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(faults());
    }

    private static List<Class<?>> faults() {
        return MessageWire.records(Fault.class).toList();
    }
}
