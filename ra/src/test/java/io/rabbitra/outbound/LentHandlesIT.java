package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import io.rabbitra.AmqpMessage;
import io.rabbitra.AmqpProperties;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.publishing.NativeConnection;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.resource.spi.ManagedConnection;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** A container that lends subclasses of the handles, whose public methods go to the handles. */
class LentHandlesIT extends UnitTestBase {

  /** What TomEE generates has no state; here a constructor has to be called. */
  private static final class LentSession extends RabbitSession {
    private final RabbitSession handle;

    LentSession(RabbitSession handle, RabbitManagedConnection unit) {
      super(unit, unit.core());
      this.handle = handle;
    }

    @Override
    public RabbitSession behind(RabbitSession what) {
      return handle.behind(what);
    }
  }

  private static final class LentConnection extends NativeConnection {
    private final NativeConnection handle;

    LentConnection(NativeConnection handle) {
      super(null, null);
      this.handle = handle;
    }

    @Override
    public void publish(AmqpMessage message) {
      handle.publish(message);
    }

    @Override
    public void close() {
      handle.close();
    }
  }

  private WeakReference<RabbitSession> lent;

  LentHandlesIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void aSessionSendsAndReceivesBehindWhatIsLent() throws Exception {
    open();
    String queue = queue();
    connections =
        (jakarta.jms.ConnectionFactory)
            factory.createConnectionFactory(
                (from, info) -> lend((RabbitSession) unit.getConnection(null, info)));

    try (Connection connection = connections.createConnection();
        Session session = connection.createSession()) {
      session.createProducer(session.createQueue(queue)).send(session.createTextMessage("a"));
      connection.start();
      Message received = session.createConsumer(session.createQueue(queue)).receive(SECONDS_5);
      assertThat(received.getBody(String.class)).isEqualTo("a");

      System.gc();
      assertThat(lent.get()).as("what is lent lives as long as the session").isNotNull();
    }
  }

  @Test
  void aNativeConnectionPublishesBehindWhatIsLent() throws Exception {
    String queue = queue();
    try (AmqpManagedConnectionFactory natives = new AmqpManagedConnectionFactory()) {
      natives.setUri(proxy.uri());
      ManagedConnection nativeUnit = natives.createManagedConnection(null, null);
      AmqpConnectionFactory factoryOfNatives =
          (AmqpConnectionFactory)
              natives.createConnectionFactory(
                  (from, info) ->
                      new LentConnection((NativeConnection) nativeUnit.getConnection(null, info)));

      try (AmqpConnection connection = factoryOfNatives.getConnection()) {
        connection.publish("", queue, AmqpProperties.builder().build(), new byte[] {1});
      }

      assertThat(admin.readyMessages(queue)).isEqualTo(1);
      nativeUnit.destroy();
    }
  }

  private RabbitSession lend(RabbitSession handle) {
    RabbitSession result = new LentSession(handle, unit);
    lent = new WeakReference<>(result);
    return result;
  }
}
