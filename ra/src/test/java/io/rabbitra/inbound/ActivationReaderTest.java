package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.container.TestNaming;
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import io.rabbitra.topology.Delays;
import io.rabbitra.topology.SubscriptionSpec;
import io.rabbitra.work.LogRecorder;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.FeatureDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an activation means. */
class ActivationReaderTest {

  private final TestNaming naming = new TestNaming();
  private final RabbitActivationSpec spec = new RabbitActivationSpec();

  @AfterEach
  void close() {
    naming.close();
  }

  private ActivationSettings resolved() throws InvalidPropertyException {
    return spec.resolve(BrokerProperties.NONE, "Orders");
  }

  private SourceSettings source() throws InvalidPropertyException {
    return resolved().source();
  }

  private RabbitQueue queue() throws InvalidPropertyException {
    return (RabbitQueue) source().destination();
  }

  private RabbitTopic topic() throws InvalidPropertyException {
    return (RabbitTopic) source().destination();
  }

  private InvalidPropertyException refused(String... properties) {
    InvalidPropertyException problems =
        catchThrowableOfType(InvalidPropertyException.class, this::resolved);
    assertThat(problems).isNotNull();
    assertThat(Stream.of(problems.getInvalidPropertyDescriptors()).map(FeatureDescriptor::getName))
        .containsExactlyInAnyOrder(properties);
    return problems;
  }

