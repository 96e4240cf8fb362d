package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.PublishConfirm;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitDestinationMapper;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.message.EncodedMessage;
import io.rabbitra.message.MessageMapper;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a session does on the wire: the pooled unit behind the handles, over one physical
 * connection.
 *
 * <p>Two channels, opened when first needed and kept while the unit is pooled: one to publish, in
 * confirm mode, so that a warm send is one basic.publish and its confirm; one to consume, so that a
 * publish the broker answers by closing the channel takes no consumer with it. A channel that was
 * closed is replaced at the next use.
 *
 * <p>Thread-safe: the lock guards the fields and is never held while waiting for a confirm.
 */
public final class SessionCore {

  private static final System.Logger LOG = System.getLogger(SessionCore.class.getName());

  private final AmqpConnection connection;
  private final Duration confirmTimeout;
  private final int prefetch;
  private final MessageMapper mapper = new MessageMapper(new RabbitDestinationMapper());
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private AmqpChannel publishChannel;

  /** Guarded by {@code lock}. */
  private AmqpChannel consumeChannel;

  /** Guarded by {@code lock}. */
  private final List<QueueReader> readers = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private final List<RabbitTemporaryQueue> temporaryQueues = new ArrayList<>();

  /**
   * @param confirmTimeout how long a send waits for leave to publish, and then for the confirm
   * @param prefetch basic.qos for consumers that an application reads with receive
   */
  public SessionCore(AmqpConnection connection, Duration confirmTimeout, int prefetch) {
    this.connection = connection;
    this.confirmTimeout = confirmTimeout;
    this.prefetch = prefetch;
  }

  /**
   * Sends and waits for the broker's confirm. Sets the headers the specification has the provider
   * set (Jakarta Messaging 3.1, section 3.4.11), on foreign messages too.
   */
  void send(
      RabbitDestination destination,
      Message message,
      int deliveryMode,
      int priority,
      long timeToLiveMillis)
      throws JMSException {
    message.setJMSDestination(destination);
    message.setJMSDeliveryMode(deliveryMode);
    message.setJMSPriority(priority);
    long now = System.currentTimeMillis();
    message.setJMSTimestamp(now);
    message.setJMSDeliveryTime(now);
    message.setJMSExpiration(timeToLiveMillis == 0 ? 0 : now + timeToLiveMillis);
    message.setJMSMessageID("ID:" + UUID.randomUUID());
    EncodedMessage encoded = mapper.encode(message);
    publish(destination, encoded.properties(), encoded.body());
  }

  private void publish(RabbitDestination destination, AMQP.BasicProperties properties, byte[] body)
      throws JMSException {
    boolean mandatory = destination instanceof Queue;
    try {
      PublishConfirm confirm =
          publishChannel()
              .publish(
                  destination.exchange(),
                  destination.routingKey(),
                  mandatory,
                  properties,
                  body,
                  confirmTimeout);
      confirm.await(confirmTimeout);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /** Starts to consume from a queue; its messages wait in the reader's buffer. */
  QueueReader read(RabbitDestination destination) throws JMSException {
    if (!(destination instanceof Queue queue)) {
      throw NotYet.jms("consuming from a topic");
    }
    try {
      AmqpChannel channel = consumeChannel();
      QueueReader reader = new QueueReader(queue.getQueueName(), channel, mapper);
      reader.start();
      synchronized (lock) {
        readers.add(reader);
      }
      return reader;
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /** A queue that only this connection may consume from and that goes with this use of the unit. */
  RabbitTemporaryQueue temporaryQueue() throws JMSException {
    try {
      RabbitTemporaryQueue queue =
          new RabbitTemporaryQueue(consumeChannel().declareExclusiveQueue(), this);
      synchronized (lock) {
        temporaryQueues.add(queue);
      }
      return queue;
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  void deleteTemporary(RabbitTemporaryQueue queue) throws JMSException {
    synchronized (lock) {
      if (!temporaryQueues.remove(queue)) {
        return;
      }
    }
    try {
      consumeChannel().deleteQueue(queue.getQueueName());
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /**
   * Makes the unit as good as new for the next handle: no consumer, nothing unacknowledged. Keeps
   * the connection and the publishing channel. Bounded; harmless twice.
   */
  public void reset() {
    List<QueueReader> toEnd;
    List<RabbitTemporaryQueue> toDelete;
    synchronized (lock) {
      toEnd = new ArrayList<>(readers);
      readers.clear();
      toDelete = new ArrayList<>(temporaryQueues);
    }
    toEnd.forEach(QueueReader::close);
    toDelete.forEach(this::deleteLeftOver);
    AmqpChannel toClose;
    synchronized (lock) {
      toClose = consumeChannel;
      consumeChannel = null;
    }
    if (toClose != null) {
      toClose.close();
    }
  }

  private void deleteLeftOver(RabbitTemporaryQueue queue) {
    try {
      if (connection.isOpen()) {
        queue.delete();
      }
    } catch (JMSException e) {
      LOG.log(Level.DEBUG, "{0} is gone already: {1}", queue, e.getMessage());
    }
  }

  void forget(QueueReader reader) {
    synchronized (lock) {
      readers.remove(reader);
    }
  }

  private AmqpChannel publishChannel() throws BrokerException {
    synchronized (lock) {
      if (publishChannel == null || !publishChannel.isOpen()) {
        publishChannel = connection.openChannel();
      }
      return publishChannel;
    }
  }

  private AmqpChannel consumeChannel() throws BrokerException {
    synchronized (lock) {
      if (consumeChannel == null || !consumeChannel.isOpen()) {
        consumeChannel = connection.openChannel();
        consumeChannel.prefetch(prefetch);
      }
      return consumeChannel;
    }
  }

  static RabbitDestination own(jakarta.jms.Destination destination) throws JMSException {
    if (destination instanceof RabbitDestination own) {
      return own;
    }
    if (destination instanceof Queue queue && queue.getQueueName() != null) {
      return new RabbitQueue(queue.getQueueName());
    }
    throw new InvalidDestinationException(
        destination == null
            ? "no destination"
            : destination.getClass().getName() + " is no queue or topic of RabbitRA");
  }

  static void checkDeliveryMode(int deliveryMode) throws JMSException {
    if (deliveryMode != DeliveryMode.PERSISTENT && deliveryMode != DeliveryMode.NON_PERSISTENT) {
      throw new JMSException("delivery mode " + deliveryMode + ": allowed are 1 and 2");
    }
  }

  static void checkPriority(int priority) throws JMSException {
    if (priority < 0 || priority > 9) {
      throw new JMSException("priority " + priority + ": allowed are 0 to 9");
    }
  }
}
