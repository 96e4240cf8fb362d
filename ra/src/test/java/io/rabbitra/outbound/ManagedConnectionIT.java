package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import io.rabbitra.AmqpException;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.jms.Demarcation;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionSettings;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The calls of a container on one pooled unit (Jakarta Connectors 2.1, chapter 6). */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class ManagedConnectionIT {

  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
  private final FaultProxy proxy;
  private RabbitManagedConnection unit;
  private ConnectionFactory connections;

  ManagedConnectionIT(RabbitBroker broker) {
    proxy = new FaultProxy(broker);
    factory.setUri(proxy.uri());
  }

  @BeforeEach
  void open() throws Exception {
    unit = (RabbitManagedConnection) factory.createManagedConnection(null, null);
    unit.addConnectionEventListener(new Recorder(events));
    connections = (ConnectionFactory) factory.createConnectionFactory(new OneUnit(unit));
  }

  @AfterEach
  void close() throws Exception {
    unit.destroy();
    factory.close();
    proxy.close();
  }

  @Test
  void closedHandleIsToldOnceWithItsName() throws Exception {
    Session first = connections.createConnection().createSession();
    Session second = connections.createConnection().createSession();

    first.close();
    first.close();

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getId()).isEqualTo(ConnectionEvent.CONNECTION_CLOSED);
    assertThat(events.get(0).getConnectionHandle()).isSameAs(first);
    assertThat(second.createTextMessage()).isNotNull();
  }

  @Test
  void nativeHandleIsToldOnceAndCleanupInvalidatesIt() throws Exception {
    AmqpManagedConnectionFactory ofNative = new AmqpManagedConnectionFactory();
    ofNative.setUri(proxy.uri());
    ManagedConnection nativeUnit = ofNative.createManagedConnection(null, null);
    nativeUnit.addConnectionEventListener(new Recorder(events));
    AmqpConnectionFactory natives =
        (AmqpConnectionFactory) ofNative.createConnectionFactory(new OneUnit(nativeUnit));
    try {
      AmqpConnection closed = natives.getConnection();
      AmqpConnection open = natives.getConnection();

      closed.close();
      closed.close();
      nativeUnit.cleanup();
      open.close();

      assertThat(events).hasSize(1);
      assertThat(events.get(0).getId()).isEqualTo(ConnectionEvent.CONNECTION_CLOSED);
      assertThat(events.get(0).getConnectionHandle()).isSameAs(closed);
      assertThatThrownBy(() -> open.publishAll(List.of())).isInstanceOf(AmqpException.class);
    } finally {
      nativeUnit.destroy();
      ofNative.close();
    }
  }

  @Test
  void movedNativeHandleIsClosedAtItsNewUnit() throws Exception {
    AmqpManagedConnectionFactory ofNative = new AmqpManagedConnectionFactory();
    ofNative.setUri(proxy.uri());
    ManagedConnection before = ofNative.createManagedConnection(null, null);
    ManagedConnection after = ofNative.createManagedConnection(null, null);
    after.addConnectionEventListener(new Recorder(events));
    try {
      AmqpConnection handle = (AmqpConnection) before.getConnection(null, null);

      after.associateConnection(handle);
      before.destroy();
      handle.publishAll(List.of());
      handle.close();

      assertThat(events).extracting(ConnectionEvent::getConnectionHandle).containsExactly(handle);
      assertThatThrownBy(() -> after.associateConnection("of another adapter"))
          .isInstanceOf(ResourceException.class);
    } finally {
      before.destroy();
      after.destroy();
      ofNative.close();
    }
  }

  @Test
  void cleanupInvalidatesEveryHandleAndKeepsTheConnection() throws Exception {
    Session first = connections.createConnection().createSession();
    Session second = connections.createConnection().createSession();

    unit.cleanup();
    unit.cleanup();

    assertThatThrownBy(first::createTextMessage).isInstanceOf(JMSException.class);
    assertThatThrownBy(second::createTextMessage).isInstanceOf(JMSException.class);
    first.close();
    assertThat(events).isEmpty();
    assertThat(proxy.connections()).isEqualTo(1);
    assertThat(unit.getConnection(null, null)).isInstanceOf(RabbitSession.class);
  }

  @Test
  void destroyedUnitTakesCleanupAndDestroyButGivesNoHandle() throws Exception {
    unit.destroy();
    unit.destroy();
    unit.cleanup();

    await().until(() -> proxy.connections() == 0);
    assertThatThrownBy(() -> unit.getConnection(null, null)).isInstanceOf(ResourceException.class);
    assertThat(factory.getInvalidConnections(Set.of(unit))).isEqualTo(Set.of(unit));
    assertThat(events).isEmpty();
  }

  @Test
  void lossIsToldOnceAndTheUnitMatchesNoMore() throws Exception {
    assertThat(factory.matchManagedConnections(Set.of(unit), null, null)).isSameAs(unit);
    assertThat(factory.getInvalidConnections(Set.of(unit))).isEmpty();

    proxy.cut();

    await().until(() -> !events.isEmpty());
    unit.cleanup();
    unit.destroy();
    assertThat(events)
        .extracting(ConnectionEvent::getId)
        .containsExactly(ConnectionEvent.CONNECTION_ERROR_OCCURRED);
    assertThat(factory.matchManagedConnections(Set.of(unit), null, null)).isNull();
    assertThat(factory.getInvalidConnections(Set.of(unit))).isEqualTo(Set.of(unit));
  }

  @Test
  void unitOfOneLoginDoesNotServeAnother() throws Exception {
    ConnectionRequestInfo other = new RabbitConnectionRequestInfo(new Login("other", "p"));

    assertThat(factory.matchManagedConnections(Set.of(unit), null, other)).isNull();
    assertThat(
            factory.matchManagedConnections(
                Set.of(unit), null, new RabbitConnectionRequestInfo(null)))
        .isSameAs(unit);
  }

  @Test
  void unitOfOneFactoryDoesNotServeAnother() throws Exception {
    RabbitManagedConnectionFactory other = new RabbitManagedConnectionFactory();
    other.setUri(proxy.uri());
    assertThat(other.matchManagedConnections(Set.of(unit), null, null)).isSameAs(unit);

    other.setVirtualHost("other");
    assertThat(other.matchManagedConnections(Set.of(unit), null, null)).isNull();
  }

  @Test
  void settingsThatAreWrongLeaveNoConnection() throws Exception {
    class Wrong extends RabbitManagedConnectionFactory {
      private static final long serialVersionUID = 1L;

      @Override
      SessionSettings sessionSettings() throws ResourceException {
        throw new ResourceException("wrong");
      }
    }
    try (Wrong wrong = new Wrong()) {
      wrong.setUri(proxy.uri());
      assertThatThrownBy(() -> wrong.createManagedConnection(null, null))
          .isInstanceOf(ResourceException.class);
      ConnectionFactory direct = (ConnectionFactory) wrong.createConnectionFactory();
      assertThatThrownBy(direct::createConnection).isInstanceOf(JMSException.class);

      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void closedHandleIsNotMovedAndALostOneWorksOnAnotherUnit() throws Exception {
    Session closed = connections.createConnection().createSession();
    Session lost = connections.createConnection().createSession();
    closed.close();
    assertThatThrownBy(() -> unit.associateConnection(closed))
        .isInstanceOf(ResourceException.class);
    proxy.cut();
    await().until(() -> !factory.getInvalidConnections(Set.of(unit)).isEmpty());
    await().until(() -> events.size() == 2);
    unit.cleanup();
    assertThatThrownBy(lost::createTextMessage).isInstanceOf(JMSException.class);
    ManagedConnection other = factory.createManagedConnection(null, null);
    try {
      other.addConnectionEventListener(new Recorder(events));
      other.associateConnection(lost);
      other.associateConnection(lost);
      lost.createTextMessage();
      lost.close();
      // A handle that was listed twice would be invalidated once more.
      assertThat(events).hasSize(3);
      other.cleanup();
      assertThatThrownBy(lost::createTextMessage)
          .isInstanceOf(jakarta.jms.IllegalStateException.class);
    } finally {
      other.destroy();
    }
  }

  @Test
  void listenerThatFailsKeepsNobodyFromBeingTold() throws Exception {
    List<ConnectionEvent> later = new CopyOnWriteArrayList<>();
    unit.addConnectionEventListener(new FailingListener());
    unit.addConnectionEventListener(new Recorder(later));
    RabbitSession session = (RabbitSession) connections.createConnection().createSession();

    unit.demarcated(session, Demarcation.STARTED);
    session.close();

    assertThat(later)
        .extracting(ConnectionEvent::getId)
        .containsExactly(
            ConnectionEvent.LOCAL_TRANSACTION_STARTED, ConnectionEvent.CONNECTION_CLOSED);
  }

  private static final class FailingListener implements ConnectionEventListener {

    private static RuntimeException failure() {
      return new IllegalStateException("a container that fails");
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
      throw failure();
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
      throw failure();
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
      throw failure();
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
      throw failure();
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      throw failure();
    }
  }

  @Test
  void hasLocalTransactionsOnlyAndKnowsItsUser() throws Exception {
    assertThatThrownBy(unit::getXAResource).isInstanceOf(NotSupportedException.class);
    assertThat(unit.getLocalTransaction()).isNotNull().isSameAs(unit.getLocalTransaction());
    assertThat(unit.getMetaData().getUserName()).isEqualTo("guest");
    assertThat(unit.getMetaData().getEISProductName()).isEqualTo("RabbitMQ");
  }
}
