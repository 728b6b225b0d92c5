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

    /** Makes the directory if it is not there. Blocks. */
    static Identity of(Path root, String configuredToken) throws IOException {
        Files.createDirectories(root.getParent());
        Files.createDirectories(root, LogFiles.OWNERS_DIRECTORY);
        String token = configuredToken.isEmpty() ? kept(root.resolve("access-token")) : configuredToken;
        return new Identity(kept(root.resolve("node")), token);
    }

    private static String kept(Path file) throws IOException {
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
