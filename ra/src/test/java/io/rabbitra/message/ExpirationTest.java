package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class ExpirationTest {

  private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
  private static final Envelope FIRST = new Envelope(1, false, "amq.topic", "order.new");
  private static final Envelope OF_COPY = new Envelope(1, false, "", "orders");

  private final long now = System.currentTimeMillis();

  private static AMQP.BasicProperties header(Object expiration) {
    return new AMQP.BasicProperties.Builder()
        .headers(Map.of("rabbitra-expiration", expiration))
        .build();
  }

  private static AMQP.BasicProperties timeToLive(long millis, long sent) {
    return new AMQP.BasicProperties.Builder()
        .expiration(Long.toString(millis))
        .timestamp(sent == 0 ? null : new Date(sent))
        .headers(sent == 0 ? Map.of() : Map.of("timestamp_in_ms", sent))
        .build();
  }

  /** By the properties, and by the message that is made of them. */
  private static boolean isOver(Envelope envelope, AMQP.BasicProperties properties, long waited) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(waited);
    boolean over = Expiration.of(envelope, properties).isOver(nanos);
    assertThat(Expiration.of(Wire.MAPPER.decode(envelope, properties, new byte[0])).isOver(nanos))
        .isEqualTo(over);
    return over;
  }

  @Test
  void timeInAHeaderIsWatchedHereOnly() {
    assertThat(isOver(FIRST, header(now - 1), 0)).isTrue();
    assertThat(isOver(FIRST, header(now + MINUTE), 0)).isFalse();
    assertThat(isOver(FIRST, header("never"), 0)).isFalse();
    assertThat(isOver(FIRST, new AMQP.BasicProperties(), MINUTE)).isFalse();
  }

  @Test
  void timeToLiveMayPassInABuffer() {
    assertThat(isOver(FIRST, timeToLive(MINUTE, now), 0)).isFalse();
    assertThat(isOver(FIRST, timeToLive(MINUTE, now), MINUTE)).isTrue();
    assertThat(Expiration.of(FIRST, timeToLive(MINUTE, 0)).isOver(0)).isFalse();
    assertThat(Expiration.of(FIRST, timeToLive(MINUTE, 0)).isOver(TimeUnit.MINUTES.toNanos(1)))
        .isTrue();
    long sent = now - MINUTE - 1;
    assertThat(isOver(FIRST, timeToLive(MINUTE, sent), MINUTE / 2)).isTrue();
  }

  @Test
  void clockThatTheArrivalRefutesIsNotTrusted() {
    assertThat(isOver(FIRST, timeToLive(MINUTE, now - 60 * MINUTE), 0)).isFalse();
  }

  @Test
  void copyAfterAFailureExpiresWhenItsHistorySays() {
    AMQP.BasicProperties original = timeToLive(MINUTE, now - 60 * MINUTE);
    RedeliveryHistory history =
        RedeliveryHistory.of(FIRST, original).afterFailure(FIRST, original, now);
    AMQP.BasicProperties copy =
        history.copy("orders", original, now).builder().expiration(null).build();
    assertThat(Expiration.of(OF_COPY, copy).isOver(0)).as("the clock was refuted").isFalse();
    RedeliveryHistory old =
        RedeliveryHistory.of(FIRST, original).afterFailure(FIRST, original, now - 2 * MINUTE);
    AMQP.BasicProperties late =
        old.copy("orders", original, now).builder().expiration(null).build();
    assertThat(Expiration.of(OF_COPY, late).isOver(0)).isTrue();
  }
}
