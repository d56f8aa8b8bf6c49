package org.borealisdb.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Package direction and names, checked on the compiled main classes of all modules. */
class ArchitectureTest {
    private static JavaClasses productClasses = new ClassFileImporter().importPaths(List.of());

    @BeforeAll
    static void importProduct() {
        // Otherwise ArchUnit reads every class of the JDK that is mentioned: 35 s instead of 1.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        List<Path> compiled = Repository.find().modules().stream()
                .map(module -> module.resolve("target").resolve("classes"))
                .filter(Files::isDirectory)
                .toList();
        productClasses = new ClassFileImporter().importPaths(compiled);
        // A rule about no classes holds, so make sure that there are some; runtime is in every build of this module.
        assertThat(productClasses.stream().map(type -> type.getPackageName()))
                .as("packages compiled below %s", compiled)
                .contains("org.borealisdb.runtime", "org.borealisdb.server.cli");
    }

    @Test
    void packagesAreNamedForWhatTheyHold() {
        noClasses()
                .should()
                .resideInAnyPackage("..impl..", "..util..", "..utils..", "..common..", "..helper..", "..helpers..")
                .orShould()
                .resideInAnyPackage("..manager..", "..managers..", "..misc..", "..core..", "..base..")
                .check(productClasses);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Managers|Helper|Helpers|Util|Utils|Utility|Utilities|Impl)(\\$.*)?")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .because("a class is a noun that one can use in a sentence (docs/style.md)")
                .check(productClasses);
    }

    @Test
    void redoAndExpressionsArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("org.borealisdb.redo..", "org.borealisdb.expr..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.borealisdb.runtime.task..",
                                "org.borealisdb.runtime.net..",
                                "org.borealisdb.runtime.file..",
                                "org.borealisdb.runtime.real..",
                                "java.util.logging..")
                        // A membership names its nodes; an address is such a name, and reaches nothing by itself.
                        .and(not(name("org.borealisdb.runtime.net.Address"))))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.System\\$Logger.*")
                .because("two processes must agree on them, so they do no input, output or logging and know no task")
                .allowEmptyShould(true)
                .check(productClasses);
    }

    @Test
    void gatewaysKnowNothingOfSessions() {
        noClasses()
                .that()
                .resideInAPackage("org.borealisdb.proxy..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.borealisdb.wire..", "org.borealisdb.sql..")
                        .and(not(resideInAnyPackage(
                                "org.borealisdb.wire.postgres.message", "org.borealisdb.wire.auth"))))
                .because("a gateway relays bytes, and needs the codecs of messages at most")
                .check(productClasses);
    }

    @Test
    void onlyTheStoreKnowsRaft() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.borealisdb.controlplane.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.microraft..")
                .because("a metadata log is all that others see (decision 49)")
                .check(productClasses);
    }

    @Test
    void onlyTheServerChoosesTheRealWorld() {
        classes()
                .that()
                .resideInAPackage("org.borealisdb.runtime.real..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        "org.borealisdb.runtime.real..",
                        "org.borealisdb.server..",
                        "org.borealisdb.tests..",
                        "org.borealisdb.benchmarks..")
                .because("implementations are chosen in one place")
                .allowEmptyShould(true)
                .check(productClasses);
    }
}
