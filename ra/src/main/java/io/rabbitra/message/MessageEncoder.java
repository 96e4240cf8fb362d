package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import jakarta.jms.DeliveryMode;
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

  EncodedMessage encode(Message any, Map<String, Object> extraHeaders, boolean expirationAsHeader)
      throws JMSException {
    RabbitMessage message = any instanceof RabbitMessage own ? own : ForeignMessages.copy(any);
    WireBody body = message.wireBody();
    long timestamp = message.getJMSTimestamp();
    Map<String, Object> headers = headers(message, body);
    if (expirationAsHeader && message.getJMSExpiration() != 0) {
      headers.put(WireNames.EXPIRATION, message.getJMSExpiration());
    }
    headers.putAll(extraHeaders);
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType(body.contentType())
            .contentEncoding(body.contentEncoding())
            .headers(headers)
            .deliveryMode(deliveryMode(message.getJMSDeliveryMode()))
            .priority(Math.max(0, Math.min(9, message.getJMSPriority())))
            .correlationId(ShortStrings.require("JMSCorrelationID", message.getJMSCorrelationID()))
            .replyTo(
                ShortStrings.require("JMSReplyTo", destinations.toReplyTo(message.getJMSReplyTo())))
            .expiration(expirationAsHeader ? null : expiration(message))
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
    headers.putAll(body.headers());
    return headers;
  }

  /** A message that nobody has sent before may say anything else. */
  private static int deliveryMode(int header) {
    return header == DeliveryMode.NON_PERSISTENT
        ? DeliveryMode.NON_PERSISTENT
        : DeliveryMode.PERSISTENT;
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
