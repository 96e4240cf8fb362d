package io.rabbitra.jms;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.amqp.PublishConfirm;
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.topology.Delays;
import io.rabbitra.topology.QueueDeclarations;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Publishes for one session: a channel in confirm mode, opened when first needed and kept while the
 * unit is pooled, so that a warm send is one basic.publish and its confirm; it is replaced if the
 * broker has closed it.
 *
 * <p>Thread-safe: the lock guards the fields and is never held while waiting for a confirm.
 */
final class Outbox {

  /** Names may be made up without end; what is forgotten is declared again. */
  private static final int MAX_DECLARED = 1000;

  private final AmqpConnection connection;
  private final Duration confirmTimeout;
  private final Delays delays;
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private AmqpChannel channel;

  /** What this unit has declared already. Guarded by {@code lock}. */
  private final Set<RabbitDestination> declared =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<RabbitDestination, Boolean> eldest) {
              return size() > MAX_DECLARED;
            }
          });

  Outbox(AmqpConnection connection, Duration confirmTimeout) {
    this.connection = connection;
    this.confirmTimeout = confirmTimeout;
    this.delays = new Delays(connection);
  }

  Duration confirmTimeout() {
    return confirmTimeout;
  }

  /** Publishes and waits for the broker's confirm. */
  void send(PreparedMessage message) throws JMSException {
    try {
      begin(message).await(confirmTimeout);
    } catch (BrokerException e) {
      if (!mayHelpToDeclareAgain(message, e)) {
        throw JmsErrors.of(e);
      }
      sendAgain(message);
    }
  }

  /** After the broker lost what was declared for the message: declares and publishes once more. */
  void sendAgain(PreparedMessage message) throws JMSException {
    sendAgain(message, confirmTimeout);
  }

  /**
   * As {@link #sendAgain(PreparedMessage)}.
   *
   * @param timeout for leave to publish and the confirm together
   */
  void sendAgain(PreparedMessage message, Duration timeout) throws JMSException {
    long deadline = System.nanoTime() + timeout.toNanos();
    forgetDeclared(message);
    try {
      PublishConfirm confirm = begin(message, timeout);
      confirm.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /** Publishes; the confirm comes later. */
  PublishConfirm begin(PreparedMessage message) throws JMSException {
    return begin(message, confirmTimeout);
  }

  private PublishConfirm begin(PreparedMessage message, Duration timeout) throws JMSException {
    Publication publication = resolve(message);
    try {
      return channel()
          .publish(
              publication.exchange(),
              publication.routingKey(),
              publication.mandatory(),
              publication.properties(),
              publication.body(),
              timeout);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /** What to publish now for the message, after what it needs on the broker was declared. */
  Publication resolve(PreparedMessage message) throws JMSException {
    long delay =
        message.deliveryTime() == 0 ? 0 : message.deliveryTime() - System.currentTimeMillis();
    try {
      ensureDeclared(message);
      if (delay <= 0) {
        return message.publication();
      }
      if (message.destination() instanceof Queue
          && message.publication().mandatory()
          && message.publication().exchange().isEmpty()
          && !connection.queueExists(message.publication().routingKey())) {
        throw new InvalidDestinationException(message.destination() + " does not exist");
      }
      return delays.delayed(message.publication(), delay);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    } catch (IllegalArgumentException e) {
      JMSException tooLong = new JMSException(e.getMessage());
      tooLong.initCause(e);
      throw tooLong;
    }
  }

  /** As {@link #resolve}, of a message that AMQP has a form for. */
  Publication resolveEncodable(PreparedMessage message) throws JMSException {
    Publication publication = resolve(message);
    try {
      connection.requireEncodable(publication);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    return publication;
  }

  /** Whether the message may have been unroutable because somebody deleted what was declared. */
  static boolean mayHelpToDeclareAgain(PreparedMessage message, BrokerException failure) {
    return failure.kind() == BrokerException.Kind.UNROUTABLE
        && (message.deliveryTime() != 0
            || (message.destination() instanceof RabbitQueue queue
                && queue.declarePolicy() == DeclarePolicy.DECLARE));
  }

  AmqpChannel channel() throws BrokerException {
    synchronized (lock) {
      if (channel == null || !channel.isOpen()) {
        channel = connection.openChannel();
      }
      return channel;
    }
  }

  void close() {
    AmqpChannel toClose;
    synchronized (lock) {
      toClose = channel;
      channel = null;
    }
    if (toClose != null) {
      toClose.close();
    }
  }

  private void ensureDeclared(PreparedMessage message) throws BrokerException {
    RabbitDestination destination = message.destination();
    if (!isDeclared(destination)) {
      return;
    }
    synchronized (lock) {
      if (declared.contains(destination)) {
        return;
      }
    }
    declare(connection, destination);
    synchronized (lock) {
      declared.add(destination);
    }
  }

  /** Does what the property {@code declare} of an administered object asks for. */
  static void declare(AmqpConnection connection, RabbitDestination destination)
      throws BrokerException {
    if (destination instanceof RabbitQueue queue) {
      QueueDeclarations.ensure(connection, queue);
    } else if (destination instanceof RabbitTopic topic) {
      QueueDeclarations.ensure(connection, topic);
    }
  }

  private static boolean isDeclared(RabbitDestination destination) {
    return (destination instanceof RabbitQueue queue && queue.declarePolicy() != DeclarePolicy.NONE)
        || (destination instanceof RabbitTopic topic
            && topic.declarePolicy() != DeclarePolicy.NONE);
  }

  private void forgetDeclared(PreparedMessage message) {
    synchronized (lock) {
      declared.remove(message.destination());
    }
    delays.forget();
  }
}
