package io.rabbitra.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.BuiltinExchangeType;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.QueueLife;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.topology.Link.Box;
import io.rabbitra.topology.SubscriptionSpec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(BrokerExtension.class)
class SubscriptionsIT {

  private static final String CLIENT = "client";

  private final Link link;
  private final BrokerAdmin admin;
  private final String name = "sub-" + UUID.randomUUID();
  private final RabbitTopic topic = new RabbitTopic("news." + UUID.randomUUID());
  private AmqpConnection connection;
  private AmqpChannel channel;

  SubscriptionsIT(RabbitBroker broker, BrokerAdmin admin) {
    this.link = new Link(broker.uri());
    this.admin = admin;
  }

  @BeforeEach
  void open() throws Exception {
    connection = link.open();
    channel = connection.openChannel();
  }

  @AfterEach
  void close() {
    link.close();
    for (Kind kind : List.of(Kind.SHARED, Kind.DURABLE, Kind.SHARED_DURABLE)) {
      admin.deleteQueue(SubscriptionNames.queue(kind, CLIENT, name));
    }
  }

  private SubscriptionSpec spec(Kind kind) {
    return spec(kind, topic, null);
  }

  private SubscriptionSpec spec(Kind kind, RabbitTopic of, String selector) {
    return new SubscriptionSpec(
        kind, of, CLIENT, kind == Kind.NON_DURABLE ? null : name, selector, false);
  }

  private void publish(RabbitTopic to) throws Exception {
    Link.publish(channel, to.exchange(), to.routingKey(), "x");
  }

  /** Consumes on a channel of its own. */
  private AmqpChannel consume(String queue) throws BrokerException {
    AmqpChannel own = connection.openChannel();
    own.consume(queue, Map.of(), new Box());
    return own;
  }

