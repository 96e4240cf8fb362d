package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import io.rabbitra.AmqpMessage;
import io.rabbitra.AmqpProperties;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnectionFactory;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Units in the pool and the transactions of WildFly, on a real broker. */
@ExtendWith(BrokerExtension.class)
@Timeout(120)
class ContainerTransactionIT {

  private static final long SECONDS_5 = 5_000;

  private final String name = "transactions-" + UUID.randomUUID();
  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final TestTransactions transactions = new TestTransactions();
  private final TransactionManager manager = transactions.manager();
  private final TestTransactions.Database database = new TestTransactions.Database();
  private final List<TestPool> pools = new ArrayList<>();
  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final FaultProxy proxy;
  private TestPool pool;

  ContainerTransactionIT(RabbitBroker broker) {
    this.broker = broker;
    this.admin = new BrokerAdmin(broker);
    this.proxy = new FaultProxy(broker);
    factory.setUri(proxy.uri());
    factory.setConnectionName(name);
  }

  @BeforeEach
  void open() throws Exception {
    admin.declareQueue(name);
    pool = pool(factory);
  }

  @AfterEach
  void close() throws Exception {
    if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
      manager.rollback();
    }
    pools.forEach(TestPool::close);
    factory.close();
    proxy.close();
    admin.deleteQueue(name);
  }

  private TestPool pool(RabbitManagedConnectionFactory of) throws Exception {
    TestPool made = new TestPool(of, transactions);
    pools.add(made);
    return made;
  }

  private void send(String... texts) {
    try (JMSContext context = pool.connectionFactory().createContext()) {
      for (String text : texts) {
        context.createProducer().send(context.createQueue(name), text);
      }
    }
  }

  private String receive() {
    try (JMSContext context = pool.connectionFactory().createContext()) {
      return context.createConsumer(context.createQueue(name)).receiveBody(String.class, SECONDS_5);
    }
  }

  private void beginWithDatabase() throws Exception {
    manager.begin();
    assertThat(manager.getTransaction().enlistResource(database)).isTrue();
  }

  @Test
  void databaseCommitsAfterTheBrokerHasConfirmed() throws Exception {
    send("received");
    beginWithDatabase();
    assertThat(receive()).isEqualTo("received");
    send("sent");
    assertThat(admin.readyMessages(name)).isZero();

    manager.commit();

    assertThat(database.calls()).containsExactly("prepare", "commit");
    assertThat(receive()).isEqualTo("sent");
    assertThat(admin.unackedMessages(name)).isZero();
    assertThat(pool.created()).isEqualTo(1);
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void databaseRollsBackIfTheBrokerRefuses() throws Exception {
    beginWithDatabase();
    try (JMSContext context = pool.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue("nowhere-" + name), "lost");
    }

    assertThatThrownBy(manager::commit).isInstanceOf(Exception.class);

    assertThat(database.calls()).containsExactly("prepare", "rollback");
    send("after");
    assertThat(admin.readyMessages(name)).isEqualTo(1);
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void rollbackOfTheContainerUndoesBoth() throws Exception {
    send("received");
    beginWithDatabase();
    assertThat(receive()).isEqualTo("received");
    send("sent");

    manager.rollback();

    assertThat(database.calls()).containsExactly("rollback");
    assertThat(receive()).isEqualTo("received");
    assertThat(admin.readyMessages(name)).isZero();
    assertThat(pool.created()).isEqualTo(1);
    assertThat(pool.destroyed()).isZero();
  }

  @Test
  void connectionsOfOneTransactionShareOneUnit() throws Exception {
    manager.begin();
    try (Connection first = pool.connectionFactory().createConnection();
        Connection second = pool.connectionFactory().createConnection()) {
      send(first.createSession(), "a");
      send(second.createSession(), "b");
      assertThat(pool.inUse()).isEqualTo(1);
    }
    send("c");
    manager.commit();

    assertThat(admin.readyMessages(name)).isEqualTo(3);
    assertThat(pool.created()).isEqualTo(1);
  }

  private void send(Session session, String text) throws JMSException {
    MessageProducer producer = session.createProducer(session.createQueue(name));
    producer.send(session.createTextMessage(text));
  }

  @Test
  void handleThatWasOpenBeforeIsEnlistedWhenTheTransactionBegins() throws Exception {
    pool.inCall(
        () -> {
          try (Connection connection = pool.connectionFactory().createConnection()) {
            Session session = connection.createSession();
            send(session, "before");
            manager.begin();
            pool.transactionBegun();
            assertThat(session.getTransacted()).isTrue();
            send(session, "in");
            assertThat(admin.readyMessages(name)).isEqualTo(1);
          }
          manager.commit();
          assertThat(admin.readyMessages(name)).isEqualTo(2);
          return null;
        });
  }

  @Test
  void queueAndTopicFactoriesTakePart() throws Exception {
    RabbitQueueManagedConnectionFactory queues = new RabbitQueueManagedConnectionFactory();
    RabbitTopicManagedConnectionFactory topics = new RabbitTopicManagedConnectionFactory();
    try (queues;
        topics) {
      for (RabbitManagedConnectionFactory each : List.of(queues, topics)) {
        each.setUri(broker.uri());
        ConnectionFactory connections = pool(each).connectionFactory();
        for (boolean commit : new boolean[] {false, true}) {
          manager.begin();
          publish(connections);
          if (commit) {
            manager.commit();
          } else {
            manager.rollback();
          }
          assertThat(admin.readyMessages(name)).isEqualTo(commit ? 1 : 0);
        }
        admin.purgeQueue(name);
      }
    }
  }

  private void publish(ConnectionFactory connections) throws JMSException {
    if (connections instanceof TopicConnectionFactory topics
        && connections instanceof QueueConnectionFactory queues) {
      assertThat(topics).isSameAs(queues);
    }
    try (QueueConnection connection =
        ((QueueConnectionFactory) connections).createQueueConnection()) {
      QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
      session.createSender(session.createQueue(name)).send(session.createTextMessage("x"));
    }
  }

  @Test
  void nativeConnectionsTakePart() throws Exception {
    try (AmqpManagedConnectionFactory plain = new AmqpManagedConnectionFactory()) {
      plain.setUri(broker.uri());
      TestPool natives = new TestPool(plain, transactions);
      pools.add(natives);
      AmqpConnectionFactory connections = natives.nativeConnectionFactory();
      for (boolean commit : new boolean[] {false, true}) {
        manager.begin();
        publish(connections, name);
        assertThat(admin.readyMessages(name)).isZero();
        if (commit) {
          manager.commit();
        } else {
          manager.rollback();
        }
        assertThat(admin.readyMessages(name)).isEqualTo(commit ? 3 : 0);
      }
      beginWithDatabase();
      publish(connections, "nowhere-" + name);
      assertThatThrownBy(manager::commit).isInstanceOf(Exception.class);
      assertThat(database.calls()).containsExactly("prepare", "rollback");
      publish(connections, name);
      assertThat(admin.readyMessages(name)).isEqualTo(6);
    }
  }

  private static void publish(AmqpConnectionFactory connections, String queue) {
    AmqpMessage message =
        AmqpMessage.of("", queue, AmqpProperties.builder().build(), new byte[] {1});
    try (AmqpConnection connection = connections.getConnection()) {
      connection.publish(message);
      connection.publishAll(List.of(message, message));
    }
  }

  @Test
  void timeoutOfTheContainerPublishesNothing() throws Exception {
    manager.setTransactionTimeout(1);
    manager.begin();
    manager.setTransactionTimeout(0);
    try (Connection connection = pool.connectionFactory().createConnection()) {
      Session session = connection.createSession();
      send(session, "early");
      await().until(() -> manager.getStatus() != Status.STATUS_ACTIVE && pool.inUse() == 0);
      assertThat(catchThrowable(() -> send(session, "late"))).isInstanceOf(JMSException.class);
    }
    assertThatThrownBy(manager::commit).isInstanceOf(Exception.class);

    send("after");
    assertThat(receive()).isEqualTo("after");
    assertThat(admin.readyMessages(name)).isZero();
  }

  @Test
  void connectionCutBeforeTheCommitRollsBack() throws Exception {
    send("received");
    beginWithDatabase();
    assertThat(receive()).isEqualTo("received");
    send("sent");
    proxy.cut();
    await().until(() -> pool.destroyed() == 1);

    assertThatThrownBy(manager::commit).isInstanceOf(Exception.class);

    assertThat(database.calls()).contains("rollback").doesNotContain("commit");
    await()
        .ignoreExceptionsInstanceOf(JMSRuntimeException.class)
        .until(() -> "received".equals(receive()));
    assertThat(admin.readyMessages(name)).isZero();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void connectionCutDuringTheCommitRollsTheDatabaseBack() throws Exception {
    send("warm");
    assertThat(receive()).isEqualTo("warm");
    beginWithDatabase();
    send("sent");
    proxy.stallInbound();
    Thread cutter =
        new Thread(
            () -> {
              await().until(() -> admin.readyMessages(name) == 1);
              proxy.cut();
            });
    cutter.start();

    assertThatThrownBy(manager::commit).isInstanceOf(Exception.class);

    cutter.join();
    assertThat(database.calls()).containsExactly("prepare", "rollback");
    proxy.resume();
    await().until(() -> pool.destroyed() == 1);
    assertThat(receive()).isEqualTo("sent");
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void brokerKilledBeforeTheCommitHasNothingOfIt() throws Exception {
    assumeTrue(broker.supportsFaults());
    // A kill would lose the queue while it is in the buffer of the broker's own log.
    broker.ctl("eval", "catch mnesia:sync_log().");
    beginWithDatabase();
    send("a", "b");
    broker.kill();
    try {
      assertThatThrownBy(manager::commit).isInstanceOf(Exception.class);
    } finally {
      broker.start();
    }

    assertThat(database.calls()).contains("rollback").doesNotContain("commit");
    await().until(() -> pool.destroyed() == 1);
    assertThat(admin.readyMessages(name)).isZero();
    manager.begin();
    send("c");
    manager.commit();
    assertThat(receive()).isEqualTo("c");
  }

  @Test
  void memoryAlarmEndsACommitInTime() throws Exception {
    assumeTrue(broker.supportsFaults());
    factory.setConfirmTimeout(500);
    pool = pool(factory);
    send("warm");
    admin.purgeQueue(name);
    admin.raiseMemoryAlarm();
    try {
      beginWithDatabase();
      send("a");
      assertThatThrownBy(manager::commit).isInstanceOf(Exception.class);
      assertThat(database.calls()).containsExactly("prepare", "rollback");
      assertThat(pool.inUse()).isZero();
    } finally {
      admin.clearMemoryAlarm();
    }
    manager.begin();
    send("b");
    manager.commit();
    // What was in doubt may come, too.
    await().until(() -> "b".equals(receive()));
  }
}
