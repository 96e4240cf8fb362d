package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.container.TestNaming;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.work.LogRecorder;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What applications for Artemis, generic-jms-ra and others say about their beans. */
class FormerSpellingsTest {

  private static RabbitActivationSpec spec() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationName("orders");
    return spec;
  }

  private static void set(RabbitActivationSpec spec, String property, String value)
      throws ReflectiveOperationException {
    setter(property).invoke(spec, value);
  }

  private static Method setter(String property) throws NoSuchMethodException {
    return RabbitActivationSpec.class.getMethod("set" + capitalized(property), String.class);
  }

  private static Object get(RabbitActivationSpec spec, String property)
      throws ReflectiveOperationException {
    return RabbitActivationSpec.class.getMethod("get" + capitalized(property)).invoke(spec);
  }

  private static String capitalized(String property) {
    return property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
  }

  private static Stream<FormerSpelling> ineffective() {
    return Arrays.stream(FormerSpelling.values()).filter(spelling -> spelling.advice() != null);
  }

  @ParameterizedTest
  @EnumSource
  void eachHasASetterThatTakesText(FormerSpelling spelling) throws Exception {
    assertThat(setter(spelling.property()).getReturnType()).isEqualTo(void.class);
  }

  @Test
  void nothingElseIsWriteOnly() throws Exception {
    Set<String> writeOnly = new TreeSet<>();
    for (PropertyDescriptor property :
        Introspector.getBeanInfo(RabbitActivationSpec.class).getPropertyDescriptors()) {
      if (property.getReadMethod() == null) {
        writeOnly.add(property.getName());
      }
    }
    Set<String> known = new TreeSet<>(Set.of("useJndi"));
    for (FormerSpelling spelling : FormerSpelling.values()) {
      if (spelling != FormerSpelling.DESTINATION) {
        known.add(spelling.property());
      }
    }
    assertThat(writeOnly).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource({
    "clientID, shop, clientId, shop",
    "destinationJndiName, java:/jms/a, destinationLookup, java:/jms/a",
    "connectionFactory, java:/cf, connectionFactoryLookup, java:/cf",
    "maxSession, 15, maxSessions, 15",
    "endpointPoolMaxSize, 15, maxSessions, 15",
    "minSession, 2, minSessions, 2",
    "minSession, 0, minSessions, 1",
    "setupInterval, 2000, reconnectInterval, 2000",
    "retryInterval, 2000, reconnectInterval, 2000",
    "retryIntervalMultiplier, 1.5, reconnectBackoff, 1.5",
    "maxRetryInterval, 60000, maxReconnectInterval, 60000",
    "DLQMaxResent, 7, maxRedeliveries, 7",
    "maximumRedeliveries, 7, maxRedeliveries, 7",
    "redeliveryAttempts, 7, maxRedeliveries, 7",
    "endpointExceptionRedeliveryAttempts, 7, maxRedeliveries, 7",
    "initialRedeliveryDelay, 500, redeliveryDelay, 500",
    "redeliveryInterval, 500, redeliveryDelay, 500",
    "endpointExceptionRedeliveryInterval, 500, redeliveryDelay, 500",
    "redeliveryBackOffMultiplier, 3, redeliveryBackoff, 3.0",
    "maximumRedeliveryDelay, 9000, maxRedeliveryDelay, 9000"
  })
  void equivalentIsTakenAndSaid(String former, String value, String today, String meant)
      throws Exception {
    RabbitActivationSpec spec = spec();
    set(spec, former, value);
    spec.validate();
    assertThat(get(spec, today)).hasToString(meant);

    try (LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      spec.former().logOnce("Orders(orders)");
      assertThat(log.messages())
          .containsExactly(
              "INFO Activation of Orders(orders): write " + today + " instead of " + former);
    }
  }

  @ParameterizedTest
  @MethodSource("ineffective")
  void whatHasNoEffectIsSaid(FormerSpelling spelling) throws Exception {
    RabbitActivationSpec spec = spec();
    set(spec, spelling.property(), "1");
    try (LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      spec.resolve(BrokerProperties.NONE, "Orders");
      assertThat(log.messages())
          .containsExactly(
              "WARNING Activation of Orders(orders): no effect: "
                  + spelling.property()
                  + " ("
                  + spelling.advice()
                  + ")");
    }
  }

  @Test
  void itIsSaidOnceAndInOneLine() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("orders");
    spec.setMaxSession("15");
    spec.setClientID("shop");
    spec.setDestinationType("javax.jms.Queue");
    spec.setAcknowledgeMode("AUTO_ACKNOWLEDGE");
    spec.setHA("true");
    spec.setSetupAttempts("-1");
    try (LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      // A server may validate first, and activates again after a suspension.
      spec.validate();
      spec.resolve(BrokerProperties.NONE, "Orders");
      spec.resolve(BrokerProperties.NONE, "Orders");
      assertThat(log.messages())
          .containsExactly(
              "INFO Activation of Orders(orders): write clientId instead of clientID, maxSessions"
                  + " instead of maxSession, destinationType = jakarta.jms.Queue instead of"
                  + " javax.jms.Queue, acknowledgeMode = Auto-acknowledge instead of"
                  + " AUTO_ACKNOWLEDGE, destinationName = orders instead of destination",
              "WARNING Activation of Orders(orders): no effect: setupAttempts (an endpoint tries"
                  + " until it is deactivated), HA (write all addresses in uri)");
    }
  }

  @Test
  void nothingIsSaidWhereNothingFormerIsWritten() throws Exception {
    RabbitActivationSpec spec = spec();
    spec.setMaxSession(" ");
    try (LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      spec.resolve(BrokerProperties.NONE, "Orders");
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void defaultThatAServerSetsAfterwardsDoesNotOverrule() throws Exception {
    RabbitActivationSpec spec = spec();
    spec.setSetupInterval("2000");
    spec.setReconnectInterval(1000);
    spec.validate();
    assertThat(spec.getReconnectInterval()).isEqualTo(2000);
  }

  @Test
  void spellingOfTodayHasPrecedence() throws Exception {
    RabbitActivationSpec spec = spec();
    spec.setMaxSessions(3);
    spec.setMaxSession("15");
    try (LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      ActivationSettings settings = spec.resolve(BrokerProperties.NONE, "Orders");
      assertThat(settings.sessions().max()).isEqualTo(3);
      assertThat(log.messages())
          .containsExactly(
              "WARNING Activation of Orders(orders): no effect: maxSession (maxSessions is set)");
    }
  }

  @Test
  void valueThatIsNoNumberIsNamedBesideTheOthers() {
    RabbitActivationSpec spec = spec();
    spec.setMaxSession("many");
    spec.setSetupInterval("soon");
    InvalidPropertyException problems =
        catchThrowableOfType(InvalidPropertyException.class, spec::validate);
    assertThat(problems)
        .hasMessageContaining("maxSession = many: allowed is a number; write maxSessions")
        .hasMessageContaining("setupInterval = soon");
    assertThat(problems.getInvalidPropertyDescriptors()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "jms/orders, true, true",
    "orders, true, true",
    "java:/jms/orders,, true",
    "java:/jms/orders, false, false",
    "orders,, false",
    "orders, false, false"
  })
  void destinationIsAJndiNameIfUseJndiOrTheNameSaysSo(
      String destination, String useJndi, boolean lookup) throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setUseJNDI(useJndi);
    spec.setDestination(destination);
    spec.validate();
    assertThat(spec.getDestinationLookup()).isEqualTo(lookup ? destination : null);
    assertThat(spec.getDestinationName()).isEqualTo(lookup ? null : destination);
  }

  @Test
  void jndiNameBesideDestinationLookupIsNoNameOfAQueue() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("java:/jms/orders");
    spec.setDestinationLookup("java:/jms/others");
    try (TestNaming naming = new TestNaming();
        LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      naming.bind("java:/jms/others", new RabbitQueue("others"));
      assertThat(spec.resolve(BrokerProperties.NONE, "Orders").source().destination())
          .isEqualTo(new RabbitQueue("others"));
      assertThat(log.messages())
          .containsExactly(
              "WARNING Activation of Orders(others): no effect: destination (destinationLookup is"
                  + " set)");
    }
  }

  @Test
  void destinationThatIsAJndiNameIsLookedUp() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("java:/jms/orders");
    try (TestNaming naming = new TestNaming();
        LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      naming.bind("java:/jms/orders", new RabbitQueue("orders"));
      assertThat(spec.resolve(BrokerProperties.NONE, "Orders").source().destination())
          .isEqualTo(new RabbitQueue("orders"));
      assertThat(log.messages())
          .containsExactly(
              "INFO Activation of Orders(orders): write destinationLookup = java:/jms/orders instead"
                  + " of destination");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "javax.jms.Queue, jakarta.jms.Queue",
    "javax.jms.Topic, jakarta.jms.Topic",
    "jakarta.jms.Destination,",
    "javax.jms.Destination,"
  })
  void typesOfOlderTimesAreUnderstood(String former, String today) throws Exception {
    RabbitActivationSpec spec = spec();
    spec.setDestinationType(former);
    spec.validate();
    assertThat(spec.getDestinationType()).isEqualTo(today);
  }

  @Test
  void whatWasWrittenSurvivesSerialization() throws Exception {
    RabbitActivationSpec spec = spec();
    spec.setMaxSession("15");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(spec);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RabbitActivationSpec copy = (RabbitActivationSpec) in.readObject();
      copy.validate();
      assertThat(copy.getMaxSessions()).isEqualTo(15);
      assertThat(copy.getDestinationName()).isEqualTo("orders");
    }
  }

  @Test
  void whatTomeeHasUnderTheIdInDestinationIsUsed() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("jms/Orders");

    try (TestNaming naming = new TestNaming();
        LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      naming.bind("openejb:Resource/jms/Orders", new RabbitQueue("orders"));

      assertThat(spec.resolve(BrokerProperties.NONE, "Orders").source().destination())
          .isEqualTo(new RabbitQueue("orders"));
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void whatTomeeMakesForTheNameInDestinationIsTheName() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("orders");

    try (TestNaming naming = new TestNaming();
        LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      naming.bind("openejb:Resource/orders", new RabbitQueue("orders"));
      spec.resolve(BrokerProperties.NONE, "Orders");

      assertThat(spec.getDestinationName()).isEqualTo("orders");
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void destinationThatOpenLibertySetsBesideDestinationLookupSaysNothing() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationLookup("jms/Orders");
    spec.setDestination("orders");

    try (TestNaming naming = new TestNaming();
        LogRecorder log = new LogRecorder(FormerSpellings.class);
        LogRecorder lookups = new LogRecorder(TomeeResource.class)) {
      naming.bind("jms/Orders", new RabbitQueue("orders"));
      naming.fail("openejb:Resource/orders", new NamingException("looked up"));

      assertThat(spec.resolve(BrokerProperties.NONE, "Orders").source().destination())
          .isEqualTo(new RabbitQueue("orders"));
      assertThat(log.messages()).isEmpty();
      assertThat(lookups.messages()).isEmpty();
    }
  }

  @Test
  void destinationBesideAnotherDestinationNameHasNoEffect() throws Exception {
    RabbitActivationSpec spec = spec();
    spec.setDestination("others");

    try (LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      assertThat(spec.resolve(BrokerProperties.NONE, "Orders").source().destination())
          .isEqualTo(new RabbitQueue("orders"));
      assertThat(log.messages())
          .containsExactly(
              "WARNING Activation of Orders(orders): no effect: destination (destinationName is"
                  + " set)");
    }
  }

  @Test
  void validationLooksNothingUp() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("orders");

    try (TestNaming naming = new TestNaming();
        LogRecorder lookups = new LogRecorder(TomeeResource.class)) {
      naming.fail("openejb:Resource/orders", new NamingException("looked up"));
      spec.validate();

      assertThat(lookups.messages()).isEmpty();
    }
  }

  @Test
  void resourceThatCannotBeLookedUpIsSaid() throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("orders");

    try (TestNaming naming = new TestNaming();
        LogRecorder lookups = new LogRecorder(TomeeResource.class)) {
      naming.fail("openejb:Resource/orders", new NamingException("no adapter"));

      assertThat(spec.resolve(BrokerProperties.NONE, "Orders").source().destination())
          .isEqualTo(new RabbitQueue("orders"));
      assertThat(lookups.messages())
          .containsExactly(
              "WARNING destination = orders is taken for a name, for openejb:Resource/orders cannot"
                  + " be looked up");
    }
  }

  @ParameterizedTest
  @MethodSource("unknownName")
  void nameThatTheServerDoesNotKnowIsNotSaid(NamingException unknown) throws Exception {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("orders");

    try (TestNaming naming = new TestNaming();
        LogRecorder lookups = new LogRecorder(TomeeResource.class)) {
      naming.fail("openejb:Resource/orders", unknown);
      spec.resolve(BrokerProperties.NONE, "Orders");

      assertThat(lookups.messages()).isEmpty();
    }
  }

  private static Stream<NamingException> unknownName() {
    NamingException ofGlassFish = new NamingException("Lookup failed");
    ofGlassFish.initCause(new NameNotFoundException("openejb:Resource not found"));
    return Stream.of(
        new NameNotFoundException("orders"),
        new NoInitialContextException("no factory"),
        new InvalidNameException("openejb:"),
        ofGlassFish);
  }
}