  @Test
  void nonDurableOneIsTheConnectionsOwnAndEnds() throws Exception {
    String queue = Subscriptions.open(connection, spec(Kind.NON_DURABLE));
    publish(topic);
    publish(new RabbitTopic(topic.getName() + ".other"));
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(1);
    assertThat(Subscriptions.open(connection, spec(Kind.NON_DURABLE))).isNotEqualTo(queue);
    assertThatThrownBy(() -> link.open().openChannel().queueInfo(queue))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.kind()).isEqualTo(BrokerException.Kind.RESOURCE_LOCKED));
    Subscriptions.end(connection, spec(Kind.NON_DURABLE), queue);
    assertThat(connection.queueExists(queue)).isFalse();
  }

  @Test
  void wildcardsAreThoseOfTheExchange() throws Exception {
    RabbitTopic all = new RabbitTopic(topic.getName() + ".#");
    String queue = Subscriptions.open(connection, spec(Kind.NON_DURABLE, all, null));
    publish(topic);
    publish(new RabbitTopic(topic.getName() + ".a.b"));
    publish(new RabbitTopic("other"));
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"DURABLE", "SHARED_DURABLE"})
  void durableOneKeepsItsMessagesWhileNobodyConsumes(Kind kind) throws Exception {
    String queue = Subscriptions.open(connection, spec(kind));
    AmqpChannel consumer = consume(queue);
    consumer.close();
    publish(topic);
    AmqpConnection later = link.open();
    assertThat(Subscriptions.open(later, spec(kind))).isEqualTo(queue);
    publish(topic);
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(2);
    assertThat(Subscriptions.unsubscribe(later, CLIENT, name)).isTrue();
    assertThat(Subscriptions.unsubscribe(later, CLIENT, name)).isFalse();
    assertThat(connection.queueExists(queue)).isFalse();
    assertThat(connection.exchangeExists(SubscriptionNames.marker(queue, spec(kind)))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"DURABLE", "SHARED_DURABLE"})
  void durableOneInUseIsNotUnsubscribed(Kind kind) throws Exception {
    AmqpChannel consumer = consume(Subscriptions.open(connection, spec(kind)));
    assertThatThrownBy(() -> Subscriptions.unsubscribe(connection, CLIENT, name))
        .isInstanceOf(SubscriptionInUseException.class)
        .hasMessageContaining(name);
    consumer.close();
    assertThat(Subscriptions.unsubscribe(connection, CLIENT, name)).isTrue();
  }

  @Test
  void unsharedOneHasOneConsumerAtATime() throws Exception {
    AmqpChannel consumer = consume(Subscriptions.open(connection, spec(Kind.DURABLE)));
    AmqpConnection other = link.open();
    assertThatThrownBy(() -> Subscriptions.open(other, spec(Kind.DURABLE)))
        .isInstanceOf(SubscriptionConflictException.class)
        .hasMessageContaining("active consumer");
    consumer.close();
    Subscriptions.open(other, spec(Kind.DURABLE));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "SHARED_DURABLE"})
  void sharedOneHasManyConsumers(Kind kind) throws Exception {
    String queue = Subscriptions.open(connection, spec(kind));
    consume(queue);
    assertThat(Subscriptions.open(link.open(), spec(kind))).isEqualTo(queue);
    consume(queue);
    assertThat(channel.queueInfo(queue).consumers()).isEqualTo(2);
  }

  @Test
  void sharedNonDurableOneGoesWithItsLastConsumer() throws Exception {
    String queue = Subscriptions.open(connection, spec(Kind.SHARED));
    AmqpChannel first = consume(queue);
    AmqpChannel last = consume(queue);
    first.close();
    publish(topic);
    assertThat(connection.queueExists(queue)).isTrue();
    last.close();
    await().untilAsserted(() -> assertThat(connection.queueExists(queue)).isFalse());
    assertThat(connection.exchangeExists(SubscriptionNames.marker(queue, spec(Kind.SHARED))))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "DURABLE", "SHARED_DURABLE"})
  void anotherDefinitionReplacesOneWithoutConsumers(Kind kind) throws Exception {
    String queue = Subscriptions.open(connection, spec(kind));
    publish(topic);
    RabbitTopic changed = new RabbitTopic(topic.getName() + ".changed");
    assertThat(Subscriptions.open(connection, spec(kind, changed, null))).isEqualTo(queue);
    assertThat(channel.queueInfo(queue).ready()).isZero();
    publish(topic);
    assertThat(channel.queueInfo(queue).ready()).isZero();
    publish(changed);
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(1);
    Subscriptions.open(connection, spec(kind, changed, "a = 1"));
    assertThat(channel.queueInfo(queue).ready()).isZero();
    Subscriptions.open(
        connection, new SubscriptionSpec(kind, changed, CLIENT, name, "a = 1", true));
    publish(changed);
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "DURABLE", "SHARED_DURABLE"})
  void anotherDefinitionOfOneWithAConsumerIsAConflict(Kind kind) throws Exception {
    String queue = Subscriptions.open(connection, spec(kind));
    consume(queue);
    assertThatThrownBy(() -> Subscriptions.open(connection, spec(kind, topic, "a = 1")))
        .isInstanceOf(SubscriptionConflictException.class);
    publish(topic);
    assertThat(connection.queueExists(queue)).isTrue();
  }

  @Test
  void sharedAndUnsharedDurableOnesExcludeEachOther() throws Exception {
    Subscriptions.open(connection, spec(Kind.DURABLE));
    assertThatThrownBy(() -> Subscriptions.open(connection, spec(Kind.SHARED_DURABLE)))
        .isInstanceOf(SubscriptionConflictException.class)
        .hasMessageContaining("unshared");
    Subscriptions.open(connection, spec(Kind.SHARED));
    Subscriptions.unsubscribe(connection, CLIENT, name);
    Subscriptions.open(connection, spec(Kind.SHARED_DURABLE));
    assertThatThrownBy(() -> Subscriptions.open(connection, spec(Kind.DURABLE)))
        .isInstanceOf(SubscriptionConflictException.class)
        .hasMessageContaining("a shared durable");
  }

  @ParameterizedTest
  @EnumSource(names = {"DURABLE", "SHARED_DURABLE"})
  void interruptedCreationIsFinishedByTheNextUse(Kind kind) throws Exception {
    SubscriptionSpec spec = spec(kind);
    String queue = SubscriptionNames.queue(spec);
    String marker = SubscriptionNames.marker(queue, spec);
    channel.declareQueue(queue, QueueLife.DURABLE, Map.of());
    Subscriptions.open(connection, spec);
    publish(topic);
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(1);
    channel.deleteQueue(queue);
    channel.declareQueue(queue, QueueLife.DURABLE, Map.of());
    channel.declareExchange(marker, "fanout", true, false);
    Link.publish(channel, "", queue, "kept");
    Subscriptions.open(connection, spec);
    publish(topic);
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(2);
  }

  @Test
  void exchangeDeclaredAgainIsBoundAgain() throws Exception {
    RabbitTopic own = new RabbitTopic("t");
    own.setExchange(name);
    assertThatThrownBy(() -> Subscriptions.open(connection, spec(Kind.DURABLE, own, null)))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND));
    admin.declareExchange(name, BuiltinExchangeType.TOPIC);
    String queue = Subscriptions.open(connection, spec(Kind.DURABLE, own, null));
    publish(own);
    channel.deleteExchange(name);
    admin.declareExchange(name, BuiltinExchangeType.TOPIC);
    Subscriptions.open(connection, spec(Kind.DURABLE, own, null));
    publish(own);
    assertThat(channel.queueInfo(queue).ready()).isEqualTo(2);
    channel.deleteExchange(name);
  }

  @Test
  void manyOpenTheSameSharedOneAtOnce() throws Exception {
    List<AmqpConnection> connections = List.of(connection, link.open(), link.open());
    for (Kind kind : List.of(Kind.SHARED, Kind.SHARED_DURABLE)) {
      List<Callable<String>> jobs = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        AmqpConnection own = connections.get(i % 3);
        jobs.add(
            () ->
                Subscriptions.open(
                    own,
                    spec(kind),
                    queue -> own.openChannel().consume(queue, Map.of(), new Box())));
      }
      for (Future<String> opened : inParallel(jobs)) {
        assertThat(opened.get()).isEqualTo(SubscriptionNames.queue(spec(kind)));
      }
      String queue = SubscriptionNames.queue(spec(kind));
      assertThat(channel.queueInfo(queue).consumers()).isEqualTo(12);
      publish(topic);
    }
  }

  @Test
  void oneOfManyWinsTheUnsharedOne() throws Exception {
    List<AmqpConnection> connections = List.of(connection, link.open(), link.open());
    List<Callable<String>> jobs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      AmqpConnection own = connections.get(i % 3);
      String selector = i % 2 == 0 ? null : "a = 1";
      jobs.add(
          () ->
              Subscriptions.open(
                  own,
                  spec(Kind.DURABLE, topic, selector),
                  queue -> own.openChannel().consume(queue, Map.of(), new Box())));
    }
    int won = 0;
    for (Future<String> opened : inParallel(jobs)) {
      try {
        opened.get();
        won++;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(SubscriptionConflictException.class);
      }
    }
    assertThat(won).isEqualTo(1);
  }

  private static List<Future<String>> inParallel(List<Callable<String>> jobs)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(jobs.size());
    try {
      return pool.invokeAll(jobs, 40, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void lockGoesWithItsConnection() throws Exception {
    AmqpConnection other = link.open();
    BrokerLock.acquire(other, name);
    other.abort();
    BrokerLock.acquire(connection, name).release();
    assertThat(connection.queueExists(name)).isFalse();
  }
}
