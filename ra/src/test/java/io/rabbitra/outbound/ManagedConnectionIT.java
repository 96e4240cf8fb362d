package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.jms.RabbitSession;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
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

  /** Gives every handle from the one unit. */
  private record OneUnit(ManagedConnection unit) implements ConnectionManager {

    @Override
    public Object allocateConnection(ManagedConnectionFactory from, ConnectionRequestInfo info)
        throws ResourceException {
      return unit.getConnection(null, info);
    }
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
  void takesNoPartInTransactionsAndKnowsItsUser() throws Exception {
    assertThatThrownBy(unit::getXAResource).isInstanceOf(NotSupportedException.class);
    assertThatThrownBy(unit::getLocalTransaction).isInstanceOf(NotSupportedException.class);
    assertThat(unit.getMetaData().getUserName()).isEqualTo("guest");
    assertThat(unit.getMetaData().getEISProductName()).isEqualTo("RabbitMQ");
  }

  private record Recorder(List<ConnectionEvent> events) implements ConnectionEventListener {

    @Override
    public void connectionClosed(ConnectionEvent event) {
      events.add(event);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      events.add(event);
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
      events.add(event);
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
      events.add(event);
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
      events.add(event);
    }
  }
}
