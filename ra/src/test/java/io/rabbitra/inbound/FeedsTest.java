package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.selector.Selector;
import io.rabbitra.work.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What filters and streams tell the consumer behind them. */
class FeedsTest {

  private final Told broker = new Told();
  private final Session session = new Session();
  private static final Set<Thread.State> RESTING =
      EnumSet.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TERMINATED);

  /** Given back by another thread. */
  private volatile StreamFeed giving;

  private final List<Runnable> later = new ArrayList<>();

  /** Remembers what it is told. */
  private static final class Told implements Feed {
    private final List<String> words = new ArrayList<>();
    private boolean open = true;

    @Override
    public String queue() {
      return "q";
    }

    @Override
    public void ack(long tag, boolean multiple) {
      words.add((multiple ? "ack to " : "ack ") + tag);
    }

    @Override
    public void reject(long tag) {
      words.add("reject " + tag);
    }

    @Override
    public void discard(long tag) {
      words.add("discard " + tag);
    }

    @Override
    public void giveBack(long tag, boolean multiple) {
      words.add((multiple ? "back to " : "back ") + tag);
    }

    @Override
    public void flush() {}

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
      open = false;
    }
  }

  /** Remembers what it is delivered: tag, and the count of failures. */
  private static class Session implements DeliveryListener {
    private final List<Long> tags = new ArrayList<>();
    private final List<Object> failures = new ArrayList<>();

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      tags.add(envelope.getDeliveryTag());
      failures.add(properties.getHeaders().get("x-delivery-count"));
    }

    @Override
    public void cancelled() {}

    @Override
    public void closed(BrokerException failure) {}
  }

  private static void deliver(DeliveryListener to, long tag, String header, Object value) {
    to.delivered(
        new Envelope(tag, false, "", "q"),
        new AMQP.BasicProperties.Builder().headers(Map.of(header, value)).build(),
        new byte[0]);
  }

  private FilteredFeed filtered() throws Exception {
    MessageFilter filter =
        new MessageFilter(
            Selector.parse("n > 0"), new MessageMapper(new RabbitDestinationMapper()));
    return new FilteredFeed(filter, session, later::add);
  }

  @Test
  void unwantedMessagesAreAcknowledgedLaterAndBeforeAnythingElseIsTold() throws Exception {
    FilteredFeed feed = filtered();
    deliver(feed, 1, "n", 0);
    assertThat(later).as("nobody to tell yet").isEmpty();
    feed.attach(broker);
    deliver(feed, 2, "n", 1);
    deliver(feed, 3, "n", 0);
    assertThat(session.tags).containsExactly(2L);
    assertThat(broker.words).as("not on the event loop").isEmpty();
    feed.giveBack(2, true);
    assertThat(broker.words).containsExactly("ack 1", "ack 3", "back to 2");
    later.forEach(Runnable::run);
    assertThat(broker.words).hasSize(3);
    later.clear();
    deliver(feed, 4, "n", 0);
    later.forEach(Runnable::run);
    assertThat(broker.words).endsWith("ack 4");
  }

  private StreamFeed stream(StreamPosition position, long... offsets) {
    StreamFeed feed = new StreamFeed(position, session);
    feed.attach(broker);
    for (int i = 0; i < offsets.length; i++) {
      deliver(feed, i + 1, "x-stream-offset", offsets[i]);
    }
    return feed;
  }

  @Test
  void streamIsAcknowledgedInItsOrder() throws Exception {
    StreamFeed feed = stream(new StreamPosition(), 10, 11, 12, 13);
    feed.ack(2, false);
    feed.discard(3);
    assertThat(broker.words).isEmpty();
    feed.ack(1, false);
    assertThat(broker.words).containsExactly("ack to 3");
    feed.ack(4, true);
    assertThat(broker.words).containsExactly("ack to 3", "ack to 4");
  }

  @Test
  void whatFailsInAStreamIsDeliveredAgainAndCountedButNeverTold() throws Exception {
    StreamPosition position = new StreamPosition();
    StreamFeed feed = stream(position, 10, 11, 12);
    feed.reject(1);
    assertThat(session.tags).containsExactly(1L, 2L, 3L, 4L);
    assertThat(session.failures).containsExactly(null, null, null, 1L);
    feed.ack(3, true);
    assertThat(broker.words).as("the first one is not done").isEmpty();
    feed.giveBack(4, false);
    assertThat(session.tags).endsWith(5L);
    assertThat(session.failures).endsWith(1L);
    feed.ack(5, false);
    assertThat(broker.words).containsExactly("ack to 3");
    assertThat(position.resume()).isEqualTo(13);
  }

  @Test
  void nothingIsDeliveredAgainOnceTheConsumerIsCancelled() throws Exception {
    StreamPosition position = new StreamPosition();
    StreamFeed feed = stream(position, 10, 11);
    feed.cancel();
    feed.giveBack(2, true);
    assertThat(session.tags).hasSize(2);
    assertThat(broker.words).isEmpty();
    feed.close();
    assertThatThrownBy(() -> feed.ack(1, false)).isInstanceOf(BrokerException.class);
    assertThat(position.resume()).isEqualTo(10);
  }

  @Test
  void sessionGetsTagsInTheirOrderAlsoWhileAnotherThreadGivesOneBack() throws Exception {
    StreamFeed[] feed = new StreamFeed[1];
    Thread[] other = new Thread[1];
    DeliveryListener racing =
        new Session() {
          @Override
          public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            if (envelope.getDeliveryTag() == 2) {
              other[0] = new Thread(FeedsTest.this::giveBackFirst);
              giving = feed[0];
              other[0].start();
              await()
                  .atMost(Duration.ofSeconds(20))
                  .until(() -> RESTING.contains(other[0].getState()));
            }
            session.delivered(envelope, properties, body);
          }
        };
    feed[0] = new StreamFeed(new StreamPosition(), racing);
    feed[0].attach(broker);
    deliver(feed[0], 1, "x-stream-offset", 10L);
    deliver(feed[0], 2, "x-stream-offset", 11L);
    other[0].join(20_000);
    assertThat(session.tags).containsExactly(1L, 2L, 3L);
  }

  private void giveBackFirst() {
    try {
      giving.giveBack(1, false);
    } catch (BrokerException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void messageWhoseMatchingTakesTooMuchStackIsDelivered() throws Exception {
    AMQP.BasicProperties deep =
        new AMQP.BasicProperties() {
          @Override
          public Map<String, Object> getHeaders() {
            throw new StackOverflowError("for the test");
          }
        };
    MessageFilter filter =
        new MessageFilter(
            Selector.parse("n > 0"), new MessageMapper(new RabbitDestinationMapper()));
    try (LogRecorder log = new LogRecorder(MessageFilter.class)) {
      assertThat(filter.wants(new Envelope(1, false, "", "q"), deep, new byte[0])).isTrue();
      assertThat(log.messages()).hasSize(1);
    }
  }

  @Test
  void whatIsOfNoStreamIsSettledAsInAnyQueue() throws Exception {
    StreamFeed feed = new StreamFeed(new StreamPosition(), session);
    feed.attach(broker);
    for (int tag = 1; tag <= 4; tag++) {
      deliver(feed, tag, "n", 0);
    }
    feed.reject(1);
    feed.discard(2);
    feed.giveBack(3, true);
    feed.ack(4, false);
    assertThat(broker.words).containsExactly("reject 1", "discard 2", "back 3", "ack to 4");
    assertThat(session.tags).hasSize(4);
  }
}
