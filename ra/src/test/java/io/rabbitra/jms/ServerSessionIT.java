package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facilities for application servers (Jakarta Messaging 3.1, section 10.2). */
class ServerSessionIT extends ApiTestBase {

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private RabbitConnection connection;

  ServerSessionIT(RabbitBroker broker) {
    super(broker);
  }

  /** Some sessions and a thread for each. */
  private static final class Pool implements ServerSessionPool, AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Session> free = new LinkedBlockingQueue<>();

    Pool(RabbitConnection connection, int size, int mode, MessageListener listener)
        throws JMSException {
      for (int i = 0; i < size; i++) {
        Session session = connection.createSession(mode);
        session.setMessageListener(listener);
        free.add(session);
      }
    }

    @Override
    public ServerSession getServerSession() {
      Session session;
      try {
        session = free.take();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return new ServerSession() {
        @Override
        public Session getSession() {
          return session;
        }

        @Override
        public void start() {
          threads.execute(
              () -> {
                session.run();
                free.add(session);
              });
        }
      };
    }

    @Override
    public void close() {
      threads.shutdown();
    }
  }

  @BeforeEach
  void open() throws Exception {
    connection = connect();
  }

  @Test
  void messagesGoToTheSessionsOfThePool() throws Exception {
    Queue queue = connection.createSession().createQueue(queueName);
    Pool pool = opened(new Pool(connection, 3, Session.AUTO_ACKNOWLEDGE, this::hear));
    ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, pool, 4);
    assertThat(consumer.getServerSessionPool()).isSameAs(pool);
    String[] texts = IntStream.range(0, 50).mapToObj(String::valueOf).toArray(String[]::new);
    admin.publish(queueName, texts);

    await().until(() -> heard.size() == texts.length);
    assertThat(heard).containsExactlyInAnyOrder(texts);
    consumer.close();
    consumer.close();
    assertThatThrownBy(consumer::getServerSessionPool).isInstanceOf(IllegalStateException.class);
    admin.publish(queueName, "later");
    assertThat(admin.readyMessages(queueName)).isEqualTo(1);
    connection.close();
    assertThat(heard).hasSize(texts.length);
    assertThat(admin.readyMessages(queueName)).isEqualTo(1);
  }

  @Test
  void selectorAndTopic() throws Exception {
    Session session = connection.createSession();
    Queue queue = session.createQueue(queueName);
    Topic topic = session.createTopic("topic." + queueName);
    Pool pool = opened(new Pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::hear));
    connection.createConnectionConsumer(queue, "n = 1", pool, 1);
    connection.createConnectionConsumer(topic, null, pool, 1);
    for (int n = 0; n < 2; n++) {
      Message message = session.createTextMessage("n" + n);
      message.setIntProperty("n", n);
      session.createProducer(queue).send(message);
    }
    session.createProducer(topic).send(session.createTextMessage("on topic"));

    await().until(() -> heard.size() == 2);
    assertThat(heard).containsExactlyInAnyOrder("n1", "on topic");
  }

  @Test
  void transactedServerSessionsSettleTheirOwnMessages() throws Exception {
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    Queue queue = session.createQueue(queueName);
    Pool pool = opened(new Pool(connection, 0, Session.AUTO_ACKNOWLEDGE, this::hear));
    session.setMessageListener(
        message -> {
          hear(message);
          try {
            if (message.getJMSRedelivered()) {
              session.commit();
            } else {
              session.rollback();
            }
          } catch (JMSException e) {
            throw new AssertionError(e);
          }
        });
    pool.free.add(session);
    connection.createConnectionConsumer(queue, null, pool, 2);
    admin.publish(queueName, "1", "2");

    await().until(() -> heard.size() == 4);
    assertThat(heard).containsExactlyInAnyOrder("1", "1", "2", "2");
    connection.close();
    assertThat(admin.readyMessages(queueName)).isZero();
  }

  @Test
  void nothingComesBeforeTheConnectionIsStarted() throws Exception {
    connection.stop();
    Queue queue = connection.createSession().createQueue(queueName);
    Pool pool = opened(new Pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::hear));
    connection.createConnectionConsumer(queue, "", pool, 1);
    admin.publish(queueName, "1");
    await().during(java.time.Duration.ofMillis(150)).until(heard::isEmpty);

    connection.start();

    await().until(() -> heard.equals(List.of("1")));
  }

  @Test
  void sessionWithAListenerOfItsOwnReceivesInNoOtherWay() throws Exception {
    Session session = connection.createSession();
    MessageConsumer consumer = session.createConsumer(session.createQueue(queueName));
    MessageListener listener = this::hear;
    assertThat(session.getMessageListener()).isNull();
    assertThatThrownBy(session::run).isInstanceOf(IllegalStateRuntimeException.class);

    session.setMessageListener(listener);

    assertThat(session.getMessageListener()).isSameAs(listener);
    assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> consumer.setMessageListener(listener))
        .isInstanceOf(IllegalStateException.class);
    session.run();
    session.setMessageListener(null);
    assertThat(consumer.receive(50)).isNull();
  }

  @Test
  void argumentsThatAreNotAllowed() throws Exception {
    Queue queue = connection.createSession().createQueue(queueName);
    Pool pool = opened(new Pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::hear));

    assertThatThrownBy(() -> connection.createConnectionConsumer((Queue) null, null, pool, 1))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "= 1", pool, 1))
        .isInstanceOf(InvalidSelectorException.class);
    assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, pool, 0))
        .isInstanceOf(JMSException.class);
    assertThat(admin.consumers(queueName)).isZero();
  }

  private void hear(Message message) {
    try {
      heard.add(message.getBody(String.class));
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }
}
