package dev.signalbox.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All static files, read into memory once. Only what was found then can be asked for: a path is a key of a map and
 * never touches a file system. Immutable.
 */
public final class Assets {

    private static final String ROOT = "webroot";

    /** Scripts that come with libraries, under the name by which pages know them. */
    private static final Map<String, String> LIBRARIES =
            Map.of("htmx.js", "META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js");

    private final Map<String, Asset> byName;

    private Assets(Map<String, Asset> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** Reads them from the class path. Blocks. */
    public static Assets load() {
        Map<String, Asset> found = new TreeMap<>();
        LIBRARIES.forEach((name, path) -> found.put(name, Asset.of(name, Resource.read(path))));
        URL root = Assets.class.getClassLoader().getResource(ROOT);
        if (root != null) {
            walk(root, found);
        }
        return new Assets(found);
    }

    /** The address of a file for a page, with its version, so that browsers may keep it for ever. */
    public String href(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no webroot/" + name);
        }
        return "/assets/" + name + "?v=" + asset.version();
    }

    @Nullable
    Asset find(String name) {
        return byName.get(name);
    }

    private static void walk(URL root, Map<String, Asset> found) {
        try {
            URI uri = root.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    read(jar.getPath(ROOT), found);
                }
            } else {
                read(Path.of(uri), found);
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path root, Map<String, Asset> found) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                found.put(name, Asset.of(name, Buffer.buffer(Files.readAllBytes(file))));
            }
        }
    }
}
