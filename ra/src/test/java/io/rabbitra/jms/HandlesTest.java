package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.destination.RabbitQueue;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The handles without a broker: their units are never asked for the wire. */
class HandlesTest {

  /** Hands out sessions over units without a connection. */
  private static final class Stub implements SessionSource, SessionOwner {

    private static final long serialVersionUID = 1L;

    private final boolean managed;
    private final transient AtomicInteger closed = new AtomicInteger();

    Stub(boolean managed) {
      this.managed = managed;
    }

    @Override
    public RabbitSession take(String userName, String password) {
      return new RabbitSession(this, new SessionCore(null, Duration.ofSeconds(1), 1));
    }

    @Override
    public boolean managed() {
      return managed;
    }

    @Override
    public String clientId() {
      return null;
    }

    @Override
    public void closed(RabbitSession handle) {
      closed.incrementAndGet();
    }

    @Override
    public void left(RabbitSession handle) {}
  }

  private final Stub container = new Stub(true);
  private final Stub plain = new Stub(false);

  @Test
  void containerForbidsWhatTheSpecificationForbids() throws Exception {
    Connection connection = connections(container).createConnection();
    Session session = connection.createSession();

    assertThatThrownBy(() -> connection.setClientID("x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.setExceptionListener(null))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.createConnectionConsumer((Queue) null, null, null, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(session::getMessageListener).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.setMessageListener(null))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(session::run).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(connection::createSession)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one session");
    try (JMSContext context = connections(container).createContext()) {
      JMSProducer producer = context.createProducer();
      assertThatThrownBy(() -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE))
          .isInstanceOf(IllegalStateRuntimeException.class);
      assertThatThrownBy(() -> producer.setAsync(null))
          .isInstanceOf(IllegalStateRuntimeException.class);
    }
  }

  @Test
  void containerHasNoClientAcknowledge() throws Exception {
    Connection connection = connections(container).createConnection();

    assertThat(connection.createSession(Session.CLIENT_ACKNOWLEDGE).getAcknowledgeMode())
        .isEqualTo(Session.AUTO_ACKNOWLEDGE);
  }

  @Test
  void connectionMayHaveAnotherSessionAfterTheContainerTookTheFirstBack() throws Exception {
    RabbitConnection connection = (RabbitConnection) connections(container).createConnection();
    connection.createSession().invalidate(null);

    assertThat(connection.createSession()).isNotNull();
  }

