package io.rabbitra.publishing;

import com.rabbitmq.client.AMQP;
import io.rabbitra.AmqpMessage;
import io.rabbitra.AmqpProperties;
import io.rabbitra.amqp.Publication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what an application publishes in the terms of the client library. Stateless. */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
final class Publications {

  private static final int PERSISTENT = 2;
  private static final int TRANSIENT = 1;

  private Publications() {}

  static Publication of(AmqpMessage message) {
    boolean directReply = Publication.isDirectReply(message.exchange(), message.routingKey());
    return new Publication(
        message.exchange(),
        message.routingKey(),
        message.isMandatory() && !directReply,
        basic(message.properties()),
        message.body());
  }

  private static AMQP.BasicProperties basic(AmqpProperties properties) {
    Map<String, Object> headers = properties.headers();
    return new AMQP.BasicProperties.Builder()
        .contentType(properties.contentType())
        .contentEncoding(properties.contentEncoding())
        .headers(headers.isEmpty() ? null : table(headers))
        .deliveryMode(properties.isPersistent() ? PERSISTENT : TRANSIENT)
        .priority(properties.priority())
        .correlationId(properties.correlationId())
        .replyTo(properties.replyTo())
        .expiration(
            properties.expiration() == null
                ? null
                : Long.toString(properties.expiration().toMillis()))
        .messageId(properties.messageId())
        .timestamp(properties.timestamp() == null ? null : Date.from(properties.timestamp()))
        .type(properties.type())
        .userId(properties.userId())
        .appId(properties.appId())
        .build();
  }

  private static Map<String, Object> table(Map<?, ?> headers) {
    Map<String, Object> table = new LinkedHashMap<>();
    headers.forEach((name, value) -> table.put((String) name, field(value)));
    return table;
  }

  private static Object field(Object value) {
    if (value instanceof Instant instant) {
      return Date.from(instant);
    }
    if (value instanceof Map<?, ?> map) {
      return table(map);
    }
    if (value instanceof List<?> list) {
      List<Object> array = new ArrayList<>(list.size());
      list.forEach(element -> array.add(field(element)));
      return array;
    }
    return value;
  }
}
