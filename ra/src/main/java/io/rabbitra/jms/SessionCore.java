package io.rabbitra.jms;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.QueueLife;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.logging.Loggers;
import io.rabbitra.message.RabbitMessage;
import io.rabbitra.selector.Selector;
import io.rabbitra.topology.SubscriptionConflictException;
import io.rabbitra.topology.SubscriptionSpec;
import io.rabbitra.topology.Subscriptions;
import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What a session does on the wire: the pooled unit behind the handles, over one physical
 * connection, which it may share with other units. Each consumer has a channel of its own.
 *
 * <p>Thread-safe: the lock guards the fields and is never held during a request to the broker.
 */
public final class SessionCore {

  private static final System.Logger LOG = Loggers.of(SessionCore.class);

  private final AmqpConnection connection;
  private final SessionSettings settings;
  private final MessagePreparer preparer;
  private final Outbox outbox;
  private final UnitTransaction transaction;
  private final Object lock = new Object();

  /** For temporary queues. Guarded by {@code lock}. */
  private AmqpChannel queueChannel;

  /** Guarded by {@code lock}. */
  private final List<Reader> readers = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private final Set<String> temporaryQueues = new LinkedHashSet<>();

  public SessionCore(AmqpConnection connection, SessionSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.preparer = new MessagePreparer(settings.mapper());
    this.outbox = connection == null ? null : new Outbox(connection, settings.confirmTimeout());
    this.transaction =
        new UnitTransaction(
            settings.txMode() == TxMode.AMQP
                ? new AmqpTransaction(connection, outbox)
                : new ConfirmTransaction(outbox));
  }

  SessionSettings settings() {
    return settings;
  }

  AmqpConnection connection() {
    return connection;
  }

  MessagePreparer preparer() {
    return preparer;
  }

  Outbox outbox() {
    return outbox;
  }

  /** The transaction that all handles of the unit share. */
  public UnitTransaction transaction() {
    return transaction;
  }

  /**
   * For what is AMQP already.
   *
   * @param open whether the handle that publishes still has this unit
   */
  public PlainPublisher publisher(BooleanSupplier open) {
    return new PlainPublisher(outbox, transaction, open);
  }

