package io.rabbitra.benchmark.micro;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.LongStringHelper;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.message.EncodedMessage;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.RabbitBytesMessage;
import io.rabbitra.message.RabbitMapMessage;
import io.rabbitra.message.RabbitMessage;
import io.rabbitra.message.RabbitTextMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.Map;
import java.util.TreeMap;

/** The messages that are mapped, as applications make them and as they come from the wire. */
final class SampleMessages {

  private static final int TEXT_LENGTH = 256;
  private static final int BYTES_LENGTH = 4096;
  private static final long SENT = 1_700_000_000_123L;
  private static final String QUEUE = "orders";

  private SampleMessages() {}

  static MessageMapper mapper() {
    return new MessageMapper(new RabbitDestinationMapper());
  }

  /** 256 B of text, and five properties. */
  static TextMessage text() throws JMSException {
    TextMessage message = new RabbitTextMessage("x".repeat(TEXT_LENGTH));
    message.setStringProperty("region", "europe-west");
    message.setStringProperty("customer", "customer-4711");
    message.setIntProperty("quantity", 42);
    message.setLongProperty("account", 12_345_678_901L);
    message.setBooleanProperty("express", true);
    return sent(message);
  }

  /** 4 KiB, without properties. */
  static BytesMessage bytes() throws JMSException {
    BytesMessage message = new RabbitBytesMessage();
    message.writeBytes(new byte[BYTES_LENGTH]);
    message.reset();
    return sent(message);
  }

  /** Five entries of five types. */
  static MapMessage map() throws JMSException {
    MapMessage message = new RabbitMapMessage();
    message.setString("customer", "customer-4711");
    message.setInt("quantity", 42);
    message.setLong("account", 12_345_678_901L);
    message.setDouble("price", 19.99);
    message.setBoolean("express", true);
    return sent(message);
  }

  /** What a session does to a message before it is encoded. */
  private static <T extends Message> T sent(T message) throws JMSException {
    message.setJMSDestination(new RabbitQueue(QUEUE));
    message.setJMSDeliveryMode(DeliveryMode.PERSISTENT);
    message.setJMSPriority(Message.DEFAULT_PRIORITY);
    message.setJMSTimestamp(SENT);
    message.setJMSDeliveryTime(SENT);
    message.setJMSMessageID("ID:0b6fb1d8-9f0e-4b3c-8d52-6a4f5d1f8f11");
    return message;
  }

  /** A delivery as the client library hands it over: texts among the headers are no Strings. */
  @SuppressWarnings("ArrayRecordComponent") // as the client library hands it over, not copied
  record Wire(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {

    static Wire of(Message message) throws JMSException {
      EncodedMessage encoded = mapper().encode(message);
      Map<String, Object> headers = new TreeMap<>(encoded.properties().getHeaders());
      headers.replaceAll(
          (name, value) ->
              value instanceof String text ? LongStringHelper.asLongString(text) : value);
      return new Wire(
          new Envelope(1, false, "", QUEUE),
          encoded.properties().builder().headers(headers).build(),
          encoded.body());
    }

    RabbitMessage decodedBy(MessageMapper mapper) {
      return mapper.decode(envelope, properties, body);
    }
  }
}
