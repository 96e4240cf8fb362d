package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.Referenceable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import javax.naming.Reference;
import org.junit.jupiter.api.Test;

/** The connection factory: logins, and what JNDI needs of it. */
class FactoryIT extends ApiTestBase {

  FactoryIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void refusedLoginIsASecurityExceptionEverywhere() {
    assertThatThrownBy(() -> connections.createConnection("guest", "wrong"))
        .isInstanceOf(JMSSecurityException.class);
    assertThatThrownBy(() -> connections.createQueueConnection("guest", "wrong"))
        .isInstanceOf(JMSSecurityException.class);
    assertThatThrownBy(() -> connections.createTopicConnection("nobody", null))
        .isInstanceOf(JMSSecurityException.class);
    assertThatThrownBy(() -> connections.createContext("guest", "wrong"))
        .isInstanceOf(JMSSecurityRuntimeException.class);
    assertThatThrownBy(() -> connections.createContext("nobody", "", JMSContext.CLIENT_ACKNOWLEDGE))
        .isInstanceOf(JMSSecurityRuntimeException.class);
  }

  @Test
  void loginOfTheApplicationIsUsed() throws Exception {
    factory.setUserName("nobody");
    factory.setPassword("wrong");
    assertThatThrownBy(connections::createConnection).isInstanceOf(JMSSecurityException.class);

    try (Connection connection = connections.createConnection("guest", "guest")) {
      assertThat(connection.createSession()).isNotNull();
    }
  }

  @Test
  void connectionBeginsStopped() throws Exception {
    admin.publish(queueName, "early");
    try (Connection connection = connections.createConnection()) {
      var session = connection.createSession();
      var consumer = session.createConsumer(session.createQueue(queueName));
      assertThat(consumer.receive(150)).isNull();
      connection.start();
      assertThat(consumer.receive(SOON)).isNotNull();
    }
  }

  @Test
  void factoryTravelsBySerialization() throws Exception {
    factory.setClientId("serial-" + queueName);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(connections);
    }
    Object copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = in.readObject();
    }

    assertThat(copy)
        .isEqualTo(connections)
        .isInstanceOf(QueueConnectionFactory.class)
        .isInstanceOf(TopicConnectionFactory.class);
    try (Connection connection = ((ConnectionFactory) copy).createConnection()) {
      assertThat(connection.getClientID()).isEqualTo("serial-" + queueName);
    }
  }

  @Test
  void referenceOfTheContainerIsKept() throws Exception {
    Reference reference = new Reference(ConnectionFactory.class.getName());
    ((Referenceable) connections).setReference(reference);

    assertThat(connections.getReference()).isSameAs(reference);
  }
}
