package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.message.RabbitMessage;
import io.rabbitra.selector.QueueScan;
import io.rabbitra.selector.Selector;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Shows what is ready in a queue. Each enumeration is a snapshot, taken by consuming everything and
 * giving it back at once: the order stays; messages are away from other consumers for that moment
 * and are marked as redelivered afterwards, and on quorum queues of RabbitMQ before 4.3 it counts
 * as a delivery attempt.
 */
final class RabbitBrowser implements QueueBrowser {

  private final RabbitSession session;
  private final RabbitConnection connection;
  private final Queue given;
  private final RabbitDestination own;
  private final String queue;
  private final Selector selector;
  private volatile boolean closed;

  private RabbitBrowser(
      RabbitSession session,
      RabbitConnection connection,
      Queue given,
      RabbitDestination own,
      String queue,
      Selector selector) {
    this.session = session;
    this.connection = connection;
    this.given = given;
    this.own = own;
    this.queue = queue;
    this.selector = selector;
  }

  /**
   * @throws InvalidDestinationException there is no such queue
   */
  static RabbitBrowser open(
      RabbitSession session,
      RabbitConnection connection,
      SessionCore core,
      Queue queue,
      String selectorText)
      throws JMSException {
    RabbitDestination own = Destinations.own(queue);
    if (!(own instanceof Queue)) {
      throw new InvalidDestinationException(own + " is no queue");
    }
    connection.requireOwnTemporary(own);
    Selector selector = Selector.parse(selectorText);
    String name = SessionCore.queueName(own);
    try {
      Outbox.declare(core.connection(), own);
      if (!core.connection().queueExists(name)) {
        throw new InvalidDestinationException("there is no queue '" + name + "'");
      }
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    return new RabbitBrowser(session, connection, queue, own, name, selector);
  }

  @Override
  public Queue getQueue() throws JMSException {
    requireOpen();
    return given;
  }

  @Override
  public String getMessageSelector() throws JMSException {
    requireOpen();
    return selector.text();
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface says so
  public Enumeration getEnumeration() throws JMSException {
    requireOpen();
    connection.rest(queue);
    return Collections.enumeration(snapshot(session.core()));
  }

  @Override
  public void close() {
    closed = true;
  }

  private List<RabbitMessage> snapshot(SessionCore core) throws JMSException {
    Reception reception =
        new Reception(
            core.settings().mapper(), core.settings().memory(), queue, own, selector::matches);
    List<RabbitMessage> messages = new ArrayList<>();
    try {
      QueueScan scan = new QueueScan(core.connection(), queue);
      try {
        scan.look(
            found -> {
              RabbitMessage message =
                  reception.decode(found.envelope(), found.properties(), found.body());
              reception.returnedUnseen(found.properties());
              if (selector.matches(message) && !Reception.isExpired(message, 0)) {
                messages.add(message);
              }
              return false;
            });
      } finally {
        scan.close();
      }
      return messages;
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  private void requireOpen() throws JMSException {
    session.core();
    if (closed) {
      throw RabbitConnectionFactory.closed("browser");
    }
  }
}
