package io.rabbitra.outbound;

import static io.rabbitra.outbound.SendReceiveIT.inBackground;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.RabbitResourceAdapter;
import io.rabbitra.container.TestContainer;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.ConnectionInfo;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.resource.spi.security.PasswordCredential;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** In the connection pool of WildFly, on a real broker. */
@ExtendWith(BrokerExtension.class)
@Timeout(120)
class PoolIT {

  private final String name = "pool-" + UUID.randomUUID();
  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private TestPool pool;

  PoolIT(RabbitBroker broker) {
    this.broker = broker;
    this.admin = new BrokerAdmin(broker);
    factory.setUri(broker.uri());
    factory.setConnectionName(name);
  }

  @BeforeEach
  void open() throws Exception {
    assumeTrue(broker.supportsFaults());
    admin.declareQueue(name);
    // A kill would lose the queue while it is in the buffer of the broker's own log.
    broker.ctl("eval", "catch mnesia:sync_log().");
    pool = new TestPool(factory, 2, Duration.ofMillis(500), null);
  }

  @AfterEach
  void close() {
    pool.close();
    factory.close();
    admin.deleteQueue(name);
  }

  @Test
  void manySendersInTurnUseOnePhysicalConnection() {
    for (int i = 0; i < 500; i++) {
      send("m" + i);
    }

    assertThat(admin.readyMessages(name)).isEqualTo(500);
    assertThat(pool.created()).isEqualTo(1);
    assertThat(physicalConnections()).isEqualTo(1);
  }

  @Test
  void handleAfterARestartOfTheBrokerWorks() {
    send("before");
    broker.kill();
    broker.start();
    await().until(() -> pool.destroyed() == 1);

    send("after");

    assertThat(pool.created()).isEqualTo(2);
    assertThat(admin.readyMessages(name)).isEqualTo(2);
  }

  @Test
  void idleConnectionToAFrozenBrokerIsGivenUpAndTheNextHandleWorks() {
    factory.setHeartbeat(1);
    send("before");
    broker.freeze();
    try {
      await().atMost(Duration.ofSeconds(6)).until(() -> pool.destroyed() == 1);
    } finally {
      broker.resume();
    }

    send("after");

    assertThat(admin.readyMessages(name)).isEqualTo(2);
  }

  @Test
  void connectionThatDiesInUseIsReplaced() throws Exception {
    try (Connection connection = pool.connectionFactory().createConnection()) {
      connection.start();
      Session session = connection.createSession();
      MessageConsumer consumer = session.createConsumer(session.createQueue(name));
      CompletableFuture<Message> receiving = inBackground(consumer::receive);

      admin.closeAllConnections();

      assertThatThrownBy(() -> receiving.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(JMSException.class);
      await().until(() -> pool.destroyed() == 1);
      assertThatThrownBy(session::createTextMessage).isInstanceOf(JMSException.class);
      session.close();

      assertThat(connection.createSession().createTextMessage()).isNotNull();
    }
    send("works");
    assertThat(admin.readyMessages(name)).isEqualTo(1);
  }

  @Test
  void nothingIsLeftOfAHandleInThePool() throws Exception {
    factory.setPrefetch(5);
    try (JMSContext publisher = pool.connectionFactory().createContext()) {
      for (int i = 0; i < 6; i++) {
        publisher.createProducer().send(publisher.createQueue(name), "m" + i);
      }
    }
    Session leaked;
    TemporaryQueue temporary;
    try (Connection connection = pool.connectionFactory().createConnection()) {
      connection.start();
      leaked = connection.createSession();
      temporary = leaked.createTemporaryQueue();
      MessageConsumer consumer = leaked.createConsumer(leaked.createQueue(name));
      assertThat(consumer.receive(5000)).isNotNull();
    }

    await().until(() -> admin.consumers(name) == 0);
    await().until(() -> admin.readyMessages(name) == 5);
    assertThat(admin.unackedMessages(name)).isZero();
    assertThat(admin.queues()).noneMatch(queue -> queue.name().equals(nameOf(temporary)));
    assertThatThrownBy(leaked::createTextMessage).isInstanceOf(IllegalStateException.class);
    assertThat(pool.created()).isEqualTo(1);
    assertThat(pool.destroyed()).isZero();
  }

  @Test
  void exhaustedPoolIsAResourceAllocationException() throws Exception {
    try (Connection connection = pool.connectionFactory().createConnection();
        Connection second = pool.connectionFactory().createConnection();
        Connection third = pool.connectionFactory().createConnection()) {
      connection.createSession();
      second.createSession();

      assertThatThrownBy(third::createSession).isInstanceOf(ResourceAllocationException.class);
      second.close();
      assertThat(third.createSession()).isNotNull();
    }
  }

  @Test
  void subjectOfTheContainerDecidesWhoLogsIn() throws Exception {
    String user = "u-" + UUID.randomUUID();
    admin.addUser(user, "secret");
    Subject subject = new Subject();
    PasswordCredential credential = new PasswordCredential(user, "secret".toCharArray());
    credential.setManagedConnectionFactory(factory);
    subject.getPrivateCredentials().add(credential);
    try (TestPool signedOn = new TestPool(factory, 2, Duration.ofSeconds(5), subject);
        JMSContext context = signedOn.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(name), "as somebody");

      assertThat(admin.connections())
          .filteredOn(connection -> connection.name().contains(name))
          .extracting(ConnectionInfo::user)
          .containsExactly(user);
    } finally {
      admin.deleteUser(user);
    }
  }