  /** Reads a queue, or what of it a selector lets through. */
  Reader readQueue(RabbitDestination queue, Selector selector) throws JMSException {
    try {
      Outbox.declare(connection, queue);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    if (!selector.isAll()) {
      return remember(
          SelectiveReader.open(
              connection,
              queueName(queue),
              siblings(queueName(queue)),
              reception(queueName(queue), queue, selector::matches),
              settings.threads()));
    }
    try {
      QueueReader reader =
          new QueueReader(
              connection,
              queueName(queue),
              settings.prefetch(),
              QueueReader.Presence.WHILE_ASKED,
              siblings(queueName(queue)),
              reception(queueName(queue), queue, Reception::everything),
              () -> {});
      reader.start();
      return remember(reader);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /**
   * Reads the replies to what this unit sends, by the broker's direct reply-to: those come to the
   * channel of the request, which has one consumer for them.
   */
  Reader readDirectReplies(Selector selector) throws JMSException {
    if (settings.txMode() == TxMode.AMQP) {
      throw new JMSException("direct reply-to does not work with txMode amqp", "DIRECT_REPLY_TO");
    }
    if (readers().stream().anyMatch(reader -> reader.isReading(DirectReplyReader.QUEUE))) {
      throw new JMSException(
          "the session has a consumer of " + DirectReplyReader.QUEUE + " already",
          "DIRECT_REPLY_TO");
    }
    try {
      DirectReplyReader reader =
          new DirectReplyReader(
              outbox.channel(), reception(DirectReplyReader.QUEUE, null, selector::matches));
      reader.start();
      return remember(reader);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /** Reads a subscription of a topic, which is made if there is none. */
  Reader readSubscription(SubscriptionSpec spec, Predicate<RabbitMessage> wanted)
      throws JMSException {
    AtomicReference<QueueReader> reader = new AtomicReference<>();
    try {
      Outbox.declare(connection, spec.topic());
      Subscriptions.open(
          connection,
          spec,
          queue -> {
            QueueReader attached = reader(spec, queue, wanted);
            attached.start();
            reader.set(attached);
          });
      return remember(reader.get());
    } catch (SubscriptionConflictException e) {
      JMSException conflict = new JMSException(e.getMessage(), "SUBSCRIPTION_CONFLICT");
      conflict.initCause(e);
      throw conflict;
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  private QueueReader reader(SubscriptionSpec spec, String queue, Predicate<RabbitMessage> wanted) {
    return new QueueReader(
        connection,
        queue,
        settings.prefetch(),
        spec.kind() == SubscriptionSpec.Kind.SHARED
            ? QueueReader.Presence.KEEPS_QUEUE
            : QueueReader.Presence.ALWAYS,
        siblings(queue),
        reception(queue, spec.topic(), wanted),
        () -> endSubscription(spec, queue));
  }

  private Reception reception(
      String queue, RabbitDestination source, Predicate<RabbitMessage> wanted) {
    return new Reception(settings.mapper(), settings.memory(), queue, source, wanted);
  }

  private Siblings siblings(String queue) {
    return new Siblings(this::readers, queue);
  }

  private void endSubscription(SubscriptionSpec spec, String queue) {
    try {
      if (connection.isOpen()) {
        Subscriptions.end(connection, spec, queue);
      }
    } catch (BrokerException e) {
      LOG.log(Level.DEBUG, "Subscription {0} is gone already: {1}", queue, e.getMessage());
    }
  }

  /** queue.declare of a queue that only this connection may consume from. */
  void declareTemporary(String queue) throws JMSException {
    try {
      queueChannel().declareQueue(queue, QueueLife.EXCLUSIVE, Map.of());
      synchronized (lock) {
        temporaryQueues.add(queue);
      }
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  void deleteTemporary(String queue) throws JMSException {
    synchronized (lock) {
      temporaryQueues.remove(queue);
    }
    try {
      connection.onScratchChannel(
          channel -> {
            channel.deleteQueue(queue);
            return null;
          });
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /** Whether a consumer, open or closed, has messages of the queue that are not settled. */
  boolean holds(String queue) {
    return readers().stream().anyMatch(reader -> reader.holds(queue));
  }

  /** What consumers of the queue have in their buffers goes back, for a browser to see it. */
  void rest(String queue) {
    for (Reader reader : readers()) {
      if (reader.isReading(queue)) {
        reader.rest();
      }
    }
  }

  /**
   * Makes the unit as good as new for the next handle: no transaction, no consumer, nothing
   * unacknowledged. Keeps the connection and the publishing channel. Bounded; harmless twice.
   *
   * <p>The transaction of a lost connection is left for the container to end.
   */
  public void reset() {
    if (connection.isOpen()) {
      transaction.reset();
    }
    for (Reader reader : readers()) {
      if (connection.isOpen()) {
        reader.discard();
      } else {
        reader.abandon();
      }
    }
    List<String> toDelete;
    synchronized (lock) {
      readers.clear();
      toDelete = new ArrayList<>(temporaryQueues);
      temporaryQueues.clear();
    }
    toDelete.forEach(this::deleteLeftOver);
  }

  /**
   * Whether {@link #reset} would ask a broker that does not answer: it blocks the connection, on
   * which there are consumers.
   */
  public boolean isStuck() {
    return connection.isOpen()
        && connection.blockedReason() != null
        && readers().stream().anyMatch(reader -> !reader.isDone());
  }

  /** The physical connection is lost: nothing can be asked of the broker any more. */
  void abandon() {
    readers().forEach(Reader::abandon);
  }

  /** Lets go of every channel; the physical connection stays with its owner. */
  public void close(boolean keepTemporaryQueues) {
    if (keepTemporaryQueues) {
      synchronized (lock) {
        temporaryQueues.clear();
      }
    }
    reset();
    AmqpChannel toClose;
    synchronized (lock) {
      toClose = queueChannel;
      queueChannel = null;
    }
    if (toClose != null) {
      toClose.close();
    }
    transaction.close();
    outbox.close();
  }

  private void deleteLeftOver(String queue) {
    try {
      if (connection.isOpen()) {
        deleteTemporary(queue);
      }
    } catch (JMSException e) {
      LOG.log(Level.DEBUG, "Queue {0} is gone already: {1}", queue, e.getMessage());
    }
  }

  private Reader remember(Reader reader) {
    synchronized (lock) {
      readers.removeIf(Reader::isDone);
      readers.add(reader);
    }
    return reader;
  }

  private List<Reader> readers() {
    synchronized (lock) {
      return new ArrayList<>(readers);
    }
  }

  private AmqpChannel queueChannel() throws BrokerException {
    synchronized (lock) {
      if (queueChannel != null && queueChannel.isOpen()) {
        return queueChannel;
      }
    }
    AmqpChannel opened = connection.openChannel();
    synchronized (lock) {
      queueChannel = opened;
    }
    return opened;
  }

  /** A consumer reads the queue itself, whatever exchange producers send to. */
  static String queueName(RabbitDestination queue) {
    return queue instanceof RabbitQueue named ? named.getName() : queue.routingKey();
  }
}