  @Test
  void lostSessionSaysWhyUntilItIsClosed() throws Exception {
    RabbitConnection connection = (RabbitConnection) connections(plain).createConnection();
    RabbitSession session = connection.createSession();
    session.invalidate(new BrokerException(BrokerException.Kind.UNREACHABLE, "missed heartbeats"));

    assertThatThrownBy(session::createTextMessage)
        .isExactlyInstanceOf(JMSException.class)
        .hasMessage("missed heartbeats");
    session.close();
    assertThatThrownBy(session::createTextMessage).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sessionIsClosedOnceByManyThreads() throws Exception {
    for (int round = 0; round < 50; round++) {
      Stub owner = new Stub(false);
      Session session = connections(owner).createConnection().createSession();
      CyclicBarrier together = new CyclicBarrier(3);
      Thread[] threads = new Thread[3];
      for (int i = 0; i < threads.length; i++) {
        threads[i] =
            new Thread(
                () -> {
                  try {
                    together.await();
                    session.close();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(owner.closed).hasValue(1);
    }
  }

  @Test
  void whatIsNotThereYetIsNamed() throws Exception {
    Connection connection = connections(plain).createConnection();
    Session session = connection.createSession();

    assertThatThrownBy(session::createMapMessage).hasMessageContaining("MapMessage");
    assertThatThrownBy(session::createObjectMessage).hasMessageContaining("ObjectMessage");
    assertThatThrownBy(session::createStreamMessage).hasMessageContaining("StreamMessage");
    assertThatThrownBy(session::createTemporaryTopic).hasMessageContaining("temporary topics");
    assertThatThrownBy(() -> session.createBrowser(null)).hasMessageContaining("browsers");
    assertThatThrownBy(() -> session.createConsumer(new RabbitQueue("q"), "a = 1"))
        .hasMessageContaining("selectors");
    assertThatThrownBy(() -> session.createDurableConsumer(null, "n"))
        .hasMessageContaining("durable");
    assertThatThrownBy(() -> connection.createSession(true, Session.AUTO_ACKNOWLEDGE))
        .hasMessageContaining("transacted");
    assertThatThrownBy(() -> connection.setExceptionListener(e -> {}))
        .hasMessageContaining("exception listeners");
    assertThatThrownBy(() -> session.createConsumer(session.createTopic("t")))
        .hasMessageContaining("topic");
    try (JMSContext context = connections(plain).createContext()) {
      assertThatThrownBy(() -> context.createProducer().send(new RabbitQueue("q"), Map.of()))
          .hasMessageContaining("MapMessage");
      assertThatThrownBy(() -> context.createSharedConsumer(null, "n"))
          .hasMessageContaining("shared");
    }
  }

  @Test
  void closedContextSaysSoEverywhere() {
    JMSContext context = connections(plain).createContext();
    JMSProducer producer = context.createProducer();
    context.close();

    assertThatThrownBy(context::createProducer).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(context::getClientID).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(context::start).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(context::createMapMessage).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> context.unsubscribe("n"))
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE))
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> producer.send(new RabbitQueue("q"), Map.of()))
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> producer.setPriority(3))
        .isInstanceOf(IllegalStateRuntimeException.class);
  }

  @Test
  void producerOfAContextKeepsAndConvertsItsProperties() {
    try (JMSContext context = connections(plain).createContext()) {
      JMSProducer producer =
          context
              .createProducer()
              .setProperty("n", 5)
              .setProperty("s", "text")
              .setJMSType("t")
              .setJMSCorrelationID("c")
              .setPriority(9)
              .setTimeToLive(100);

      assertThat(producer.getLongProperty("n")).isEqualTo(5);
      assertThat(producer.getStringProperty("n")).isEqualTo("5");
      assertThat(producer.getPropertyNames()).containsExactlyInAnyOrder("n", "s");
      assertThat(producer.getJMSType()).isEqualTo("t");
      assertThat(producer.getPriority()).isEqualTo(9);
      assertThatThrownBy(() -> producer.getIntProperty("s"))
          .isInstanceOf(NumberFormatException.class);
      assertThat(producer.clearProperties().propertyExists("n")).isFalse();
      assertThatThrownBy(() -> producer.send(new RabbitQueue("q"), (jakarta.jms.Message) null))
          .isInstanceOf(MessageFormatRuntimeException.class);
      assertThatThrownBy(() -> producer.setPriority(10)).isInstanceOf(JMSRuntimeException.class);
    }
  }

  @Test
  void destinationsAreCheckedBeforeAnythingIsSent() throws Exception {
    Session session = connections(plain).createConnection().createSession();
    MessageProducer bound = session.createProducer(new RabbitQueue("q"));
    MessageProducer free = session.createProducer(null);

    assertThatThrownBy(() -> free.send(session.createMessage()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> bound.send(new RabbitQueue("r"), session.createMessage()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> free.send(null, session.createMessage()))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> free.send(new RabbitQueue(), session.createMessage()))
        .isInstanceOf(InvalidDestinationException.class)
        .hasMessageContaining("without a name");
    assertThatThrownBy(() -> session.createConsumer((Queue) () -> "x".repeat(300)))
        .isInstanceOf(InvalidDestinationException.class);
  }

  private static RabbitConnectionFactory connections(SessionSource source) {
    return new RabbitConnectionFactory(source);
  }
}
