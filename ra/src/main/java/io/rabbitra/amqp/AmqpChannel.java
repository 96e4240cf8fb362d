package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

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
public final class AmqpChannel {

  /** One request to the client library. */
  private interface Request<T> {
    T run() throws IOException;
  }

  /** What the client throws, before it writes a byte, for a tag that is not in use. */
  private static final String UNKNOWN_CONSUMER = "Unknown consumerTag";

  private final AmqpConnection connection;
  private final Channel channel;
  private final PublishGate gate;
  private final PublisherConfirms confirms;

  /** Makes "take a sequence number, remember it, publish" one step. */
  private final ReentrantLock publishLock = new ReentrantLock();

  /** Guarded by {@code publishLock}. */
  private boolean confirming;

  /**
   * Messages the broker was sent since confirm.select; the next delivery tag of a confirm is one
   * more. Not the client's counter, which also counts a message that could not be encoded. Guarded
   * by {@code publishLock}.
   */
  private long published;

  AmqpChannel(
      AmqpConnection connection, Channel channel, PublishGate gate, PublisherConfirms confirms) {
    this.connection = connection;
    this.channel = channel;
    this.gate = gate;
    this.confirms = confirms;
    // RabbitMQ 4.3 may deliver to a tag it has cancelled; without a default consumer the client
    // closes the whole connection then.
    channel.setDefaultConsumer(new Strays(channel));
    channel.addShutdownListener(signal -> confirms.fail(BrokerException.unconfirmed(signal)));
    channel.addConfirmListener(confirms);
    channel.addReturnListener(confirms);
  }

  public boolean isOpen() {
    return channel.isOpen() && connection.isOpen();
  }

  /**
   * basic.publish with a publisher confirm; waits for leave to publish, not for the confirm.
   *
   * @param properties message-id must be unique among the unconfirmed messages of this channel
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
    long bytes = body.length;
    gate.enter(bytes, timeout);
    PublishGate ofConnection = gate;
    PublishConfirm confirm =
        new PublishConfirm(
            properties.getMessageId(),
            () -> ofConnection.leave(bytes),
            ofConnection::blockedReason);
    publishLock.lock();
    try {
      if (!confirming) {
        call("switch publisher confirms on", channel::confirmSelect);
        confirming = true;
      }
      long sequence = published + 1;
      confirms.add(sequence, confirm);
      try {
        call(
            "publish",
            () -> {
              channel.basicPublish(exchange, routingKey, mandatory, properties, body);
              return null;
            });
        published = sequence;
      } catch (BrokerException | RuntimeException e) {
        confirms.remove(sequence);
        throw e;
      }
    } catch (BrokerException e) {
      confirm.failed(e);
      throw e;
    } catch (RuntimeException e) {
      // A command is encoded before its first byte is written.
      BrokerException failure =
          new BrokerException(
              BrokerException.Kind.PRECONDITION_FAILED,
              "the message cannot be encoded: " + BrokerException.textOf(e),
              e);
      confirm.failed(failure);
      throw failure;
    } finally {
      publishLock.unlock();
    }
    return confirm;
  }

  /** basic.qos for consumers started after it on this channel. */
  public void prefetch(int messages) throws BrokerException {
    call(
        "set the prefetch count",
        () -> {
          channel.basicQos(messages);
          return null;
        });
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
    return call(
        "consume from queue '" + queue + "'",
        () -> channel.basicConsume(queue, false, arguments, new Deliveries(channel, listener)));
  }

  /**
   * basic.cancel by us; deliveries may still come until it returns. Does nothing for a consumer
   * that the broker has cancelled already.
   */
  public void cancel(String consumerTag) throws BrokerException {
    call(
        "cancel a consumer",
        () -> {
          try {
            channel.basicCancel(consumerTag);
          } catch (IOException e) {
            if (!UNKNOWN_CONSUMER.equals(e.getMessage())) {
              throw e;
            }
          }
          return null;
        });
  }

  /** queue.declare of a durable, shared queue. */
  public void declareQueue(String queue, Map<String, Object> arguments) throws BrokerException {
    call(
        "declare queue '" + queue + "'",
        () -> channel.queueDeclare(queue, true, false, false, arguments));
  }

  /** queue.delete, whatever is in it. */
  public void deleteQueue(String queue) throws BrokerException {
    call("delete queue '" + queue + "'", () -> channel.queueDelete(queue));
  }

  /** queue.declare of a queue that only this connection may use and that goes with it. */
  public String declareExclusiveQueue() throws BrokerException {
    return call(
        "declare a temporary queue",
        () -> channel.queueDeclare("", false, true, false, null).getQueue());
  }

  /** queue.declare with passive: fails with {@code NOT_FOUND} if the queue does not exist. */
  public void checkQueue(String queue) throws BrokerException {
    call("find queue '" + queue + "'", () -> channel.queueDeclarePassive(queue));
  }

  /** basic.ack. */
  public void ack(long deliveryTag, boolean multiple) throws BrokerException {
    call(
        "acknowledge a message",
        () -> {
          channel.basicAck(deliveryTag, multiple);
          return null;
        });
  }

  /** basic.reject with requeue: counts as a delivery attempt (x-delivery-limit). */
  public void reject(long deliveryTag) throws BrokerException {
    call(
        "reject a message",
        () -> {
          channel.basicReject(deliveryTag, true);
          return null;
        });
  }

  /** basic.nack with requeue: gives back what nobody tried to process. */
  public void giveBack(long deliveryTag, boolean multiple) throws BrokerException {
    call(
        "give a message back",
        () -> {
          channel.basicNack(deliveryTag, multiple, true);
          return null;
        });
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

  private <T> T call(String doing, Request<T> request) throws BrokerException {
    try {
      return request.run();
    } catch (IOException | ShutdownSignalException e) {
      throw connection.failed(doing, e, channel);
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
}
