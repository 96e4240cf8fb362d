package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.logging.Loggers;
import io.rabbitra.message.RabbitMessage;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Reads the replies to requests with {@code JMSReplyTo} {@link #QUEUE}, RabbitMQ's direct reply-to.
 * It is no queue: replies come to the channel that published the request, are not acknowledged, and
 * those that nobody waits for are lost with the consumer.
 *
 * <pre>
 *   OPEN ── cancelled or closed by the broker ──→ BROKEN (take throws)
 *     └────────────┴── close() ──→ CLOSED (take returns null)
 * </pre>
 */
final class DirectReplyReader implements Reader, DeliveryListener {

  /** The name under which the broker knows it. */
  static final String QUEUE = "amq.rabbitmq.reply-to";

  /** With the number of the attempt to process it. */
  @SuppressWarnings("ArrayRecordComponent") // a body is not copied on its way to the message
  private record Waiting(
      Envelope envelope, AMQP.BasicProperties properties, byte[] body, int attempt) {

    Waiting again() {
      return new Waiting(envelope, properties, body, attempt + 1);
    }
  }

  private final AmqpChannel channel;
  private final Reception reception;
  private final ReaderBuffer<Waiting> buffer = new ReaderBuffer<>();

  /** What the application has, by delivery tag. Guarded by the lock of {@code buffer}. */
  private final Map<Long, Waiting> unsettled = new HashMap<>();

  /** Written by {@link #start}. */
  private volatile String consumerTag;

  DirectReplyReader(AmqpChannel channel, Reception reception) {
    this.channel = channel;
    this.reception = reception;
  }

  void start() throws BrokerException {
    consumerTag = channel.consumeUnacknowledged(QUEUE, this);
  }

  @Override
  public Taken take(long nanos, BooleanSupplier delivering) throws JMSException {
    long begin = System.nanoTime();
    Waiting next = buffer.poll(nanos, delivering);
    while (next != null) {
      Taken taken = taken(next);
      if (taken != null) {
        return taken;
      }
      next = buffer.poll(nanos - (System.nanoTime() - begin), delivering);
    }
    return null;
  }

  /** The message, or null if the consumer does not want it. */
  private Taken taken(Waiting next) {
    long tag = next.envelope().getDeliveryTag();
    RabbitMessage message = reception.decode(next.envelope(), next.properties(), next.body());
    message.setDeliveryCount(next.attempt());
    if (!reception.wanted().test(message)) {
      return null;
    }
    buffer.lock.lock();
    try {
      unsettled.put(tag, next);
    } finally {
      buffer.lock.unlock();
    }
    return new Taken(message, this, tag, null);
  }

  @Override
  public Taken takeAvailable(BooleanSupplier delivering) throws JMSException {
    return take(0, delivering);
  }

  @Override
  public void putBack(Taken last) {
    buffer.lock.lock();
    try {
      buffer.putBack(unsettled.remove(last.tag()));
    } finally {
      buffer.lock.unlock();
    }
  }

  @Override
  public void listen(Runnable onArrival) {
    buffer.listen(onArrival);
    if (onArrival != null) {
      onArrival.run();
    }
  }

  /** Nothing of it is settled with the broker. */
  @Override
  public void awaitSettled(int count) {}

  @Override
  public void writeAcknowledgements(List<Taken> taken) {
    acknowledgeAll(taken);
  }

  @Override
  public void acknowledge(Taken taken) {
    acknowledgeAll(List.of(taken));
  }

  @Override
  public void acknowledgeAll(List<Taken> taken) {
    buffer.lock.lock();
    try {
      taken.forEach(one -> unsettled.remove(one.tag()));
      buffer.settled(taken.size());
    } finally {
      buffer.lock.unlock();
    }
  }

  /** Replies cannot go back to the broker: they come again from here. */
  @Override
  public void giveBack(List<Taken> failed) {
    change(
        () -> {
          for (int i = failed.size() - 1; i >= 0; i--) {
            Waiting returned = unsettled.remove(failed.get(i).tag());
            if (returned != null) {
              buffer.putBack(returned.again());
            }
          }
        });
  }

  @Override
  public void reject(Taken taken) {
    giveBack(List.of(taken));
  }

  @Override
  public void rest() {}

  @Override
  public void wake() {
    buffer.wake();
  }

  @Override
  public void close() {
    abandon();
    String tag = consumerTag;
    consumerTag = null;
    try {
      if (tag != null && channel.isOpen()) {
        channel.cancel(tag);
      }
    } catch (BrokerException e) {
      Loggers.of(DirectReplyReader.class)
          .log(System.Logger.Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    }
  }

  @Override
  public void discard() {
    close();
  }

  @Override
  public void abandon() {
    buffer.close();
  }

  @Override
  public boolean isReading(String queue) {
    return QUEUE.equals(queue) && buffer.isOpen();
  }

  @Override
  public boolean isDone() {
    return buffer.isClosed();
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    change(() -> buffer.addAll(List.of(new Waiting(envelope, properties, body, 1))));
  }

  @Override
  public void cancelled() {
    closed(
        new BrokerException(
            BrokerException.Kind.NOT_FOUND, "the broker cancelled the consumer of " + QUEUE));
  }

  @Override
  public void closed(BrokerException failure) {
    change(() -> buffer.fail(failure));
  }

  private void change(Runnable change) {
    Runnable toTell;
    buffer.lock.lock();
    try {
      change.run();
      buffer.wake();
      toTell = buffer.arrival();
    } finally {
      buffer.lock.unlock();
    }
    if (toTell != null) {
      toTell.run();
    }
  }
}
