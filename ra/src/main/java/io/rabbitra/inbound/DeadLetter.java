package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import io.rabbitra.message.RedeliveryHistory;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the endpoint writes into a message that it dead-letters, besides the message's own headers.
 *
 * <table>
 * <caption>Headers of a dead-lettered message</caption>
 * <tr><td>{@code x-original-queue}</td><td>the queue it failed in</td></tr>
 * <tr><td>{@code x-original-exchange}</td><td>the exchange it was published to, empty for the
 *     default exchange</td></tr>
 * <tr><td>{@code x-original-routing-key}</td><td>the routing key it was published with</td></tr>
 * <tr><td>{@code x-original-user-id}</td><td>its user-id, if it had one: RabbitMQ takes the
 *     property only from that user</td></tr>
 * <tr><td>{@code x-exception-class}, {@code x-exception-message}</td><td>what the bean threw;
 *     neither of them if only its transaction was rolled back</td></tr>
 * <tr><td>{@code x-exception-cause}</td><td>the innermost cause of that, class and message, if
 *     there is one</td></tr>
 * <tr><td>{@code x-failed-deliveries}</td><td>how many deliveries failed</td></tr>
 * <tr><td>{@code x-dead-lettered-time}</td><td>when, in ms since the epoch by the clock of the
 *     application server</td></tr>
 * </table>
 *
 * <p>Names are cut to 255 characters, other texts to 1000. Where the headers then exceed a frame,
 * the three about the exception are left out. The message has no expiration any more, and the
 * header CC, by which the broker would route it further, is gone.
 */
final class DeadLetter {

  static final String QUEUE = "x-original-queue";
  static final String EXCHANGE = "x-original-exchange";
  static final String ROUTING_KEY = "x-original-routing-key";
  static final String USER_ID = "x-original-user-id";
  static final String EXCEPTION_CLASS = "x-exception-class";
  static final String EXCEPTION_MESSAGE = "x-exception-message";
  static final String EXCEPTION_CAUSE = "x-exception-cause";
  static final String FAILED = "x-failed-deliveries";
  static final String TIME = "x-dead-lettered-time";

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TEXT = 1000;
  private static final int LONGEST_CHAIN = 100;

  private DeadLetter() {}

  /**
   * The properties of a message that is given up.
   *
   * @param history of the delivery that failed last
   * @param failed deliveries, that one included
   * @param thrown by the bean, or null
   * @param now in ms since the epoch
   * @param brief without the headers about the exception
   */
  static AMQP.BasicProperties of(
      AMQP.BasicProperties properties,
      String queue,
      RedeliveryHistory history,
      long failed,
      Throwable thrown,
      long now,
      boolean brief) {
    AMQP.BasicProperties original = history.original(properties);
    Map<String, Object> headers = new HashMap<>(original.getHeaders());
    headers.put(QUEUE, queue);
    headers.put(EXCHANGE, history.exchange());
    headers.put(ROUTING_KEY, history.routingKey());
    headers.put(FAILED, failed);
    headers.put(TIME, now);
    headers.remove(USER_ID);
    if (original.getUserId() != null) {
      headers.put(USER_ID, original.getUserId());
    }
    headers.remove(EXCEPTION_CLASS);
    headers.remove(EXCEPTION_MESSAGE);
    headers.remove(EXCEPTION_CAUSE);
    if (thrown != null && !brief) {
      headers.put(EXCEPTION_CLASS, cut(thrown.getClass().getName(), LONGEST_NAME));
      headers.put(EXCEPTION_MESSAGE, cut(messageOf(thrown), LONGEST_TEXT));
      Throwable innermost = innermost(thrown);
      if (innermost != thrown) {
        String text = innermost.getClass().getName() + ": " + messageOf(innermost);
        headers.put(EXCEPTION_CAUSE, cut(text, LONGEST_TEXT));
      }
    }
    return original.builder().headers(headers).userId(null).build();
  }

  private static Throwable innermost(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable innermost = thrown;
    Throwable next = thrown;
    while (next != null && seen.size() < LONGEST_CHAIN && seen.add(next)) {
      innermost = next;
      next = ExceptionWish.causeOf(next);
    }
    return innermost;
  }

  private static String messageOf(Throwable thrown) {
    try {
      return String.valueOf(thrown.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return "no message, for getMessage failed: " + e.getClass().getName();
    }
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }
}
