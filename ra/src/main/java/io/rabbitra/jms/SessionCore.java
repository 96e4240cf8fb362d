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
 * <p>One channel to publish, in confirm mode, opened when first needed and kept while the unit is
 * pooled, so that a warm send is one basic.publish and its confirm; it is replaced if the broker
 * has closed it. Each consumer has a channel of its own.
 *
 * <p>Thread-safe: the lock guards the fields and is never held while waiting for a confirm.
 */
public final class SessionCore {

  /** prefetch for consumers whose messages are acknowledged by the application. */
  private static final int MANY = 1000;

  private static final System.Logger LOG = System.getLogger(SessionCore.class.getName());

  private final AmqpConnection connection;
  private final Duration confirmTimeout;
  private final int prefetch;
  private final MessageMapper mapper = new MessageMapper(new RabbitDestinationMapper());
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private AmqpChannel publishChannel;

  /** For temporary queues. Guarded by {@code lock}. */
  private AmqpChannel queueChannel;

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
    // A sum beyond the range of long would be in the past.
    long never = Long.MAX_VALUE - now;
    message.setJMSExpiration(timeToLiveMillis == 0 ? 0 : now + Math.min(timeToLiveMillis, never));
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

  /**
   * Starts to consume from a queue; its messages wait in the reader's buffer.
   *
   * @param many whether the application takes many messages before it acknowledges
   */
  QueueReader read(RabbitDestination destination, boolean many) throws JMSException {
    if (!(destination instanceof Queue queue)) {
      throw NotYet.jms("consuming from a topic");
    }
    AmqpChannel channel = null;
    try {
      channel = connection.openChannel();
      int inAdvance = many ? Math.max(prefetch, MANY) : prefetch;
      channel.prefetch(inAdvance);
      QueueReader reader = new QueueReader(queue.getQueueName(), channel, inAdvance, mapper);
      reader.start();
      synchronized (lock) {
        readers.removeIf(QueueReader::isDone);
        readers.add(reader);
      }
      return reader;
    } catch (BrokerException e) {
      if (channel != null) {
        channel.close();
      }
      throw JmsErrors.of(e);
    }
  }

  /** A queue that only this connection may consume from and that goes with this use of the unit. */
  RabbitTemporaryQueue temporaryQueue() throws JMSException {
    try {
      RabbitTemporaryQueue queue =
          new RabbitTemporaryQueue(queueChannel().declareExclusiveQueue(), this);
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
      if (readers.stream().anyMatch(reader -> reader.isReading(queue.getQueueName()))) {
        throw new JMSException(queue + " cannot be deleted: a consumer of it is open");
      }
      if (!temporaryQueues.remove(queue)) {
        return;
      }
    }
    try {
      queueChannel().deleteQueue(queue.getQueueName());
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
    for (QueueReader reader : toEnd) {
      if (connection.isOpen()) {
        reader.discard();
      } else {
        reader.abandon();
      }
    }
    toDelete.forEach(this::deleteLeftOver);
    synchronized (lock) {
      temporaryQueues.clear();
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

  private AmqpChannel publishChannel() throws BrokerException {
    synchronized (lock) {
      if (publishChannel == null || !publishChannel.isOpen()) {
        publishChannel = connection.openChannel();
      }
      return publishChannel;
    }
  }

  private AmqpChannel queueChannel() throws BrokerException {
    synchronized (lock) {
      if (queueChannel == null || !queueChannel.isOpen()) {
        queueChannel = connection.openChannel();
      }
      return queueChannel;
    }
  }

  static RabbitDestination own(jakarta.jms.Destination destination) throws JMSException {
    if (destination instanceof RabbitDestination own) {
      if (own.routingKey() == null) {
        throw new InvalidDestinationException(
            "a " + own.getClass().getSimpleName() + " without a name");
      }
      return own;
    }
    if (destination instanceof Queue queue && queue.getQueueName() != null) {
      try {
        return new RabbitQueue(queue.getQueueName());
      } catch (IllegalArgumentException e) {
        throw JmsErrors.invalidDestination(e);
      }
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
