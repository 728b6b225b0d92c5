package dev.signalbox.livelog;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.impl.KeyStoreHelper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;

/** The certificate of the readers' port. */
final class Certificates {

    private static final byte[] SAMPLE = {1, 2, 3, 4};

    private Certificates() {}

    static PemKeyCertOptions options(LivelogConf.Tls tls) {
        return new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString());
    }

    /**
     * Tries the files once, so that a mistake is told at the start and not to the first reader. Blocks.
     *
     * @throws IOException that names them
     */
    static void check(Vertx vertx, LivelogConf.Tls tls) throws IOException {
        try {
            KeyStore store = options(tls).loadKeyStore(vertx);
            String alias = store.aliases().nextElement();
            PrivateKey key = (PrivateKey) store.getKey(alias, KeyStoreHelper.DUMMY_PASSWORD.toCharArray());
            if (!belongTogether(key, store.getCertificate(alias))) {
                throw new IOException("the key is not that of the certificate");
            }
        } catch (Exception e) {
            throw new IOException(
                    "livelog.tls-cert (" + tls.certificate() + ") and livelog.tls-key (" + tls.key()
                            + ") cannot be used: " + e.getMessage(),
                    e);
        }
    }

    private static boolean belongTogether(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update(SAMPLE);
        return signature.verify(signed);
    }
}
