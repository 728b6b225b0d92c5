package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Triggers.Tested;
import java.time.Duration;

/**
 * What came of a test.
 *
 * @param error why the target did not accept it; empty when it did
 */
record TestedView(
        boolean sent, String outcome, String latency, boolean signed, String id, String error, String snippet) {

    static TestedView of(Tested tested) {
        return new TestedView(
                true,
                DeliveryView.outcome(tested.statusCode(), tested.error()),
                Amounts.duration(Duration.ofMillis(tested.latencyMillis())),
                tested.signatureSent(),
                tested.deliveryId(),
                tested.error(),
                tested.snippet());
    }

    static TestedView failed(Fault fault) {
        return new TestedView(false, "", "", false, "", fault.why(), "");
    }

    public boolean accepted() {
        return error.isEmpty();
    }
}
