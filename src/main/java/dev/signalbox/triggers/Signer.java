package dev.signalbox.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers by which a receiver knows that a webhook is ours and unaltered: those of Standard Webhooks, and the one that
 * GitHub made common.
 *
 * <p>Their keys differ. Standard Webhooks decodes what follows {@value #PREFIX}. A receiver of {@code X-Hub-Signature-256}
 * knows nothing of that and takes the secret that was pasted into its settings for text, so there the key is the UTF-8 of
 * the whole secret, prefix included. Nor does that header know of rotation: it is made with the first secret, the newest.
 */
final class Signer {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";
    static final String HUB_SIGNATURE = "x-hub-signature-256";

    static final String PREFIX = "whsec_";

    /** One in use and one that replaces it. */
    static final int MAX_SECRETS = 2;

    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    /** As long as what SHA-256 gives: more adds nothing. */
    private static final int GENERATED_BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signer() {}

    /** A new secret. */
    static String generate() {
        byte[] bytes = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    static boolean isSecret(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            int length = key(text).length;
            return length >= MIN_BYTES && length <= MAX_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * @param id the same for every try
     * @param at of this try
     * @param body as it is sent
     * @param secrets all {@link #isSecret}; empty signs nothing, and only says which delivery it is
     */
    static Map<String, String> headers(UUID id, Instant at, byte[] body, List<String> secrets) {
        Map<String, String> headers = new LinkedHashMap<>();
        String timestamp = Long.toString(at.getEpochSecond());
        headers.put(ID, id.toString());
        headers.put(TIMESTAMP, timestamp);
        if (!secrets.isEmpty()) {
            byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
            headers.put(
                    SIGNATURE,
                    secrets.stream()
                            .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(key(secret), head, body)))
                            .collect(Collectors.joining(" ")));
            byte[] text = secrets.getFirst().getBytes(UTF_8);
            headers.put(HUB_SIGNATURE, "sha256=" + HexFormat.of().formatHex(hmac(text, new byte[0], body)));
        }
        return headers;
    }

    private static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    private static byte[] hmac(byte[] key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