  @Test
  void defaultsAreThoseOfTheProperties() throws Exception {
    spec.setDestinationName("orders");
    ActivationSettings settings = resolved();
    assertThat(settings.name()).isEqualTo("Orders(orders)");
    assertThat(settings.broker()).isEqualTo(BrokerProperties.NONE.toSettings());
    assertThat(settings.source())
        .isEqualTo(
            new SourceSettings(
                new RabbitQueue("orders"),
                null,
                null,
                MissingQueue.WAIT,
                List.of(),
                new ConsumerSettings(null, false, Map.of())));
    assertThat(queue().declarePolicy()).isEqualTo(DeclarePolicy.NONE);
    assertThat(queue().declareArguments()).isEmpty();
    assertThat(settings.sessions()).isEqualTo(new SessionLimits(10, 10, 50));
    assertThat(settings.acknowledge())
        .isEqualTo(new AcknowledgeSettings(AcknowledgeMode.AUTO, 1, Duration.ZERO));
    assertThat(settings.redelivery())
        .isEqualTo(
            new RedeliverySettings(
                -1, Duration.ZERO, 1, Duration.ofSeconds(Delays.MAX_SECONDS), null, null));
    assertThat(settings.reconnect())
        .isEqualTo(new ReconnectSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), 2));
    assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void everythingThatIsSetArrives() throws Exception {
    spec.setDestinationName("orders");
    spec.setDeclare("declare");
    spec.setQueueType("QUORUM");
    spec.setQueueArguments("x-delivery-limit=20,x-dead-letter-exchange='a,b'");
    spec.setBindings("amq.topic/eu.#");
    spec.setMissingQueue("fail");
    spec.setMessageSelector("color = 'red'");
    spec.setConsumerArguments("x-priority=5");
    spec.setConsumerTag("shop");
    spec.setMinSessions(2);
    spec.setMaxSessions(8);
    spec.setPrefetch(20);
    spec.setAcknowledgeMode("dups-ok-acknowledge");
    spec.setAckBatchSize(10);
    spec.setAckInterval(300);
    spec.setMaxRedeliveries(3);
    spec.setRedeliveryDelay(100);
    spec.setRedeliveryBackoff(1.5);
    spec.setMaxRedeliveryDelay(5000);
    spec.setDeadLetterQueue("failed");
    spec.setReconnectInterval(10);
    spec.setMaxReconnectInterval(20);
    spec.setReconnectBackoff(3.0);
    spec.setDrainTimeout(7);
    ActivationSettings settings = resolved();
    assertThat(queue().declarePolicy()).isEqualTo(DeclarePolicy.DECLARE);
    assertThat(queue().declareArguments())
        .isEqualTo(
            Map.of(
                "x-delivery-limit", 20, "x-dead-letter-exchange", "a,b", "x-queue-type", "quorum"));
    assertThat(settings.source().bindings())
        .isEqualTo(List.of(new QueueBinding("amq.topic", "eu.#")));
    assertThat(settings.source().missingQueue()).isEqualTo(MissingQueue.FAIL);
    assertThat(settings.source().selector()).isEqualTo("color = 'red'");
    assertThat(settings.source().consumer())
        .isEqualTo(new ConsumerSettings("shop", false, Map.of("x-priority", 5)));
    assertThat(settings.sessions()).isEqualTo(new SessionLimits(2, 8, 20));
    assertThat(settings.acknowledge())
        .isEqualTo(new AcknowledgeSettings(AcknowledgeMode.DUPS_OK, 10, Duration.ofMillis(300)));
    assertThat(settings.redelivery())
        .isEqualTo(
            new RedeliverySettings(
                3, Duration.ofMillis(100), 1.5, Duration.ofSeconds(5), null, "failed"));
    assertThat(settings.reconnect())
        .isEqualTo(new ReconnectSettings(Duration.ofMillis(10), Duration.ofMillis(20), 3));
    assertThat(settings.drainTimeout()).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void deadLetterExchangeArrives() throws Exception {
    spec.setDestinationName("orders");
    spec.setDeadLetterExchange("failures");
    assertThat(resolved().redelivery().deadLetterExchange()).isEqualTo("failures");
    assertThat(resolved().redelivery().deadLetterQueue()).isNull();
  }

  @Test
  void batchIsNeverLargerThanWhatTheBrokerSendsAhead() throws Exception {
    spec.setDestinationName("orders");
    spec.setAcknowledgeMode("Dups-ok-acknowledge");
    spec.setPrefetch(5);
    assertThat(resolved().acknowledge().batchSize()).isEqualTo(5);
  }

  @Test
  void exclusiveConsumerIsOneByDefault() throws Exception {
    spec.setDestinationName("orders");
    spec.setExclusive(true);
    assertThat(resolved().sessions()).isEqualTo(new SessionLimits(1, 1, 50));
    assertThat(source().consumer().exclusive()).isTrue();
  }

  @Test
  void streamIsReadByOneConsumer() throws Exception {
    spec.setDestinationName("events");
    spec.setQueueType("stream");
    spec.setConsumerArguments("x-stream-offset=first");
    assertThat(resolved().sessions()).isEqualTo(new SessionLimits(1, 1, 50));
    assertThat(source().consumer().arguments()).isEqualTo(Map.of("x-stream-offset", "first"));
    assertThat(queue().declareArguments()).isEqualTo(Map.of("x-queue-type", "stream"));
  }

  @Test
  void topicOfANameIsABindingKey() throws Exception {
    spec.setDestinationType("jakarta.jms.Topic");
    spec.setDestinationName("prices.#");
    spec.setDeclare("passive");
    spec.setClientId("shop");
    spec.setMessageSelector("color = 'red'");
    assertThat(topic()).isEqualTo(new RabbitTopic("prices.#"));
    assertThat(topic().declarePolicy()).isEqualTo(DeclarePolicy.PASSIVE);
    assertThat(source().subscription())
        .isEqualTo(
            new SubscriptionSpec(
                SubscriptionSpec.Kind.NON_DURABLE,
                new RabbitTopic("prices.#"),
                "shop",
                null,
                "color = 'red'",
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "Durable, false, DURABLE",
    "Durable, true, SHARED_DURABLE",
    "durable, true, SHARED_DURABLE",
    "NonDurable, true, SHARED"
  })
  void namedSubscriptionIsOfItsKind(String durability, boolean shared, SubscriptionSpec.Kind kind)
      throws Exception {
    spec.setDestinationType("jakarta.jms.Topic");
    spec.setDestinationName("prices");
    spec.setSubscriptionDurability(durability);
    spec.setShareSubscriptions(shared);
    spec.setSubscriptionName("mine");
    SubscriptionSpec subscription = source().subscription();
    assertThat(subscription.kind()).isEqualTo(kind);
    assertThat(subscription.name()).isEqualTo("mine");
    // Setting it is always optional (Jakarta Messaging 3.1, section 13.1).
    assertThat(subscription.clientId()).isNull();
  }

  @Test
  void nameOfASubscriptionThatHasNoneIsSaidToDoNothing() throws Exception {
    spec.setDestinationType("jakarta.jms.Topic");
    spec.setDestinationName("prices");
    spec.setSubscriptionName("mine");
    try (LogRecorder log = new LogRecorder(FormerSpellings.class)) {
      assertThat(source().subscription().name()).isNull();
      assertThat(log.messages()).hasSize(1).first().asString().contains("subscriptionName");
    }
  }

  private static RabbitQueue administered() {
    RabbitQueue queue = new RabbitQueue("orders");
    queue.setExchange("shop");
    queue.setRoutingKey("new");
    queue.setDeclare("declare");
    queue.setArguments("x-queue-type=quorum,x-delivery-limit=5");
    return queue;
  }

  @Test
  void administeredQueueBringsWhatTheActivationDoesNotSay() throws Exception {
    naming.bind("java:app/orders", administered());
    spec.setDestinationLookup("java:app/orders");
    spec.setBindings("amq.fanout");
    assertThat(resolved().name()).isEqualTo("Orders(orders)");
    assertThat(queue()).isEqualTo(administered());
    assertThat(queue().declarePolicy()).isEqualTo(DeclarePolicy.DECLARE);
    assertThat(queue().declareArguments()).isEqualTo(administered().declareArguments());
  }

  @Test
  void activationOverrulesTheAdministeredQueueAndLeavesItAlone() throws Exception {
    RabbitQueue bound = administered();
    naming.bind("java:app/orders", bound);
    spec.setDestinationLookup("java:app/orders");
    spec.setQueueType("classic");
    assertThat(queue().declareArguments())
        .isEqualTo(Map.of("x-queue-type", "classic", "x-delivery-limit", 5));
    spec.setDeclare("passive");
    spec.setMissingQueue("declare");
    spec.setQueueArguments("x-max-length=10");
    assertThat(queue().declareArguments())
        .isEqualTo(Map.of("x-queue-type", "classic", "x-max-length", 10));
    assertThat(queue().declarePolicy()).isEqualTo(DeclarePolicy.PASSIVE);
    assertThat(bound.getDeclare()).isEqualTo("declare");
    assertThat(bound.getArguments()).isEqualTo(administered().getArguments());
  }

  @Test
  void administeredTopicIsSubscribedTo() throws Exception {
    RabbitTopic bound = new RabbitTopic("prices");
    bound.setExchange("market");
    bound.setRoutingKey("eu.*");
    bound.setDeclare("declare");
    naming.bind("jms/prices", bound);
    spec.setDestinationLookup("jms/prices");
    assertThat(topic()).isEqualTo(bound).isNotSameAs(bound);
    assertThat(topic().declarePolicy()).isEqualTo(DeclarePolicy.DECLARE);
    assertThat(source().subscription().topic()).isEqualTo(bound);
    assertThat(resolved().name()).isEqualTo("Orders(prices)");
  }

  @Test
  void destinationOfAnotherProviderIsUsedByItsName() throws Exception {
    naming.bind("q", (Queue) () -> "orders").bind("t", (Topic) () -> "prices");
    spec.setDestinationLookup("q");
    assertThat(queue()).isEqualTo(new RabbitQueue("orders"));
    spec.setDestinationLookup("t");
    assertThat(topic()).isEqualTo(new RabbitTopic("prices"));
  }

  private static final class Both implements Queue, Topic {

    @Override
    public String getQueueName() {
      return "both";
    }

    @Override
    public String getTopicName() {
      return "both";
    }
  }

  @Test
  void objectThatIsBothIsWhatTheTypeSays() throws Exception {
    naming.bind("both", new Both());
    spec.setDestinationLookup("both");
    assertThat(source().destination()).isInstanceOf(RabbitQueue.class);
    spec.setDestinationType("jakarta.jms.Topic");
    assertThat(source().destination()).isInstanceOf(RabbitTopic.class);
  }

  @Test
  void typeThatContradictsWhatIsThereIsRefused() {
    naming.bind("q", new RabbitQueue("orders"));
    spec.setDestinationLookup("q");
    spec.setDestinationType("jakarta.jms.Topic");
    assertThat(refused("destinationType"))
        .hasMessageContaining("destinationType = jakarta.jms.Topic")
        .hasMessageContaining("allowed is jakarta.jms.Queue")
        .hasMessageContaining("destinationLookup = q");
  }

  @Test
  void whatTheLookupFindsIsCheckedToo() {
    naming.bind("q", administered());
    spec.setDestinationLookup("q");
    spec.setSubscriptionDurability("Durable");
    spec.setDeadLetterQueue("orders");
    refused("subscriptionDurability", "deadLetterQueue");
  }

  @Test
  void administeredStreamIsAStream() {
    RabbitQueue stream = new RabbitQueue("events");
    stream.setArguments("x-queue-type=stream");
    naming.bind("events", stream);
    spec.setDestinationLookup("events");
    spec.setMaxSessions(2);
    refused("maxSessions");
  }

  @Test
  void allLookupsThatFailAreNamedBesideTheRest() {
    spec.setDestinationLookup("java:app/orders");
    spec.setConnectionFactoryLookup("java:app/cf");
    spec.setPrefetch(0);
    assertThat(refused("destinationLookup", "connectionFactoryLookup", "prefetch"))
        .hasMessageContaining("destinationLookup = java:app/orders: no such JNDI name")
        .hasMessageContaining("connectionFactoryLookup = java:app/cf: no such JNDI name")
        .hasCauseInstanceOf(javax.naming.NamingException.class);
  }

  @Test
  void whatIsNoDestinationIsRefused() {
    naming
        .bind("text", "orders")
        .bind("destination", new Destination() {})
        .bind("nameless", new RabbitQueue())
        .bind(
            "failing",
            (Queue)
                () -> {
                  throw new JMSException("closed");
                });
    spec.setDestinationLookup("text");
    assertThat(refused("destinationLookup"))
        .hasMessageContaining("destinationLookup = text: a java.lang.String is there")
        .hasMessageContaining("allowed are a jakarta.jms.Queue and a jakarta.jms.Topic");
    spec.setDestinationLookup("destination");
    refused("destinationLookup");
    spec.setDestinationLookup("nameless");
    refused("destinationLookup");
    spec.setDestinationLookup("failing");
    assertThat(refused("destinationLookup")).hasMessageContaining("closed");
  }

  @Test
  void nameHasPrecedenceOverTheLookup() throws Exception {
    spec.setDestinationName("orders");
    spec.setDestinationLookup("nothing there");
    assertThat(queue()).isEqualTo(new RabbitQueue("orders"));
  }

  @Test
  void brokerIsTheActivationsThenTheFactorysThenTheAdapters() throws Exception {
    try (RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory()) {
      factory.setUri("amqp://factory:1");
      factory.setUserName("factory");
      factory.setPassword("secret");
      factory.setVirtualHost("/factory");
      factory.setClientId("factory");
      naming.bind("java:/cf", factory.createConnectionFactory());
      spec.setDestinationType("jakarta.jms.Topic");
      spec.setDestinationName("prices");
      spec.setConnectionFactoryLookup("java:/cf");
      spec.setVirtualHost("/activation");
      BrokerProperties ofAdapter =
          BrokerProperties.NONE
              .withUri("amqp://adapter:2")
              .withUserName("adapter")
              .withVirtualHost("/adapter")
              .withHeartbeat(33);

      ActivationSettings settings = spec.resolve(ofAdapter, "Prices");
      BrokerSettings broker = settings.broker();
      assertThat(broker.displayAddresses()).contains("factory:1").doesNotContain("adapter");
      assertThat(broker.userName()).isEqualTo("factory");
      assertThat(broker.password()).isEqualTo("secret");
      assertThat(broker.virtualHost()).isEqualTo("/activation");
      assertThat(broker.heartbeatSeconds()).isEqualTo(33);
      assertThat(settings.source().subscription().clientId()).isEqualTo("factory");

      spec.setClientId("activation");
      assertThat(spec.resolve(ofAdapter, "Prices").source().subscription().clientId())
          .isEqualTo("activation");
    }
  }

  @Test
  void whatTheServerCopiesFromTheAdapterDoesNotWinOverTheFactory() throws Exception {
    try (RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory()) {
      factory.setUri("amqp://factory@factory:1");
      BrokerProperties adapter =
          BrokerProperties.NONE
              .withUri("amqp://adapter:2")
              .withUserName("adapter")
              .withHeartbeat(33)
              .copiedToBeans();
      naming.bind("java:/cf", factory.createConnectionFactory());
      spec.setDestinationName("orders");
      spec.setConnectionFactoryLookup("java:/cf");
      spec.setUri("amqp://adapter:2"); // A copy.
      spec.setUserName("adapter"); // A copy.
      spec.setHeartbeat(44);

      BrokerSettings broker = spec.resolve(adapter, "Orders").broker();

      assertThat(broker.displayAddresses()).contains("factory:1").doesNotContain("adapter");
      assertThat(broker.userName()).isEqualTo("factory");
      assertThat(broker.heartbeatSeconds()).isEqualTo(44);
    }
  }

  @Test
  void destinationIsTheNameUnlessNameOrLookupIsSet() throws Exception {
    naming.bind("jms/Orders", new RabbitQueue("looked.up"));
    spec.setDestination("queue looked.up");
    assertThat(resolved().source().destination()).isEqualTo(new RabbitQueue("queue looked.up"));
    spec.setDestinationLookup("jms/Orders");
    assertThat(resolved().source().destination()).isEqualTo(new RabbitQueue("looked.up"));
    spec.setDestinationName("named");
    assertThat(resolved().source().destination()).isEqualTo(new RabbitQueue("named"));
  }

  @Test
  void whatIsNoConnectionFactoryOfThisAdapterIsRefused() {
    naming.bind("java:/cf", "a text");
    spec.setDestinationName("orders");
    spec.setConnectionFactoryLookup("java:/cf");
    assertThat(refused("connectionFactoryLookup"))
        .hasMessageContaining("connectionFactoryLookup = java:/cf: a java.lang.String is there")
        .hasMessageContaining("allowed is a connection factory of this resource adapter");
  }

  @Test
  void amqpListenersHaveTheSameConfiguration() throws Exception {
    AmqpActivationSpec amqp = new AmqpActivationSpec();
    amqp.setDestinationName("orders");
    assertThat(amqp.resolve(BrokerProperties.NONE, "Orders").source().destination())
        .isEqualTo(new RabbitQueue("orders"));
  }
}
