package dev.signalbox;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.signalbox.bus.Message;
import dev.signalbox.db.Transactions;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of ARCHITECTURE.md that a reader should be able to rely on without reading every file. */
class HouseRulesTest {

    private static final int MAX_LINES_PER_FILE = 350;

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.signalbox");

    private static final List<String> FEATURES = packages(
            "events",
            "monitors",
            "livelog",
            "catcher",
            "grinder",
            "logscan",
            "triggers",
            "sockstats",
            "forward",
            "dashboard");
    private static final List<String> FOUNDATIONS = packages("bus", "db", "journal", "conf", "filter", "web");
    private static final String BUS = "dev.signalbox.bus..";
    private static final String NODE = "dev.signalbox.node..";

    @ParameterizedTest
    @FieldSource("FEATURES")
    void featuresMeetOnlyOnTheBus(String feature) {
        String[] others =
                FEATURES.stream().filter(other -> !other.equals(feature)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(feature)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                // A feature whose turn has not come has no classes yet.
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void foundationsKnowNoFeature() {
        noClasses()
                .that()
                .resideInAnyPackage(FOUNDATIONS.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FEATURES.toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void everyPackageIsAFeatureAFoundationOrTheNode() {
        List<String> known = Stream.of(FEATURES, FOUNDATIONS, List.of(NODE, "dev.signalbox"))
                .flatMap(List::stream)
                .toList();
        classes().should().resideInAnyPackage(known.toArray(String[]::new)).check(MAIN);
    }

    @Test
    void onlyTheCommandLineKnowsTheNode() {
        noClasses()
                .that()
                .resideOutsideOfPackages(NODE, "dev.signalbox")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NODE)
                .check(MAIN);
    }

    @Test
    void onlyTheBusTouchesTheEventBus() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BUS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.eventbus..")
                .orShould()
                .callMethod(Vertx.class, "eventBus")
                .check(MAIN);
    }

    @Test
    void messagesAreRecords() {
        classes()
                .that()
                .areAssignableTo(Message.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .check(MAIN);
    }

    @Test
    void onlyTheNodeBuildsVerticles() {
        classes()
                .that()
                .areAssignableTo(Deployable.class)
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage(NODE).or(assignableTo(Deployable.class)))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void sqlStandsInSqlClassesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.signalbox.db..", NODE)
                .and()
                .haveNameNotMatching(".*Sql(\\$.*)?")
                .and(not(assignableTo(Deployable.class)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..")
                .check(MAIN);
    }

    @Test
    void aVerticleMayHandThePoolOnButNotUseIt() {
        noClasses()
                .that()
                .areAssignableTo(Deployable.class)
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.sqlclient..").and(not(type(Pool.class))))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Pool.class))))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void nobodySharesDataBesideTheBus() {
        noClasses().should().callMethod(Vertx.class, "sharedData").check(MAIN);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(MAIN);
    }

    @Test
    void onlyTheCommandLineAndTheNodePrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages(NODE, "dev.signalbox")
                .should(ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void nothingSleepsButThreadsThatWaitForPostgreSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.signalbox.db..")
                .should()
                .callMethodWhere(target(name("sleep"))
                        .and(target(owner(type(Thread.class).or(type(TimeUnit.class))))))
                .check(MAIN);
    }

    @Test
    void logsGoThroughOneDoor() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(MAIN);
    }

    /** The driver's own way prints what it finds wrong past the log. */
    @Test
    void transactionsGoThroughOneDoor() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Transactions.class.getName())
                .should()
                .callMethod(Pool.class, "withTransaction", Function.class)
                .check(MAIN);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)(\\$.*)?")
                .check(MAIN);
    }

    @Test
    void everyPackageIsCheckedForNulls() {
        assertThat(MAIN)
                .allSatisfy(type -> assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                        .as(type.getPackageName() + " has a package-info.java with @NullMarked")
                        .isTrue());
    }

    @Test
    void filesStayShortEnoughToRead() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file))
                            .as(file.toString())
                            .hasSizeLessThanOrEqualTo(MAX_LINES_PER_FILE));
        }
    }

    private static List<String> packages(String... names) {
        return Stream.of(names).map(name -> "dev.signalbox." + name + "..").toList();
    }
}