  @Test
  void loginsOfApplicationsDoNotShareConnections() {
    String user = "u-" + UUID.randomUUID();
    admin.addUser(user, "secret");
    try {
      send("as guest");
      for (int i = 0; i < 2; i++) {
        try (JMSContext context = pool.connectionFactory().createContext(user, "secret")) {
          context.createProducer().send(context.createQueue(name), "as somebody");
        }
      }
      send("as guest");

      assertThat(admin.connections())
          .filteredOn(connection -> connection.name().contains(name))
          .extracting(ConnectionInfo::user)
          .containsExactlyInAnyOrder("guest", user);
    } finally {
      admin.deleteUser(user);
    }
  }

  @Test
  void containersRestrictionsHold() throws Exception {
    try (Connection connection = pool.connectionFactory().createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      assertThat(session.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
      assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> session.setMessageListener(null))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void beanGetsItsReplyWhileEveryWorkerIsInsideABean() throws Exception {
    RabbitResourceAdapter adapter = new RabbitResourceAdapter();
    adapter.setMaxWorkers(2);
    CountDownLatch beansEnd = new CountDownLatch(1);
    RabbitManagedConnectionFactory ofAdapter = new RabbitManagedConnectionFactory();
    ofAdapter.setUri(broker.uri());
    try (TestContainer container = new TestContainer()) {
      adapter.start(container.bootstrapContext());
      ofAdapter.setResourceAdapter(adapter);
      try (TestPool busy = new TestPool(ofAdapter, 2, Duration.ofSeconds(5), null)) {
        for (int i = 0; i < 5; i++) {
          adapter.runtime().threads().workers().execute(() -> waitFor(beansEnd));
        }
        await().until(() -> adapter.runtime().threads().activeWorkers() == 2);

        try (JMSContext context = busy.connectionFactory().createContext()) {
          TemporaryQueue replies = context.createTemporaryQueue();
          var consumer = context.createConsumer(replies);
          context
              .createProducer()
              .setJMSReplyTo(replies)
              .send(context.createQueue(name), "question");
          assertThat(admin.get(name)).isPresent();
          admin.publish(nameOf(replies), "answer");

          assertThat(consumer.receiveBody(String.class, 5000)).isEqualTo("answer");
          assertThat(adapter.runtime().threads().queuedTasks()).isEqualTo(3);
        }
      } finally {
        beansEnd.countDown();
        adapter.stop();
      }
    }
  }

  private void send(String text) {
    try (JMSContext context = pool.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(name), text);
    }
  }

  private long physicalConnections() {
    return admin.connections().stream()
        .filter(connection -> connection.name().contains(name))
        .count();
  }

  private static String nameOf(Queue queue) {
    try {
      return queue.getQueueName();
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage());
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
