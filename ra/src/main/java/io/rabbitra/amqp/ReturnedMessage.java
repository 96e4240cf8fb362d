package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What basic.return brought, which says nothing of which publish it answers: it is recognized by
 * what is in it.
 */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
record ReturnedMessage(
    int replyCode,
    String replyText,
    String exchange,
    String routingKey,
    AMQP.BasicProperties properties,
    byte[] body) {

  /** It can not be this message. */
  static final int OTHER = 0;

  /** It is this message or one that is the same. */
  static final int SAME = 4;

  /**
   * How much it looks like a message that was published, from {@link #OTHER} to {@link #SAME}. A
   * plugin of the broker may have changed headers on the way, so what differs in them is less alike
   * and not another one.
   */
  int resemblance(Publication published) {
    boolean candidate =
        published.mandatory()
            && Objects.equals(properties.getMessageId(), published.properties().getMessageId());
    if (!candidate) {
      return OTHER;
    }
    if (!exchange.equals(published.exchange()) || !routingKey.equals(published.routingKey())) {
      return 1;
    }
    if (!Arrays.equals(body, published.body())) {
      return 2;
    }
    return sameTable(headersOf(properties), headersOf(published.properties())) ? SAME : 3;
  }

  BrokerException failure() {
    return new BrokerException(
        BrokerException.Kind.UNROUTABLE,
        "no queue took the message sent to "
            + Publication.target(exchange, routingKey)
            + ": "
            + replyCode
            + " "
            + replyText);
  }

  private static Map<String, Object> headersOf(AMQP.BasicProperties properties) {
    return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
  }

  private static boolean sameTable(Map<?, ?> read, Map<?, ?> written) {
    return read.keySet().equals(written.keySet())
        && read.keySet().stream().allMatch(name -> sameValue(read.get(name), written.get(name)));
  }

  private static boolean sameList(List<?> read, List<?> written) {
    return read.size() == written.size()
        && IntStream.range(0, read.size()).allMatch(i -> sameValue(read.get(i), written.get(i)));
  }

  /** Whether a value that was read is what was written: some change their type on the wire. */
  private static boolean sameValue(Object read, Object written) {
    if (read instanceof LongString) {
      return written != null && read.toString().equals(written.toString());
    }
    if (read instanceof byte[] bytes) {
      return written instanceof byte[] others && Arrays.equals(bytes, others);
    }
    if (read instanceof Date date) {
      return written instanceof Date other && seconds(date) == seconds(other);
    }
    if (read instanceof Map<?, ?> table) {
      return written instanceof Map<?, ?> other && sameTable(table, other);
    }
    if (read instanceof List<?> list) {
      return written instanceof List<?> other && sameList(list, other);
    }
    return Objects.equals(read, written);
  }

  private static long seconds(Date date) {
    return Math.floorDiv(date.getTime(), 1000L);
  }
}
