package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.ContentHeaderPropertyWriter;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Sends properties through the client's own codec, so that tests see what a receiver sees. */
final class Wire {

  static final long NOW = 1_800_000_000_123L;

  static final MessageMapper MAPPER =
      new MessageMapper(
          new RabbitDestinationMapper(),
          TrustedPackages.NONE,
          Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  private Wire() {}

  static AMQP.BasicProperties transfer(AMQP.BasicProperties properties) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    // A content header starts with its weight and the size of the body.
    frame.writeShort(0);
    frame.writeLong(0);
    properties.writePropertiesTo(new ContentHeaderPropertyWriter(frame));
    frame.flush();
    return new AMQP.BasicProperties(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  static RabbitMessage roundTrip(Message message) throws JMSException, IOException {
    EncodedMessage encoded = MAPPER.encode(message);
    return MAPPER.decode(envelope(false), transfer(encoded.properties()), encoded.body());
  }

  static Envelope envelope(boolean redelivered) {
    return new Envelope(1, redelivered, "", "orders");
  }

  static RabbitMessage receive(AMQP.BasicProperties properties, String body) throws IOException {
    return MAPPER.decode(
        envelope(false), transfer(properties), body.getBytes(StandardCharsets.UTF_8));
  }

  static RabbitMessage receive(boolean redelivered, Map<String, Object> headers)
      throws IOException {
    return MAPPER.decode(
        envelope(redelivered),
        transfer(new AMQP.BasicProperties.Builder().headers(new HashMap<>(headers)).build()),
        new byte[0]);
  }
}
