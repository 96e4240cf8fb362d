package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The client identifier (Jakarta Messaging 3.1, section 6.1.2). */
class ClientIdIT extends ApiTestBase {

  private interface Step {
    void run(Connection connection) throws JMSException;
  }

  private final String clientId = "client-" + queueName;

  ClientIdIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void isSetOnceAndFirst() throws Exception {
    Connection connection = opened(connections.createConnection());
    assertThat(connection.getClientID()).isNull();

    connection.setClientID(clientId);

    assertThat(connection.getClientID()).isEqualTo(clientId);
    assertThatThrownBy(() -> connection.setClientID(clientId + "2"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.setClientID(clientId))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isTooLateAfterAnyUseOfAConnection() throws Exception {
    for (Step use :
        List.<Step>of(
            Connection::createSession,
            Connection::start,
            Connection::stop,
            Connection::getMetaData,
            connection -> connection.setExceptionListener(e -> {}))) {
      Connection connection = opened(connections.createConnection());
      use.run(connection);
      assertThatThrownBy(() -> connection.setClientID(clientId))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void isTooLateAfterAnyUseOfAContext() {
    for (Consumer<JMSContext> use :
        List.<Consumer<JMSContext>>of(
            JMSContext::createProducer,
            JMSContext::createTextMessage,
            JMSContext::createTemporaryQueue,
            JMSContext::start,
            context -> context.createQueue(queueName),
            context -> context.createConsumer(queue(context)),
            context -> opened(context.createContext(JMSContext.AUTO_ACKNOWLEDGE)))) {
      JMSContext context = context();
      use.accept(context);
      assertThatThrownBy(() -> context.setClientID(clientId))
          .isInstanceOf(IllegalStateRuntimeException.class);
    }
  }

  @Test
  void ofAContextIsSetFirst() {
    JMSContext context = context();
    context.setClientID(clientId);

    assertThat(context.getClientID()).isEqualTo(clientId);
    assertThatThrownBy(() -> context.setClientID("other"))
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> context().setClientID(clientId))
        .isInstanceOf(InvalidClientIDRuntimeException.class);
  }

  @Test
  void isUniqueAmongConnectionsThatAreOpen() throws Exception {
    Connection first = opened(connections.createConnection());
    first.setClientID(clientId);
    Connection second = opened(connections.createConnection());

    assertThatThrownBy(() -> second.setClientID(clientId))
        .isInstanceOf(InvalidClientIDException.class);
    first.close();
    second.setClientID(clientId);

    assertThat(second.getClientID()).isEqualTo(clientId);
  }

  @Test
  void isAText() throws Exception {
    Connection connection = opened(connections.createConnection());

    for (String invalid : new String[] {null, "", " ", "x".repeat(300)}) {
      assertThatThrownBy(() -> connection.setClientID(invalid))
          .as("%s", invalid)
          .isInstanceOf(InvalidClientIDException.class);
    }
    connection.setClientID("ü " + clientId);
    assertThatThrownBy(() -> context().setClientID(null))
        .isInstanceOf(InvalidClientIDRuntimeException.class);
  }

  @Test
  void ofTheFactoryCannotBeChanged() throws Exception {
    factory.setClientId(clientId);
    Connection connection = opened(connections.createConnection());

    assertThat(connection.getClientID()).isEqualTo(clientId);
    assertThatThrownBy(() -> connection.setClientID("other"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connections::createConnection).isInstanceOf(InvalidClientIDException.class);
    assertThatThrownBy(connections::createContext)
        .isInstanceOf(InvalidClientIDRuntimeException.class);
    connection.close();
    assertThat(opened(connections.createContext()).getClientID()).isEqualTo(clientId);
  }
}
