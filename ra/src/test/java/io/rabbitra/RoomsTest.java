package io.rabbitra;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.rabbitra.logging.Loggers;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/** The rooms of the adapter and who knows whom, and what no room may do. */
@AnalyzeClasses(
    packages = "io.rabbitra",
    importOptions = {ImportOption.DoNotIncludeTests.class, RoomsTest.NoHarness.class})
class RoomsTest {

  /** Not part of the adapter, though in a package below it. */
  static final class NoHarness implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("broker-harness") && !location.contains("/harness/");
    }
  }

  private static final String WORK = "io.rabbitra.work..";
  private static final String ROOT = "io.rabbitra";

  /** Package {@code io.rabbitra} is in two jars, at the bottom and at the top of the rooms. */
  private static final DescribedPredicate<JavaClass> OF_THE_API_JAR =
      DescribedPredicate.describe("in the jar an application compiles against", RoomsTest::isApi);

  private static boolean isApi(JavaClass candidate) {
    String jar = AmqpListener.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return candidate
        .getBaseComponentType()
        .getSource()
        .filter(source -> source.getUri().toString().contains(jar))
        .isPresent();
  }

  @ArchTest
  static void theApiJarIsSeenApartFromTheAdapter(JavaClasses classes) {
    assertThat(OF_THE_API_JAR.test(classes.get(AmqpListener.class))).isTrue();
    assertThat(OF_THE_API_JAR.test(classes.get(RabbitResourceAdapter.class))).isFalse();
  }

  @ArchTest
  static final ArchRule aRoomKnowsOnlyTheRoomsBelowIt =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("api")
          .definedBy(resideInAPackage(ROOT).and(OF_THE_API_JAR))
          .layer("config")
          .definedBy("io.rabbitra.config..")
          .layer("work")
          .definedBy(WORK)
          .layer("amqp")
          .definedBy("io.rabbitra.amqp..")
          .layer("message")
          .definedBy("io.rabbitra.message..")
          .layer("destination")
          .definedBy("io.rabbitra.destination")
          .layer("mapping")
          .definedBy("io.rabbitra.destination.mapping..")
          .layer("selector")
          .definedBy("io.rabbitra.selector..")
          .layer("topology")
          .definedBy("io.rabbitra.topology..")
          .layer("jms")
          .definedBy("io.rabbitra.jms..")
          .layer("publishing")
          .definedBy("io.rabbitra.publishing..")
          .layer("outbound")
          .definedBy("io.rabbitra.outbound..")
          .layer("inbound")
          .definedBy("io.rabbitra.inbound..")
          .layer("management")
          .definedBy("io.rabbitra.management..")
          .layer("adapter")
          .definedBy(resideInAPackage(ROOT).and(not(OF_THE_API_JAR)))
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("work")
          .mayNotAccessAnyLayer()
          .whereLayer("amqp")
          .mayOnlyAccessLayers("config", "work")
          .whereLayer("message")
          .mayNotAccessAnyLayer()
          .whereLayer("destination")
          .mayNotAccessAnyLayer()
          .whereLayer("mapping")
          .mayOnlyAccessLayers("destination", "message")
          .whereLayer("selector")
          .mayOnlyAccessLayers("amqp", "message")
          .whereLayer("topology")
          .mayOnlyAccessLayers("amqp", "destination", "mapping", "message")
          .whereLayer("jms")
          .mayOnlyAccessLayers(
              "amqp", "message", "destination", "mapping", "selector", "topology", "work", "config")
          .whereLayer("publishing")
          .mayOnlyAccessLayers("api", "amqp", "jms")
          .whereLayer("outbound")
          .mayOnlyAccessLayers(
              "api",
              "publishing",
              "jms",
              "amqp",
              "message",
              "destination",
              "mapping",
              "config",
              "work")
          .whereLayer("inbound")
          .mayOnlyAccessLayers(
              "api",
              "amqp",
              "message",
              "destination",
              "mapping",
              "selector",
              "topology",
              "work",
              "config")
          .whereLayer("management")
          .mayOnlyAccessLayers("api", "inbound")
          .whereLayer("adapter")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule onlyTheWorkRoomMakesThreads =
      noClasses()
          .that()
          .resideOutsideOfPackage(WORK)
          .should()
          .callConstructorWhere(
              target(
                  owner(
                      assignableTo(Thread.class)
                          .or(assignableTo(Timer.class))
                          .or(assignableTo(ThreadPoolExecutor.class))
                          .or(assignableTo(ForkJoinPool.class)))))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              Executors.class, ThreadPoolExecutor.class, ScheduledThreadPoolExecutor.class)
          .orShould()
          .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
          .orShould()
          .callMethod(CompletableFuture.class, "supplyAsync", java.util.function.Supplier.class);

  @ArchTest
  static final ArchRule nobodyBypassesTheSystemLogger =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.slf4j..")
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule loggersOutliveApplications =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Loggers.class)
          .should()
          .callMethod(System.class, "getLogger", String.class);

  /** The parser generator writes two static arrays that are not final, and nobody changes. */
  @ArchTest
  static final ArchRule noStaticIsReassigned =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("io.rabbitra.selector.grammar")
          .should()
          .beFinal()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noStaticHoldsState =
      noFields()
          .that()
          .haveModifier(JavaModifier.STATIC)
          .should()
          .haveRawType(
              resideInAnyPackage("java.util.concurrent..").or(assignableTo(ThreadLocal.class)));
}
