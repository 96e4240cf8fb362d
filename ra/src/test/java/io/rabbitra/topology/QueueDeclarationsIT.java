package io.rabbitra.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.BuiltinExchangeType;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.work.LogRecorder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class QueueDeclarationsIT {

  private final Link link;
  private final BrokerAdmin admin;
  private final String name = "declared-" + UUID.randomUUID();
  private final RabbitQueue queue = new RabbitQueue(name);
  private AmqpConnection connection;
  private AmqpChannel channel;

  QueueDeclarationsIT(RabbitBroker broker, BrokerAdmin admin) {
    this.link = new Link(broker.uri());
    this.admin = admin;
  }

  @BeforeEach
  void open() throws Exception {
    connection = link.open();
    channel = connection.openChannel();
  }

  @AfterEach
  void close() throws Exception {
    channel.deleteQueue(name);
    channel.deleteExchange(name);
    link.close();
  }

  @Test
  void noneAsksNothing() throws Exception {
    QueueDeclarations.ensure(connection, queue);
    assertThat(connection.queueExists(name)).isFalse();
    QueueDeclarations.ensure(connection, new RabbitTopic(name));
  }

  @Test
  void passiveOneMustExist() throws Exception {
    queue.setDeclare("passive");
    assertNotFound(() -> QueueDeclarations.ensure(connection, queue));
    admin.declareQueue(name, Map.of("x-max-priority", 5));
    QueueDeclarations.ensure(connection, queue);
    RabbitTopic topic = topic("passive");
    assertNotFound(() -> QueueDeclarations.ensure(connection, topic));
    admin.declareExchange(name, BuiltinExchangeType.DIRECT);
    QueueDeclarations.ensure(connection, topic);
  }

  @Test
  void declaredOneIsBoundToItsExchange() throws Exception {
    admin.declareExchange(name, BuiltinExchangeType.DIRECT);
    queue.setDeclare("declare");
    queue.setArguments("x-max-priority=5");
    queue.setExchange(name);
    queue.setRoutingKey("key");
    QueueDeclarations.ensure(connection, queue);
    QueueDeclarations.ensure(connection, queue);
    Link.publish(channel, name, "key", "x");
    assertThat(channel.queueInfo(name).ready()).isEqualTo(1);
    // Refused were it not the same declaration.
    channel.declareQueue(name, Map.of("x-max-priority", 5));
  }

  @Test
  void declaredOneIsBoundToOtherExchangesTooWhateverItsPolicy() throws Exception {
    admin.declareExchange(name, BuiltinExchangeType.DIRECT);
    List<Binding> bindings = List.of(new Binding(name, "a"), new Binding(name, "b"));
    QueueDeclarations.ensure(connection, queue, bindings);
    assertThat(connection.queueExists(name)).isFalse();
    QueueDeclarations.declare(connection, queue, bindings);
    queue.setDeclare("declare");
    QueueDeclarations.ensure(connection, queue, bindings);
    Link.publish(channel, name, "a", "x");
    Link.publish(channel, name, "b", "x");
    assertThat(channel.queueInfo(name).ready()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                QueueDeclarations.ensure(
                    connection, queue, List.of(new Binding("no-such-" + name, "a"))))
        .hasMessageContaining("no exchange 'no-such-" + name + "'");
  }

  @Test
  void oneWithOtherArgumentsIsUsedAsItIsWhichIsSaidOnce() throws Exception {
    admin.declareQueue(name);
    queue.setDeclare("declare");
    queue.setArguments("x-max-priority=5");
    try (LogRecorder log = new LogRecorder(QueueDeclarations.class)) {
      QueueDeclarations.ensure(connection, queue);
      QueueDeclarations.ensure(connection, queue);
      QueueDeclarations.ensure(link.open(), queue);
      assertThat(log.messages()).hasSize(1);
      assertThat(log.messages().get(0)).contains(name).contains("x-max-priority");
    }
  }

  @Test
  void argumentThatTheBrokerDoesNotUnderstandIsAnError() throws Exception {
    queue.setDeclare("declare");
    queue.setArguments("x-queue-type=no-such-type");
    assertThatThrownBy(() -> QueueDeclarations.ensure(connection, queue))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("x-queue-type");
    queue.setArguments("x-max-priority=-1");
    assertThatThrownBy(() -> QueueDeclarations.ensure(connection, queue))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("x-max-priority");
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void exchangeOfATopicIsDeclaredDurable() throws Exception {
    QueueDeclarations.ensure(connection, topic("declare"));
    channel.declareExchange(name, "topic", false, false);
    RabbitTopic standard = new RabbitTopic("t");
    standard.setDeclare("declare");
    QueueDeclarations.ensure(connection, standard);
  }

  private RabbitTopic topic(String declare) {
    RabbitTopic topic = new RabbitTopic("t");
    topic.setExchange(name);
    topic.setDeclare(declare);
    return topic;
  }

  private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND));
  }
}
