package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * When a received message has outlived its time to live. The broker drops what expires in a queue;
 * it does not watch the time of a message that was delayed, which has it in a header, and any
 * message may expire while it waits in a buffer.
 *
 * @param time in ms since the epoch; 0 if it does not expire
 * @param timestamp the time of sending in ms since the epoch, 0 if unknown
 * @param unwatched whether the time came in a header, so that the broker may not watch it
 */
public record Expiration(long time, long timestamp, boolean unwatched) {

  private static final Expiration NEVER = new Expiration(0, 0, false);

  /** That of a message, as its headers tell. */
  public static Expiration of(RabbitMessage message) {
    return new Expiration(
        message.getJMSExpiration(), message.getJMSTimestamp(), message.hasExpirationInHeader());
  }

  /** That of a delivery. Never throws for what a sender may have sent. */
  public static Expiration of(Envelope envelope, AMQP.BasicProperties properties) {
    Map<String, Object> headers =
        properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    ReceivedHeaders received = new ReceivedHeaders(headers, envelope.isRedeliver());
    long timestamp = received.timestamp(properties.getTimestamp());
    RedeliveryHistory history = RedeliveryHistory.of(envelope, properties);
    if (history.isOfCopy()) {
      // Not the time of the sender, whose clock may have been refuted.
      return new Expiration(history.expires(), timestamp, true);
    }
    if (properties.getExpiration() != null) {
      return watched(properties.getExpiration(), timestamp);
    }
    Long inHeader = received.expiration();
    return inHeader == null ? NEVER : new Expiration(inHeader, timestamp, true);
  }

  private static Expiration watched(String timeToLive, long timestamp) {
    try {
      long sent = timestamp == 0 ? System.currentTimeMillis() : timestamp;
      return new Expiration(Math.addExact(sent, Long.parseLong(timeToLive.strip())), sent, false);
    } catch (NumberFormatException | ArithmeticException notTime) {
      return NEVER;
    }
  }

  /**
   * Whether it is over. The sender's clock is trusted if it is not refuted by the arrival.
   *
   * @param waitedNanos since the arrival, in ns
   */
  public boolean isOver(long waitedNanos) {
    if (time == 0) {
      return false;
    }
    long now = System.currentTimeMillis();
    if (unwatched) {
      return time <= now;
    }
    long waited = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
    // AMQP alone tells only the second.
    long latest = time + (timestamp % 1000 == 0 ? 999 : 0);
    long arrival = now - waited;
    return waited >= time - timestamp
        || (latest <= now && timestamp <= arrival && arrival < latest);
  }
}
