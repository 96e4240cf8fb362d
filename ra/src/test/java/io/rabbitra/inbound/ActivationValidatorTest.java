package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.BeanInfo;
import java.beans.FeatureDescriptor;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an activation refuses, without a lookup. */
class ActivationValidatorTest {

  private static final String TOPIC = "jakarta.jms.Topic";

  private static InvalidPropertyException problems(RabbitActivationSpec spec) {
    return catchThrowableOfType(InvalidPropertyException.class, spec::validate);
  }

  private static RabbitActivationSpec valid() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationName("orders");
    return spec;
  }

  private static RabbitActivationSpec topic() {
    RabbitActivationSpec spec = valid();
    spec.setDestinationType(TOPIC);
    return spec;
  }

  private static Stream<String> named(InvalidPropertyException problems) {
    return Stream.of(problems.getInvalidPropertyDescriptors()).map(FeatureDescriptor::getName);
  }

  /** As a server does: by the type of the setter. */
  private static void set(RabbitActivationSpec spec, String property, String value)
      throws Exception {
    BeanInfo bean = Introspector.getBeanInfo(spec.getClass());
    for (PropertyDescriptor descriptor : bean.getPropertyDescriptors()) {
      if (descriptor.getName().equals(property)) {
        Class<?> type = descriptor.getPropertyType();
        Object converted =
            value == null || type == String.class
                ? value
                : type.getMethod("valueOf", String.class).invoke(null, value);
        descriptor.getWriteMethod().invoke(spec, converted);
        return;
      }
    }
    throw new IllegalArgumentException(property);
  }

  private static void isRefused(RabbitActivationSpec spec, String property, String... words) {
    InvalidPropertyException problems = problems(spec);
    assertThat(problems).isNotNull().hasMessageContainingAll(words);
    assertThat(named(problems)).containsExactly(property);
  }

  @Test
  void specWithADestinationIsValidByDefault() {
    assertThat(problems(valid())).isNull();
    assertThat(problems(topic())).isNull();
  }

  @Test
  void lookupIsEnoughOfADestination() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationLookup("java:app/orders");
    assertThat(problems(spec)).isNull();
  }

  @Test
  void everyWrongPropertyIsNamedAtOnceWithItsValue() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationType("jakarta.jms.Topik");
    spec.setMaxSessions(0);
    spec.setPrefetch(65_536);
    spec.setReconnectInterval(-1);
    spec.setMaxReconnectInterval(null);
    spec.setDrainTimeout(-5);
    spec.setAcknowledgeMode("Client-acknowledge");
    spec.setDeclare("perhaps");
    spec.setTrustedPackages("com.acme.*");
    spec.setUri("http://broker");
    spec.setHeartbeat(-1);
    spec.setMessageSelector("a =");
    spec.setMaxSession("many");

    InvalidPropertyException problems = problems(spec);
    assertThat(problems)
        .hasMessageContaining("destinationType = jakarta.jms.Topik")
        .hasMessageContaining("allowed are jakarta.jms.Queue, jakarta.jms.Topic")
        .hasMessageContaining("destinationName")
        .hasMessageContaining("maxSessions = 0: allowed is a whole number from 1 to 2000")
        .hasMessageContaining("prefetch = 65536")
        .hasMessageContaining("reconnectInterval = -1")
        .hasMessageContaining("maxReconnectInterval = null")
        .hasMessageContaining("drainTimeout = -5: allowed is a whole number from 0")
        .hasMessageContaining("acknowledgeMode = Client-acknowledge")
        .hasMessageContaining("declare = perhaps: allowed are none, passive, declare")
        .hasMessageContaining("trustedPackages = com.acme.*")
        .hasMessageContaining("uri = ***: allowed is amqp://")
        .hasMessageContaining("heartbeat = -1")
        .hasMessageContaining("messageSelector = a =")
        .hasMessageContaining("maxSession = many: allowed is a number; write maxSessions");
    assertThat(named(problems))
        .containsExactlyInAnyOrder(
            "destinationType",
            "destinationName",
            "maxSessions",
            "prefetch",
            "reconnectInterval",
            "maxReconnectInterval",
            "drainTimeout",
            "acknowledgeMode",
            "declare",
            "trustedPackages",
            "uri",
            "heartbeat",
            "messageSelector",
            "maxSession");
  }

  @ParameterizedTest
  @CsvSource({
    "maxSessions, 0",
    "maxSessions, 2001",
    "minSessions, 0",
    "minSessions, 11",
    "prefetch, 0",
    "prefetch, 65536",
    "prefetch,",
    "ackBatchSize, 0",
    "ackBatchSize, 65536",
    "ackBatchSize,",
    "ackInterval, 0",
    "ackInterval,",
    "reconnectInterval, 0",
    "reconnectInterval,",
    "maxReconnectInterval, 0",
    "reconnectBackoff, 0.99",
    "reconnectBackoff, 100.01",
    "reconnectBackoff, NaN",
    "reconnectBackoff,",
    "drainTimeout, -1",
    "drainTimeout,",
    "maxRedeliveries, -2",
    "redeliveryDelay, -1",
    "redeliveryDelay,",
    "redeliveryBackoff, 0",
    "redeliveryBackoff, 101",
    "redeliveryBackoff,",
    "maxRedeliveryDelay, 0",
    "heartbeat, 65536",
    "connectionTimeout, 0",
    "declare, perhaps",
    "missingQueue, perhaps",
    "queueType, lazy",
    "subscriptionDurability, Persistent",
    "acknowledgeMode, Client-acknowledge",
    "destinationType, java.lang.String",
    "queueArguments, x-max-length",
    "consumerArguments, x-priority=",
    "messageSelector, color =",
    "trustedPackages, 'a b'"
  })
  void valueOutOfRangeIsNamed(String property, String value) throws Exception {
    RabbitActivationSpec spec = valid();
    spec.setMissingQueue("declare");
    set(spec, property, value);
    isRefused(spec, property, property, String.valueOf(value), "allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "maxSessions, 2000",
    "maxSessions, 1",
    "minSessions, 1",
    "minSessions, 10",
    "prefetch, 65535",
    "ackBatchSize, 65535",
    "ackInterval, 1",
    "reconnectInterval, 1",
    "maxReconnectInterval, 1",
    "reconnectBackoff, 1",
    "reconnectBackoff, 100",
    "drainTimeout, 0",
    "maxRedeliveries, 0",
    "maxRedeliveries, -1",
    "redeliveryDelay, 2147483647",
    "redeliveryBackoff, 1",
    "redeliveryBackoff, 100",
    "maxRedeliveryDelay, 1",
    "acknowledgeMode, Dups-ok-acknowledge",
    "acknowledgeMode, auto-acknowledge",
    "subscriptionDurability, nondurable",
    "declare, Passive",
    "declare, ''",
    "missingQueue, FAIL",
    "queueType, Quorum",
    "destinationType, jakarta.jms.Queue",
    "consumerArguments, 'x-priority=5,x-cancel-on-ha-failover=true'",
    "queueArguments, 'x-max-length=10'",
    "bindings, 'amq.topic/eu.#'",
    "messageSelector, color = 'red'"
  })
  void limitsThemselvesAreAllowed(String property, String value) throws Exception {
    RabbitActivationSpec spec = valid();
    spec.setMissingQueue("declare");
    set(spec, property, value);
    assertThat(problems(spec)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "destinationName, 256",
    "clientId, 256",
    "consumerTag, 201",
    "deadLetterQueue, 256",
    "deadLetterExchange, 256"
  })
  void nameThatAmqpCannotCarryIsNamed(String property, int length) throws Exception {
    RabbitActivationSpec spec = valid();
    set(spec, property, "q".repeat(length - 1));
    assertThat(problems(spec)).isNull();
    set(spec, property, "q".repeat(length));
    isRefused(spec, property, "bytes of UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "subscriptionDurability, Durable",
    "subscriptionName, prices",
    "shareSubscriptions, true"
  })
  void whatOnlyATopicHasIsRefusedForAQueue(String property, String value) throws Exception {
    RabbitActivationSpec spec = valid();
    set(spec, property, value);
    isRefused(spec, property, "only for a topic", "destinationType = jakarta.jms.Topic");
  }

  @ParameterizedTest
  @CsvSource({
    "queueType, quorum",
    "queueArguments, x-max-length=10",
    "bindings, amq.topic/eu",
    "exclusive, true",
    "consumerArguments, x-stream-offset=first"
  })
  void whatOnlyAQueueHasIsRefusedForATopic(String property, String value) throws Exception {
    RabbitActivationSpec spec = topic();
    spec.setMaxSessions(1);
    set(spec, property, value);
    isRefused(spec, property, "only for a queue");
  }

  @Test
  void whatItIsDecidesTheLookupWhereNoTypeIsSaid() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationLookup("java:app/prices");
    spec.setSubscriptionDurability("Durable");
    spec.setSubscriptionName("prices");
    assertThat(problems(spec)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"Durable, false", "Durable, true", "NonDurable, true"})
  void durableOrSharedSubscriptionNeedsAName(String durability, boolean shared) {
    RabbitActivationSpec spec = topic();
    spec.setSubscriptionDurability(durability);
    spec.setShareSubscriptions(shared);
    isRefused(spec, "subscriptionName", "required");
    spec.setSubscriptionName("prices");
    assertThat(problems(spec)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"bindings, amq.topic/eu", "queueArguments, x-max-length=10"})
  void whatIsPartOfADeclarationNeedsOne(String property, String value) throws Exception {
    RabbitActivationSpec spec = valid();
    set(spec, property, value);
    isRefused(spec, property, "declare = declare", "missingQueue = declare");
    spec.setDeclare("declare");
    assertThat(problems(spec)).isNull();
    spec.setDeclare("none");
    spec.setMissingQueue("declare");
    assertThat(problems(spec)).isNull();
  }

  @Test
  void exclusiveConsumerIsOne() {
    RabbitActivationSpec spec = valid();
    spec.setExclusive(true);
    assertThat(problems(spec)).isNull();
    spec.setMaxSessions(2);
    isRefused(spec, "maxSessions", "exclusive");
  }

  @Test
  void minimumAboveTheMaximumIsRefused() {
    RabbitActivationSpec spec = valid();
    spec.setMaxSessions(3);
    spec.setMinSessions(4);
    isRefused(spec, "minSessions", "minSessions = 4");
    spec.setMinSessions(3);
    assertThat(problems(spec)).isNull();
  }

  @Test
  void maximumDelayBelowTheDelayIsRefused() {
    RabbitActivationSpec spec = valid();
    spec.setRedeliveryDelay(1000);
    spec.setMaxRedeliveryDelay(999);
    isRefused(spec, "maxRedeliveryDelay", "from 1000");
    spec.setMaxRedeliveryDelay(1000);
    assertThat(problems(spec)).isNull();
  }

  @Test
  void deadLettersGoToOnePlaceAndNotBack() {
    RabbitActivationSpec spec = valid();
    spec.setDeadLetterQueue("failed");
    assertThat(problems(spec)).isNull();
    spec.setDeadLetterExchange("failures");
    isRefused(spec, "deadLetterExchange", "failures", "deadLetterQueue");
    spec.setDeadLetterExchange(null);
    spec.setDeadLetterQueue("orders");
    isRefused(spec, "deadLetterQueue", "another queue");
  }

  @ParameterizedTest
  @CsvSource({"maxSessions, 2", "redeliveryDelay, 1"})
  void streamRefusesWhatItCannotDo(String property, String value) throws Exception {
    RabbitActivationSpec spec = valid();
    spec.setConsumerArguments("x-stream-offset=first");
    assertThat(problems(spec)).isNull();
    set(spec, property, value);
    isRefused(spec, property, "stream");
    spec.setConsumerArguments(null);
    spec.setQueueType("stream");
    isRefused(spec, property, "stream");
    spec.setQueueType("classic");
    assertThat(problems(spec)).isNull();
  }

  @Test
  void streamOffsetIsRefusedForAnotherType() {
    RabbitActivationSpec spec = valid();
    spec.setQueueType("quorum");
    spec.setConsumerArguments("x-stream-offset=first");
    isRefused(spec, "consumerArguments", "quorum");
  }

  @Test
  void queueTypeSaidTwiceMustBeTheSame() {
    RabbitActivationSpec spec = valid();
    spec.setDeclare("declare");
    spec.setQueueType("quorum");
    spec.setQueueArguments("x-queue-type=quorum");
    assertThat(problems(spec)).isNull();
    spec.setQueueArguments("x-queue-type=classic");
    isRefused(spec, "queueType", "quorum", "x-queue-type=classic");
  }

  @ParameterizedTest
  @CsvSource({"quorum", "stream"})
  void prioritiesAreRefusedForATypeWithoutThem(String type) {
    RabbitActivationSpec spec = valid();
    spec.setDeclare("declare");
    spec.setQueueArguments("x-max-priority=10");
    assertThat(problems(spec)).isNull();
    spec.setQueueType(type);
    isRefused(spec, "queueArguments", "x-max-priority");
  }

  @Test
  void passwordIsNeverShown() {
    RabbitActivationSpec spec = valid();
    spec.setPassword("sec\0ret");
    spec.setUri("amqp://joe:s3cret@broker:port");
    InvalidPropertyException problems = problems(spec);
    assertThat(named(problems)).containsExactlyInAnyOrder("password", "uri");
    assertThat(problems.toString()).doesNotContain("sec").doesNotContain("s3cret");
  }
}
