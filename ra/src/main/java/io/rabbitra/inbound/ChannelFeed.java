package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import java.lang.System.Logger.Level;
import java.util.Map;

/** A consumer on a channel of its own. */
final class ChannelFeed implements Feed, DeliveryListener {

  private final String queue;
  private final AmqpChannel channel;
  private final DeliveryListener listener;

  /**
   * The broker has ended the consumer, so that there is nothing to cancel. Set by an event loop.
   */
  private volatile boolean cancelledByBroker;

  /** Written by the attempt that opens it, before anybody cancels; null once cancelled. */
  private volatile String consumerTag;

  ChannelFeed(String queue, AmqpChannel channel, DeliveryListener listener) {
    this.queue = queue;
    this.channel = channel;
    this.listener = listener;
  }

  /**
   * basic.consume.
   *
   * @param tag empty for one of the broker's own
   */
  void consume(String tag, boolean exclusive, Map<String, Object> arguments)
      throws BrokerException {
    // They come to a session that is stopped, which gives them back: they do not count as attempts.
    channel.onStrays(new Strays());
    consumerTag = channel.consumeAs(tag, queue, exclusive, arguments, this);
  }

  @Override
  public String queue() {
    return queue;
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    listener.delivered(envelope, properties, body);
  }

  @Override
  public void cancelled() {
    cancelledByBroker = true;
    listener.cancelled();
  }

  @Override
  public void closed(BrokerException failure) {
    listener.closed(failure);
  }

  @Override
  public void ack(long tag, boolean multiple) throws BrokerException {
    channel.ackLater(tag, multiple);
  }

  @Override
  public void reject(long tag) throws BrokerException {
    channel.reject(tag);
  }

  @Override
  public void discard(long tag) throws BrokerException {
    channel.discard(tag);
  }

  @Override
  public void giveBack(long tag, boolean multiple) throws BrokerException {
    channel.giveBack(tag, multiple);
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void cancel() {
    String tag = consumerTag;
    consumerTag = null;
    if (tag == null || cancelledByBroker || !channel.isOpen()) {
      return;
    }
    try {
      channel.cancel(tag);
      // What was on its way comes before the answer to the next request, and can be given back.
      channel.prefetch(1);
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  /** Deliveries that were on their way when the consumer was cancelled. */
  private final class Strays implements DeliveryListener {

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      listener.delivered(envelope, properties, body);
    }

    @Override
    public void cancelled() {
      // Told to the consumer itself.
    }

    @Override
    public void closed(BrokerException failure) {
      // Told to the consumer itself, or by the next request.
    }
  }
}
