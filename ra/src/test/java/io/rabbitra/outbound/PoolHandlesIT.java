package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.ConnectionInfo;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What handles leave in the pool of WildFly and on the broker, and what they may do there. */
@ExtendWith(BrokerExtension.class)
@Timeout(120)
class PoolHandlesIT {

  private final String name = "handles-" + UUID.randomUUID();
  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final BrokerAdmin admin;
  private TestPool pool;
  private ConnectionFactory connectionFactory;

  PoolHandlesIT(RabbitBroker broker) {
    this.admin = new BrokerAdmin(broker);
    factory.setUri(broker.uri());
    factory.setConnectionName(name);
    factory.setClientId(name);
  }

  @BeforeEach
  void open() throws Exception {
    admin.declareQueue(name);
    pool = new TestPool(factory, 3, Duration.ofMillis(500), null);
    connectionFactory = pool.connectionFactory();
  }

  @AfterEach
  void close() {
    pool.close();
    factory.close();
    admin.deleteQueue(name);
  }

  @Test
  void fiveHundredHandlesWithSubscriptionsLeaveQueuesAndChannelsAsTheyWere() throws Exception {
    useAndReturn(0);
    List<String> queues = queues();
    int channels = channels();

    for (int i = 0; i < 500; i++) {
      useAndReturn(i);
    }

    await().untilAsserted(() -> assertThat(queues()).isEqualTo(queues));
    await().untilAsserted(() -> assertThat(channels()).isLessThanOrEqualTo(channels));
    assertThat(pool.created()).isEqualTo(1);
  }

  @Test
  void wrongLoginLeavesNothingInThePool() throws Exception {
    pool.inCall(
        () -> {
          assertThatThrownBy(() -> connectionFactory.createConnection("guest", "wrong"))
              .isInstanceOf(JMSSecurityException.class);
          assertThatThrownBy(() -> connectionFactory.createContext("guest", "wrong"))
              .isInstanceOf(JMSSecurityRuntimeException.class);
          return null;
        });

    assertThat(pool.inUse()).isZero();
    assertThat(connections()).isEmpty();
  }

  @Test
  void unusedConnectionWithALoginGoesBackToThePool() throws Exception {
    for (int i = 0; i < 5; i++) {
      pool.inCall(
          () -> {
            connectionFactory.createConnection("guest", "guest").close();
            return null;
          });
      assertThat(pool.inUse()).isZero();
    }

    assertThat(pool.created()).isEqualTo(1);
    assertThat(connections()).hasSize(1);
  }

  @Test
  void connectionWithALoginWorksAfterTheServerClosedItsHandle() throws Exception {
    Connection[] kept = new Connection[1];
    assertThatThrownBy(
            () -> pool.inCall(() -> kept[0] = connectionFactory.createConnection("guest", "guest")))
        .as("a handle is open at the end of the call")
        .isInstanceOf(ResourceException.class);
    assertThat(pool.inUse()).isZero();

    assertThat(kept[0].createSession().createTextMessage()).isNotNull();
    assertThat(pool.inUse()).isEqualTo(1);
    kept[0].close();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void sessionThatTheServerClosedLeavesTheConnectionUsable() throws Exception {
    Connection connection = connectionFactory.createConnection();
    Session[] session = new Session[1];
    assertThatThrownBy(() -> pool.inCall(() -> session[0] = connection.createSession()))
        .isInstanceOf(ResourceException.class);

    assertThat(pool.inUse()).isZero();
    assertThatThrownBy(session[0]::createTextMessage)
        .isInstanceOf(jakarta.jms.IllegalStateException.class);
    assertThat(connection.createSession().createTextMessage()).isNotNull();
    connection.close();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void everyArgumentOfASessionIsTakenAndAllButDupsOkIgnored() throws Exception {
    try (Connection connection = connectionFactory.createConnection()) {
      for (int mode = 0; mode <= 3; mode++) {
        for (boolean transacted : new boolean[] {true, false}) {
          try (Session session = connection.createSession(transacted, mode)) {
            assertThat(session.getTransacted()).isFalse();
            assertThat(session.getAcknowledgeMode())
                .isEqualTo(
                    !transacted && mode == Session.DUPS_OK_ACKNOWLEDGE
                        ? mode
                        : Session.AUTO_ACKNOWLEDGE);
          }
        }
      }
    }
    try (QueueConnection connection =
            ((QueueConnectionFactory) connectionFactory).createQueueConnection();
        Session session = connection.createQueueSession(false, 0)) {
      assertThat(session.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    }
    try (TopicConnection connection =
            ((TopicConnectionFactory) connectionFactory).createTopicConnection();
        Session session = connection.createTopicSession(false, 0)) {
      assertThat(session.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    }
  }

  @Test
  void durableSubscriptionsOfAllPooledConnectionsHaveTheFactorysClientId() throws Exception {
    try (JMSContext one = connectionFactory.createContext();
        JMSContext other = connectionFactory.createContext()) {
      Topic topic = one.createTopic(name);
      assertThat(one.getClientID()).isEqualTo(other.getClientID()).isEqualTo(name);
      one.createDurableConsumer(topic, "s").close();
      other.createProducer().send(topic, "kept");
      assertThat(other.createDurableConsumer(topic, "s").receiveBody(String.class, 5000))
          .isEqualTo("kept");
    }
    try (JMSContext third = connectionFactory.createContext()) {
      third.unsubscribe("s");
    }
  }

  /** Queues are what takes a broker's time, so not every handle makes some. */
  private void useAndReturn(int turn) throws JMSException {
    try (Connection connection = connectionFactory.createConnection()) {
      connection.start();
      Session session = connection.createSession();
      Topic topic = session.createTopic(name);
      session.createConsumer(session.createQueue(name));
      if (turn % 5 == 0) {
        session.createConsumer(topic);
      }
      if (turn % 50 == 0) {
        session.createSharedConsumer(topic, "s");
        session.createConsumer(session.createTemporaryQueue());
        session.createConsumer(session.createTemporaryTopic());
        session.createConsumer(session.createQueue(name), "x = 1");
        session.createProducer(topic).send(session.createMessage());
      }
    }
  }

  private List<String> queues() {
    return admin.queues().stream().map(queue -> queue.name()).sorted().toList();
  }

  private int channels() {
    return connections().stream().mapToInt(ConnectionInfo::channels).sum();
  }

  private List<ConnectionInfo> connections() {
    return admin.connections().stream()
        .filter(connection -> connection.name().contains(name))
        .toList();
  }
}
