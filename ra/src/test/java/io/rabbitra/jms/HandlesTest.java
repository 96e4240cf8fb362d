package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.work.AdapterThreads;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The handles without a broker: their units are never asked for the wire. */
class HandlesTest {

  /** Hands out sessions over units without a connection. */
  private final class Stub implements SessionSource, SessionProvider, SessionOwner {

    private static final long serialVersionUID = 1L;

    private final boolean managed;
    private final transient AtomicInteger closed = new AtomicInteger();

    Stub(boolean managed) {
      this.managed = managed;
    }

    @Override
    public SessionProvider connect(String userName, String password, LossListener losses) {
      return this;
    }

    @Override
    public RabbitSession take() {
      return new RabbitSession(this, new SessionCore(null, settings));
    }

    @Override
    public void claim(String clientId) {}

    @Override
    public void close() {}

    @Override
    public boolean managed() {
      return managed;
    }

    @Override
    public boolean allowsLocalTransactions() {
      return false;
    }

    @Override
    public BrokerProperties brokerProperties() {
      return BrokerProperties.NONE;
    }

    @Override
    public String clientId() {
      return null;
    }

    @Override
    public void closed(UnitHandle handle) {
      closed.incrementAndGet();
    }

    @Override
    public void left(UnitHandle handle) {}

    @Override
    public void demarcated(RabbitSession handle, Demarcation what) {}
  }

  private final AdapterThreads threads = AdapterThreads.standalone(1);
  private final SessionSettings settings =
      new SessionSettings(
          Duration.ofSeconds(1),
          1,
          false,
          TxMode.CONFIRM,
          new MessageMapper(new RabbitDestinationMapper()),
          new DeliveryMemory(),
          threads);
  private final Stub container = new Stub(true);
  private final Stub plain = new Stub(false);

  @AfterEach
  void stopThreads() {
    threads.stop(Duration.ofSeconds(5));
  }

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
    RabbitTopic topic = new RabbitTopic("t");
    assertThatThrownBy(() -> connection.createConnectionConsumer(topic, null, null, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.createSharedConnectionConsumer(topic, "n", null, null, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.createDurableConnectionConsumer(topic, "n", null, null, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> connection.createSharedDurableConnectionConsumer(topic, "n", null, null, 1))
        .isInstanceOf(IllegalStateException.class);
    MessageProducer producerOfQueue = session.createProducer(new RabbitQueue("q"));
    assertThatThrownBy(() -> producerOfQueue.send(session.createMessage(), new Completions()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connection::createSession)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one session");
    try (JMSContext context = connections(container).createContext()) {
      JMSProducer producer = context.createProducer();
      assertThatThrownBy(() -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE))
          .isInstanceOf(IllegalStateRuntimeException.class);
      assertThatThrownBy(() -> context.setClientID("x"))
          .isInstanceOf(IllegalStateRuntimeException.class);
      assertThatThrownBy(() -> context.setExceptionListener(null))
          .isInstanceOf(IllegalStateRuntimeException.class);
      assertThatThrownBy(context::stop).isInstanceOf(IllegalStateRuntimeException.class);
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
