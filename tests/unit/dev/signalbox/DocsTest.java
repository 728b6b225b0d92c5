package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.signalbox.bus.EventJson;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import dev.signalbox.conf.SettingsLoader;
import dev.signalbox.node.NodeConf;
import dev.signalbox.web.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say of the code is true, as far as a machine can tell. */
class DocsTest {

    private static final int README_LINES = 120;

    private static final Path README = Path.of("README.md");
    private static final Path ARCHITECTURE = Path.of("ARCHITECTURE.md");
    private static final Path OPENAPI = Path.of("src", "main", "resources", "openapi.yaml");

    private static final String TABLE_BEGINS = "<!-- bus table -->\n";
    private static final String TABLE_ENDS = "<!-- end of bus table -->\n";
    private static final String WRITE = "signalbox.docs.write";

    /** Such as {@code [text](target)}. */
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    /** Such as {@code `GroupCommit`} or {@code `Events.SAVE`}, but no word of HTTP, which has hyphens or is one word. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z][A-Za-z]+(?=\\.))[^`-]*`");

    /** Such as {@code "http.port"}, which no mere text of a configuration record looks like. */
    private static final Pattern PATH = Pattern.compile("\"([a-z]+\\.[a-z][a-z-]*)\"");

    private static final Pattern VARIABLE = Pattern.compile("SIGNALBOX_[A-Z_]+");

    /** What the launcher and the logging read before there are settings. */
    private static final Set<String> OTHER_VARIABLES = Set.of("SIGNALBOX_JAVA_OPTS", "SIGNALBOX_LOG_LEVEL");

    @Test
    void everySettingIsRead() throws IOException {
        RecordedSettings recorded = new RecordedSettings();
        assertThat(NodeConf.from(recorded.settings())).isNotNull();

        assertThat(recorded.read()).isEqualTo(recorded.paths());
    }

    @Test
    void everySettingThatIsReadHasADefault() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> records =
                    files.filter(file -> file.toString().endsWith("Conf.java")).toList();
            assertThat(records).isNotEmpty();
            Set<String> named = new TreeSet<>();
            for (Path record : records) {
                named.addAll(all(PATH, Files.readString(record)));
            }

