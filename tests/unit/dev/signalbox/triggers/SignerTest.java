package dev.signalbox.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignerTest {

    private static final UUID ID = UUID.randomUUID();
    private static final String BODY = "{\"text\":\"grüße, \uD83D\uDE80\"}";

    @Test
    void theReferenceLibraryAcceptsEverySecret() throws Exception {
        String newer = Signer.generate();
        String older = Signer.generate();

        Map<String, List<String>> headers = headers(BODY, newer, older);

        for (String secret : List.of(newer, older)) {
            assertThatCode(() -> new Webhook(secret).verify(BODY, headers)).doesNotThrowAnyException();
        }
        Webhook other = new Webhook(Signer.generate());
        assertThatThrownBy(() -> other.verify(BODY, headers)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void theReferenceLibraryRefusesAnotherBody() throws Exception {
        String secret = Signer.generate();
        Webhook webhook = new Webhook(secret);

        assertThatThrownBy(() -> webhook.verify(BODY + " ", headers(BODY, secret)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void theSignatureIsThatOfTheReferenceLibrary() throws Exception {
        Instant at = Instant.ofEpochSecond(1_614_265_330);
        Map<String, String> headers = Signer.headers(ID, at, BODY.getBytes(UTF_8), List.of(TriggerSamples.SECRET));

        assertThat(headers)
                .containsEntry("webhook-id", ID.toString())
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry(
                        "webhook-signature",
                        new Webhook(TriggerSamples.SECRET).sign(ID.toString(), 1_614_265_330, BODY));
    }

    @Test
    void theOtherSignatureTakesTheNewestSecretForText() throws Exception {
        String newer = Signer.generate();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(newer.getBytes(UTF_8), "HmacSHA256"));
        String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(UTF_8)));

        assertThat(headers(BODY, newer, Signer.generate()).get("x-hub-signature-256"))
                .containsExactly(expected);
    }

    @Test
    void withoutASecretOnlyTheDeliveryIsNamed() {
        assertThat(headers(BODY)).containsOnlyKeys("webhook-id", "webhook-timestamp");
    }

    @Test
    void whatIsGeneratedIsASecretAndNeverTheSame() {
        assertThat(Signer.generate())
                .satisfies(secret -> assertThat(Signer.isSecret(secret)).isTrue());
        assertThat(Signer.generate()).isNotEqualTo(Signer.generate());
    }

    @Test
    void aSecretHas24To64Bytes() {
        assertThat(Signer.isSecret(secret(24))).isTrue();
        assertThat(Signer.isSecret(secret(64))).isTrue();
        assertThat(Signer.isSecret(secret(23))).isFalse();
        assertThat(Signer.isSecret(secret(65))).isFalse();
    }

    @Test
    void whatIsNotBase64OrHasNoPrefixIsNoSecret() {
        for (String text : List.of(
                "",
                "whsec_",
                "secret",
                secret(32).substring(6),
                secret(32).toUpperCase(java.util.Locale.ROOT),
                secret(32) + "!",
                "whsec_" + "_-".repeat(20),
                "whsk_" + secret(32).substring(6))) {
            assertThat(Signer.isSecret(text)).as(text).isFalse();
        }
    }

    private static String secret(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static Map<String, List<String>> headers(String body, String... secrets) {
        return Signer.headers(ID, Instant.now(), body.getBytes(UTF_8), List.of(secrets)).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }
}
