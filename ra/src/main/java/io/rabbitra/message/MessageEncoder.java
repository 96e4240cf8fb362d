package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/** The sending half of {@link MessageMapper}. */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
final class MessageEncoder {

  /** RabbitMQ closes the channel with 406 for a longer time to live. */
  private static final long MAX_TIME_TO_LIVE_MS = 4_294_967_295L;

  private final DestinationMapper destinations;
  private final Clock clock;

  MessageEncoder(DestinationMapper destinations, Clock clock) {
    this.destinations = destinations;
    this.clock = clock;
  }

  EncodedMessage encode(Message any) throws JMSException {
    RabbitMessage message = any instanceof RabbitMessage own ? own : ForeignMessages.copy(any);
    WireBody body = message.wireBody();
    long timestamp = message.getJMSTimestamp();
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType(body.contentType())
            .contentEncoding(body.contentEncoding())
            .headers(headers(message, body))
            .deliveryMode(message.getJMSDeliveryMode())
            .priority(message.getJMSPriority())
            .correlationId(ShortStrings.require("JMSCorrelationID", message.getJMSCorrelationID()))
            .replyTo(
                ShortStrings.require("JMSReplyTo", destinations.toReplyTo(message.getJMSReplyTo())))
            .expiration(expiration(message))
            .messageId(ShortStrings.require("JMSMessageID", message.getJMSMessageID()))
            .timestamp(timestamp == 0 ? null : new Date(timestamp))
            .type(ShortStrings.require("JMSType", message.getJMSType()))
            .build();
    return new EncodedMessage(properties, body.bytes());
  }

  private static Map<String, Object> headers(RabbitMessage message, WireBody body)
      throws JMSException {
    Map<String, Object> headers = new HashMap<>();
    message.properties().writeTo(headers);
    long timestamp = message.getJMSTimestamp();
    if (timestamp != 0) {
      headers.put(WireNames.TIMESTAMP_IN_MS, timestamp);
    }
    long deliveryTime = message.getJMSDeliveryTime();
    if (deliveryTime != 0 && deliveryTime != timestamp) {
      headers.put(WireNames.DELIVERY_TIME, deliveryTime);
    }
    if (message.correlationId().isBinary()) {
      headers.put(WireNames.CORRELATION_ID_TYPE, WireNames.BINARY);
    }
    if (body.kind() != null) {
      headers.put(WireNames.MESSAGE_KIND, body.kind());
    }
    return headers;
  }

  private String expiration(RabbitMessage message) throws JMSException {
    long expiration = message.getJMSExpiration();
    if (expiration == 0) {
      return null;
    }
    long sent = message.getJMSTimestamp() == 0 ? clock.millis() : message.getJMSTimestamp();
    long timeToLive = Math.max(0, expiration - sent);
    if (timeToLive > MAX_TIME_TO_LIVE_MS) {
      throw new JMSException(
          "JMSExpiration: a time to live of "
              + timeToLive
              + " ms; RabbitMQ allows at most "
              + MAX_TIME_TO_LIVE_MS
              + " ms (49 days)");
    }
    return Long.toString(timeToLive);
  }
}