            assertThat(named).isEqualTo(new RecordedSettings().paths());
        }
    }

    @Test
    void everySettingHasOneCommentAboveIt() throws IOException {
        List<String> lines = Files.readAllLines(RecordedSettings.FILE);
        for (int i = 2; i < lines.size(); i++) {
            if (lines.get(i).matches("  [a-z].*")) {
                assertThat(lines.get(i)).doesNotContain("#");
                assertThat(lines.get(i - 1)).as("above " + lines.get(i)).matches("  # .*[.]");
                assertThat(lines.get(i - 2)).as("two above " + lines.get(i)).doesNotContain("#");
            }
        }
    }

    @Test
    void everyRouteIsInOpenApiAndNothingElseIs() throws IOException {
        Map<String, Map<String, Map<String, Object>>> paths = section(openApi(), "paths");
        Set<String> described = new TreeSet<>();
        paths.forEach((path, operations) -> operations.keySet().forEach(method -> described.add(method + " " + path)));

        assertThat(described).isEqualTo(ServedRoutes.operations(new RecordedSettings().settings()));
    }

    @Test
    void everyKindOfRoutesIsLookedAt() throws IOException {
        Set<String> kinds = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("dev.signalbox").stream()
                        .filter(type -> type.isAssignableTo(Routes.class) && !type.isInterface())
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        Vertx vertx = Vertx.vertx();
        try {
            assertThat(ServedRoutes.all(vertx, NodeConf.from(new RecordedSettings().settings())))
                    .extracting(routes -> routes.getClass().getName())
                    .containsExactlyInAnyOrderElementsOf(kinds);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void everyOperationIsDescribedWhole() throws IOException {
        Map<String, Map<String, Map<String, Object>>> paths = section(openApi(), "paths");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            assertThat(operation).as(method + " " + path).containsKeys("tags", "operationId", "summary", "responses");
            all(Pattern.compile("\\{([a-z]+)}"), path)
                    .forEach(name -> assertThat(String.valueOf(operation.get("parameters")))
                            .as("parameters of " + path)
                            .contains("name=" + name + ", in=path, required=true"));
        }));
        assertThat(paths.values().stream()
                        .flatMap(operations -> operations.values().stream())
                        .map(operation -> operation.get("operationId")))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceInOpenApiResolves() throws IOException {
        Map<String, Object> openApi = openApi();
        List<String> references = all(Pattern.compile("\\$ref: \"#/([^\"]+)\""), Files.readString(OPENAPI));

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            Object found = openApi;
            for (String step : reference.split("/")) {
                found = ((Map<?, ?>) found).get(step);
                assertThat(found).as(reference).isNotNull();
            }
        });
    }

    @Test
    void openApiKnowsEveryFieldOfAnEvent() throws IOException {
        Events.Event event =
                new Events.Event(1, Instant.EPOCH, "log", "worknode", "laptop", Severity.INFO, "hello", "{}");
        Map<String, Map<String, Object>> schemas = section(section(openApi(), "components"), "schemas");

        assertThat(section(schemas.get("Event"), "properties").keySet())
                .isEqualTo(new JsonObject(EventJson.write(event)).fieldNames());
        assertThat(schemas.get("Severity").get("enum"))
                .isEqualTo(Stream.of(Severity.values()).map(Severity::word).toList());
    }

    @Test
    void theBusTableIsThatOfTheCode() throws IOException, URISyntaxException {
        String text = Files.readString(ARCHITECTURE);
        int begin = text.indexOf(TABLE_BEGINS) + TABLE_BEGINS.length();
        int end = text.indexOf(TABLE_ENDS);
        String table = BusTable.render();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(ARCHITECTURE, text.substring(0, begin) + table + text.substring(end));
        } else {
            assertThat(text.substring(begin, end))
                    .as(
                            "the bus table in ARCHITECTURE.md; to write it anew: mvn -Dquick test -Dtest=DocsTest -D%s=true",
                            WRITE)
                    .isEqualTo(table);
        }
    }

    @Test
    void everyTableIsInTheArchitecture() throws IOException {
        String text = Files.readString(ARCHITECTURE);
        try (Stream<Path> migrations = Files.list(Path.of("sql"))) {
            for (Path migration : migrations.toList()) {
                assertThat(all(Pattern.compile("create table (\\w+)"), Files.readString(migration)))
                        .allSatisfy(table -> assertThat(text).contains("`" + table + "`"));
            }
        }
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(README_LINES);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        assertThat(all(LINK, Files.readString(document)))
                .filteredOn(target -> !target.startsWith("http"))
                .allSatisfy(target -> {
                    String[] parts = target.split("#", 2);
                    Path file = parts[0].isEmpty() ? document : Path.of(parts[0]);
                    assertThat(file).exists();
                    if (parts.length == 2) {
                        assertThat(headings(file)).as(target).contains(parts[1]);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyClassThatIsNamedExists(Path document) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target"))) {
            Set<String> classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceAll(".*[$]|\\.class", ""))
                    .collect(Collectors.toSet());

            assertThat(all(CLASS, Files.readString(document))).isSubsetOf(classes);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyVariableOfTheEnvironmentIsASetting(Path document) throws IOException {
        Set<String> known = new RecordedSettings()
                .paths().stream().map(SettingsLoader::variable).collect(Collectors.toSet());
        known.addAll(OTHER_VARIABLES);

        assertThat(all(VARIABLE, Files.readString(document))).isSubsetOf(known);
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** As GitHub writes them into addresses. */
    private static List<String> headings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }

    private static Map<String, Object> openApi() throws IOException {
        return RecordedSettings.yaml(OPENAPI);
    }

    @SuppressWarnings("unchecked")
    private static <V> Map<String, V> section(Map<String, ?> of, String name) {
        return (Map<String, V>) of.get(name);
    }

    /** What the pattern finds: its first group, or all of it where it has none. */
    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(DocsTest::found).distinct().toList();
    }

    private static String found(MatchResult result) {
        return result.groupCount() == 0 ? result.group() : result.group(1);
    }
}
