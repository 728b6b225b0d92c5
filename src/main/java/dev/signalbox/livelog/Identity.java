package dev.signalbox.livelog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a data directory keeps of itself.
 *
 * @param node the name by which the database knows whose files they are
 * @param token of the GET port: what is configured, or else made once and kept
 */
record Identity(String node, String token) {

    /** 128 bits, which nobody guesses. */
    private static final int BYTES = 16;

    /** Makes what is not there yet. Blocks. */
    static Identity of(Path dataDir, String configuredToken) throws IOException {
        Path directory = Files.createDirectories(dataDir.resolve("livelog-identity"));
        Path before = dataDir.resolve("livelog");
        String node = kept(directory.resolve("node"), before.resolve("node"));
        String token = configuredToken.isEmpty()
                ? kept(directory.resolve("access-token"), before.resolve("access-token"))
                : configuredToken;
        return new Identity(node, token);
    }

    /** @param before where it was when streams could not have its name */
    private static String kept(Path file, Path before) throws IOException {
        if (!Files.exists(file) && Files.isRegularFile(before)) {
            Files.move(before, file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            Path fresh = Files.createTempFile(
                    file.getParent(),
                    "new",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, made + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).trim();
    }
}
