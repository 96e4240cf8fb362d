package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A channel of an {@link AmqpConnection}.
 *
 * <p>Every request to the broker is bounded by {@link AmqpConnection#RPC_TIMEOUT}; after a timeout
 * the whole connection is aborted, for the client hands the number of a hanging channel out again.
 * An I/O error while writing ends the connection too, for half a command may be on the wire.
 *
 * <p>Thread-safe; the order of publishes of one thread is kept. Not to be called from a {@link
 * DeliveryListener}.
 */
public final class AmqpChannel extends ChannelTopology {

  /** What the client throws, before it writes a byte, for a tag that is not in use. */
  private static final String UNKNOWN_CONSUMER = "Unknown consumerTag";

  private final AmqpConnection connection;
  private final Channel channel;
  private final FlushControl flushes;
  private final ChannelPublisher publisher;
  private final ChannelTransaction transaction;

  AmqpChannel(
      AmqpConnection connection,
      Channel channel,
      PublishGate gate,
      PublisherConfirms confirms,
      FlushControl flushes) {
    super(new ChannelCalls(connection, channel));
    this.connection = connection;
    this.channel = channel;
    this.publisher = new ChannelPublisher(calls, gate, confirms, flushes);
    this.flushes = flushes;
    this.transaction = new ChannelTransaction(calls, gate);
    // RabbitMQ 4.3 may deliver to a tag it has cancelled; without a default consumer the client
    // closes the whole connection then.
    channel.setDefaultConsumer(new Strays(channel));
    channel.addShutdownListener(signal -> confirms.fail(signal));
    channel.addConfirmListener(confirms);
    channel.addReturnListener(confirms);
  }

  public boolean isOpen() {
    return channel.isOpen() && connection.isOpen();
  }

  /**
   * basic.publish with a publisher confirm; waits for leave to publish, not for the confirm.
   *
   * @param properties see {@link Publication}
   * @param timeout how long to wait while the broker blocks publishers or too much is unconfirmed
   * @throws BrokerException nothing was published: {@code BLOCKED}, {@code CLOSED}, {@code
   *     PRECONDITION_FAILED} if AMQP has no form for the message (headers larger than a frame, a
   *     routing key of more than 255 bytes); or the connection broke meanwhile
   */
  public PublishConfirm publish(
      String exchange,
      String routingKey,
      boolean mandatory,
      AMQP.BasicProperties properties,
      byte[] body,
      Duration timeout)
      throws BrokerException {
    return publisher.publish(
        new Publication(exchange, routingKey, mandatory, properties, body), timeout);
  }

  /**
   * basic.publish of many messages, each with a publisher confirm, in one write to the socket for
   * every 16 MiB; waits for leave to publish, not for the confirms. Stops at the first message that
   * cannot be published; {@link BrokerException#outcomeUnknown()} tells of each message that failed
   * whether the broker may have it nevertheless.
   *
   * @param timeout how long to wait in all while the broker blocks publishers or too much is
   *     unconfirmed
   * @return the confirm of each message, in the same order
   */
  public List<PublishConfirm> publishAll(List<Publication> publications, Duration timeout) {
    return publisher.publishAll(publications, timeout);
  }

  /**
   * tx.select: acknowledgements and {@link #publishInTx} take effect with {@link #txCommit}. Not on
   * a channel that has published with confirms. Changes nothing the second time.
   */
  public void txSelect() throws BrokerException {
    transaction.select();
  }

  /**
   * basic.publish as a part of the transaction.
   *
   * @param timeout how long to wait while the broker blocks publishers
   * @throws BrokerException nothing of the transaction is published; if the kind is {@code BLOCKED}
   *     or {@code PRECONDITION_FAILED} and the channel is open, the transaction can go on
   */
  public void publishInTx(Publication publication, Duration timeout) throws BrokerException {
    transaction.publish(publication, timeout);
  }

  /**
   * tx.commit.
   *
   * @throws BrokerException {@code UNROUTABLE}: committed, but no queue took the messages whose
   *     message-ids it names; else nothing is committed, unless {@link
   *     BrokerException#outcomeUnknown()}
   */
  public void txCommit() throws BrokerException {
    transaction.commit(AmqpConnection.RPC_TIMEOUT);
  }

  /** tx.rollback; what was delivered stays with the consumer, unacknowledged. */
  public void txRollback() throws BrokerException {
    transaction.rollback();
  }

  /** basic.qos for consumers started after it on this channel. */
  public void prefetch(int messages) throws BrokerException {
    calls.run("set the prefetch count", () -> channel.basicQos(messages));
  }

  /**
   * basic.consume with a tag of the broker's own.
   *
   * @return the consumer tag
   * @throws BrokerException {@code NOT_FOUND}, {@code ACCESS_REFUSED}, {@code RESOURCE_LOCKED} and
   *     the like; the channel is closed then
   */
  public String consume(String queue, Map<String, Object> arguments, DeliveryListener listener)
      throws BrokerException {
    return consume(queue, false, arguments, listener);
  }

  /**
   * basic.consume with a tag of the broker's own.
   *
   * @param exclusive whether the broker refuses every other consumer, with {@code ACCESS_REFUSED}
   * @return the consumer tag
   */
  public String consume(
      String queue, boolean exclusive, Map<String, Object> arguments, DeliveryListener listener)
      throws BrokerException {
    return consumeAs("", queue, exclusive, arguments, listener);
  }

  /**
   * basic.consume with a tag that no consumer of the channel has had.
   *
   * @param consumerTag empty for one of the broker's own
   * @return the consumer tag
   */
  public String consumeAs(
      String consumerTag,
      String queue,
      boolean exclusive,
      Map<String, Object> arguments,
      DeliveryListener listener)
      throws BrokerException {
    return consume(queue, consumerTag, false, exclusive, arguments, listener);
  }

  /**
   * basic.consume with a tag that no consumer of the channel has had. A quorum queue that loses the
   * channel has the messages of its consumers back in the order of their tags.
   */
  public void consumeAs(String consumerTag, String queue, DeliveryListener listener)
      throws BrokerException {
    consume(queue, consumerTag, false, false, Map.of(), listener);
  }

  /**
   * basic.consume with no-ack: a delivered message is gone. The only way to read RabbitMQ's direct
   * reply-to, {@code amq.rabbitmq.reply-to}.
   *
   * @return the consumer tag
   */
  public String consumeUnacknowledged(String queue, DeliveryListener listener)
      throws BrokerException {
    return consume(queue, "", true, false, Map.of(), listener);
  }

  private String consume(
      String queue,
      String consumerTag,
      boolean unacknowledged,
      boolean exclusive,
      Map<String, Object> arguments,
      DeliveryListener listener)
      throws BrokerException {
    Deliveries deliveries = new Deliveries(channel, listener);
    return calls.call(
        "consume from queue '" + queue + "'",
        () ->
            channel.basicConsume(
                queue, unacknowledged, consumerTag, false, exclusive, arguments, deliveries));
  }

  /**
   * basic.cancel by us; deliveries may still come until it returns. Does nothing for a consumer
   * that the broker has cancelled already.
   */
  public void cancel(String consumerTag) throws BrokerException {
    calls.run(
        "cancel a consumer",
        () -> {
          try {
            channel.basicCancel(consumerTag);
          } catch (IOException e) {
            if (!UNKNOWN_CONSUMER.equals(e.getMessage())) {
              throw e;
            }
          }
        });
  }

  /**
   * Who is told of deliveries that were on their way when their consumer was cancelled, and come
   * after {@link #cancel} returned; all have come when the next request is answered. Without a
   * listener they stay unacknowledged until the channel closes.
   */
  public void onStrays(DeliveryListener listener) {
    channel.setDefaultConsumer(new Deliveries(channel, listener));
  }

  /**
   * From now on what comes for a consumer that is cancelled goes back at once. Where one basic.ack
   * is for all messages up to a tag, it would be for those that nobody has seen, too. Takes the
   * place of {@link #onStrays}.
   */
  public void giveBackStrays() {
    channel.setDefaultConsumer(new GivingBack(channel));
  }

  /** basic.ack. */
  public void ack(long deliveryTag, boolean multiple) throws BrokerException {
    calls.run("acknowledge a message", () -> channel.basicAck(deliveryTag, multiple));
  }

  /**
   * basic.ack that nobody waits for: it goes out with what is written to the connection next, or
   * after about a millisecond, or with {@link #flush}.
   */
  public void ackLater(long deliveryTag, boolean multiple) throws BrokerException {
    flushes.later(() -> ack(deliveryTag, multiple));
  }

  /** Sends what waits since {@link #ackLater}. */
  public void flush() {
    flushes.flushLater();
  }

  /** basic.reject with requeue: counts as a delivery attempt (x-delivery-limit). */
  public void reject(long deliveryTag) throws BrokerException {
    calls.run("reject a message", () -> channel.basicReject(deliveryTag, true));
  }

  /** basic.reject without requeue: to the dead-letter exchange of the queue, if it has one. */
  public void discard(long deliveryTag) throws BrokerException {
    calls.run("discard a message", () -> channel.basicReject(deliveryTag, false));
  }

  /** basic.nack with requeue: gives back what nobody tried to process. */
  public void giveBack(long deliveryTag, boolean multiple) throws BrokerException {
    calls.run("give a message back", () -> channel.basicNack(deliveryTag, multiple, true));
  }

  /**
   * channel.close, bounded; the connection is aborted if the broker does not answer. Never throws:
   * a channel that is gone already is what the caller wants.
   */
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException | ShutdownSignalException e) {
      connection.noteClosedWhileClosing(e);
    } catch (java.util.concurrent.TimeoutException e) {
      connection.giveUp("the broker did not answer channel.close in time");
    }
  }

  /** Hands the client's callbacks to the listener and does nothing else. */
  private static final class Deliveries extends DefaultConsumer {

    private final DeliveryListener listener;

    Deliveries(Channel channel, DeliveryListener listener) {
      super(channel);
      this.listener = listener;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      listener.delivered(envelope, properties, body);
    }

    @Override
    public void handleCancel(String tag) {
      listener.cancelled();
    }

    @Override
    public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
      listener.closed(BrokerException.of(signal));
    }
  }

  /** Leaves strays unacknowledged: the broker has them back when the channel closes. */
  private static final class Strays extends DefaultConsumer {

    Strays(Channel channel) {
      super(channel);
    }
  }

  /** Gives strays back (basic.nack); waits for no answer, so that an event loop may do it. */
  private static final class GivingBack extends DefaultConsumer {

    GivingBack(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
        throws IOException {
      getChannel().basicNack(envelope.getDeliveryTag(), false, true);
    }
  }
}
