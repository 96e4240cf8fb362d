package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import io.rabbitra.AmqpProperties;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The properties of a received message as {@link AmqpProperties}.
 *
 * <p>Texts are Strings at every depth. A value that {@link AmqpProperties} has no form for, such as
 * tables nested without end or an expiration that is no number, is left out: no message is refused
 * for what its sender wrote beside the body.
 */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
final class ReceivedProperties {

  private ReceivedProperties() {}

  static AmqpProperties of(AMQP.BasicProperties received) {
    AmqpProperties.Builder builder = AmqpProperties.builder();
    set(received.getContentType(), builder::contentType);
    set(received.getContentEncoding(), builder::contentEncoding);
    builder.persistent(Integer.valueOf(2).equals(received.getDeliveryMode()));
    set(received.getPriority(), builder::priority);
    set(received.getCorrelationId(), builder::correlationId);
    set(received.getReplyTo(), builder::replyTo);
    set(received.getExpiration(), text -> builder.expiration(Duration.ofMillis(millis(text))));
    set(received.getMessageId(), builder::messageId);
    set(received.getTimestamp(), time -> builder.timestamp(time.toInstant()));
    set(received.getType(), builder::type);
    set(received.getUserId(), builder::userId);
    set(received.getAppId(), builder::appId);
    if (received.getHeaders() != null) {
      received
          .getHeaders()
          .forEach((name, value) -> set(name, key -> builder.header(key, plain(value))));
    }
    return builder.build();
  }

  private static <T> void set(T value, Consumer<T> setter) {
    if (value != null) {
      try {
        setter.accept(value);
      } catch (IllegalArgumentException | StackOverflowError e) {
        ConsumerSession.LOG.log(
            Level.DEBUG, "A property of a message is left out: {0}", e.getMessage());
      }
    }
  }

  private static long millis(String expiration) {
    // NumberFormatException is an IllegalArgumentException.
    return Long.parseLong(expiration.trim());
  }

  private static Object plain(Object value) {
    if (value instanceof LongString text) {
      return text.toString();
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>(list.size());
      list.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((name, item) -> plain.put(String.valueOf(name), plain(item)));
      return plain;
    }
    return value;
  }
}
