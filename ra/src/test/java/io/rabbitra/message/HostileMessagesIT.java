package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.message.RabbitObjectMessageTest.Gadget;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a broker lets through is a usable message, or a format error of its body. */
@ExtendWith(BrokerExtension.class)
class HostileMessagesIT {

  private static final int MESSAGES = 10_000;
  private static final int BATCH = 500;
  private static final int LARGE = 16 << 20;
  private static final long SEED = 20_261_123;

  private final MessageMapper mapper =
      new MessageMapper(new RabbitDestinationMapper(), TrustedPackages.parse("java.util"));
  private Connection connection;
  private Channel channel;
  private String queue;

  @BeforeEach
  void connect(RabbitBroker broker) throws Exception {
    Gadget.EXECUTIONS.set(0);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.confirmSelect();
    queue = channel.queueDeclare().getQueue();
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  private RabbitMessage receive() throws Exception {
    GetResponse response = channel.basicGet(queue, true);
    assertThat(response).isNotNull();
    return mapper.decode(response.getEnvelope(), response.getProps(), response.getBody());
  }

  @Test
  void everyGeneratedMessageIsUsableOrAFormatErrorOfItsBody() throws Exception {
    HostileMessages generated = new HostileMessages(SEED);
    int malformed = 0;
    for (int i = 0; i < MESSAGES; i++) {
      channel.basicPublish("", queue, generated.properties(), generated.body());
      if (i % BATCH == BATCH - 1) {
        channel.waitForConfirmsOrDie(30_000);
        for (int j = 0; j < BATCH; j++) {
          malformed += readAll(receive()) ? 0 : 1;
        }
      }
    }
    assertThat(malformed).isBetween(MESSAGES / 100, MESSAGES / 2);
    assertThat(Gadget.EXECUTIONS).hasValue(0);
    assertThat(connection.isOpen()).isTrue();
  }

  /** Reads everything; false if the body is malformed. */
  private boolean readAll(RabbitMessage message) throws JMSException {
    assertThat(message.toString()).isNotNull();
    assertThat(message.getJMSPriority()).isBetween(0, 9);
    assertThat(message.getJMSDeliveryMode()).isBetween(1, 2);
    assertThat(message.getIntProperty("JMSXDeliveryCount")).isPositive();
    message.getJMSCorrelationIDAsBytes();
    message.getJMSReplyTo();
    message.getJMSDestination();
    message.sender();
    for (String name : Collections.list(message.getPropertyNames())) {
      assertThat(message.propertyExists(name)).isTrue();
      Object value = message.getObjectProperty(name);
      assertThat(ValueConversion.isPropertyValue(value)).isTrue();
      assertThat(message.getStringProperty(name))
          .isEqualTo(value == null ? null : value.toString());
    }
    boolean readable = isBodyReadable(message);
    if (readable) {
      sendOn(message);
    }
    return readable;
  }

  private static boolean isBodyReadable(Message message) throws JMSException {
    try {
      if (message instanceof TextMessage text) {
        text.getText();
      } else if (message instanceof BytesMessage bytes) {
        bytes.getBody(Object.class);
      } else if (message instanceof MapMessage map) {
        map.getBody(Object.class);
      } else if (message instanceof ObjectMessage object) {
        object.isBodyAssignableTo(String.class);
        object.getObject();
      } else if (message instanceof StreamMessage stream) {
        readToTheEnd(stream);
      }
      return true;
    } catch (MessageFormatException malformed) {
      return false;
    }
  }

  private static void readToTheEnd(StreamMessage stream) throws JMSException {
    try {
      while (true) {
        stream.readObject();
      }
    } catch (MessageEOFException end) {
      stream.reset();
    }
  }

  /** Properties and body can be sent on as they came; the other headers are the sender's. */
  private void sendOn(Message message) throws JMSException {
    message.setJMSMessageID("ID:1");
    message.setJMSCorrelationID(null);
    message.setJMSType(null);
    message.setJMSExpiration(0);
    message.setJMSTimestamp(System.currentTimeMillis());
    assertThat(mapper.encode(message).properties()).isNotNull();
  }

  @Test
  void largeBodiesOfEveryTypePass() throws Exception {
    byte[] large = new byte[LARGE - 1000];
    Arrays.fill(large, (byte) 'x');
    RabbitBytesMessage bytes = new RabbitBytesMessage();
    bytes.writeBytes(large);
    RabbitMapMessage map = new RabbitMapMessage();
    map.setBytes("large", large);
    RabbitStreamMessage stream = new RabbitStreamMessage();
    stream.writeBytes(large);
    String text = "x".repeat(LARGE);
    for (RabbitMessage message :
        List.of(bytes, map, stream, new RabbitTextMessage(text), new RabbitObjectMessage(large))) {
      EncodedMessage encoded = mapper.encode(message);
      channel.basicPublish("", queue, encoded.properties(), encoded.body());
      channel.waitForConfirmsOrDie(30_000);
      RabbitMessage received = receive();
      if (received instanceof RabbitTextMessage receivedText) {
        assertThat(receivedText.getText().equals(text)).isTrue();
      } else {
        assertThat(bytesOf(received)).isEqualTo(large);
      }
    }
  }

  private static byte[] bytesOf(RabbitMessage message) throws JMSException {
    if (message instanceof RabbitMapMessage map) {
      return map.getBytes("large");
    }
    return message instanceof RabbitStreamMessage stream
        ? (byte[]) stream.readObject()
        : message.getBody(byte[].class);
  }

  @Test
  void numbersThatTheBrokerRefusesPass() throws Exception {
    RabbitMessage message = new RabbitMessage();
    message.setFloatProperty("nan", Float.NaN);
    message.setDoubleProperty("infinite", Double.POSITIVE_INFINITY);
    EncodedMessage encoded = mapper.encode(message);
    channel.basicPublish("", queue, encoded.properties(), encoded.body());
    channel.waitForConfirmsOrDie(30_000);
    RabbitMessage received = receive();
    assertThat(received.getFloatProperty("nan")).isNaN();
    assertThat(received.getDoubleProperty("infinite")).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void gadgetIsNotExecutedOnItsWayThroughABroker() throws Exception {
    EncodedMessage encoded = mapper.encode(new RabbitObjectMessage(new Gadget()));
    channel.basicPublish("", queue, encoded.properties(), encoded.body());
    channel.waitForConfirmsOrDie(30_000);
    RabbitMessage received = receive();
    assertThatThrownBy(() -> received.getBody(Object.class))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("Gadget is not trusted");
    assertThat(Gadget.EXECUTIONS).hasValue(0);
  }
}
