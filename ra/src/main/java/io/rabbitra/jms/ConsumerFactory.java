package io.rabbitra.jms;

import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitTemporaryQueue;
import io.rabbitra.destination.RabbitTemporaryTopic;
import io.rabbitra.message.RabbitMessage;
import io.rabbitra.selector.Selector;
import io.rabbitra.topology.SubscriptionSpec;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.function.Predicate;

/** Makes the readers behind the consumers of one session. For the session's thread. */
final class ConsumerFactory {

  private final RabbitConnection connection;

  ConsumerFactory(RabbitConnection connection) {
    this.connection = connection;
  }

  Reader open(SessionCore core, Destination destination, String selectorText, boolean noLocal)
      throws JMSException {
    RabbitDestination own = Destinations.own(destination);
    connection.requireOwnTemporary(own);
    Selector selector = Selector.parse(selectorText);
    if (!(own instanceof Topic || own instanceof Queue)) {
      throw new InvalidDestinationException(own + " is neither a queue nor a topic");
    }
    if (own instanceof Queue) {
      return SessionCore.queueName(own).equals(DirectReplyReader.QUEUE)
          ? core.readDirectReplies(selector)
          : core.readQueue(own, selector);
    }
    return core.readSubscription(
        new SubscriptionSpec(
            SubscriptionSpec.Kind.NON_DURABLE, own, null, null, selector.text(), noLocal),
        wanted(selector, noLocal));
  }

  /** A subscription with a name; all but SHARED outlive their consumers. */
  Reader open(
      SessionCore core,
      SubscriptionSpec.Kind kind,
      Topic topic,
      String name,
      String selectorText,
      boolean noLocal)
      throws JMSException {
    if (name == null || name.isBlank()) {
      throw new JMSException("a subscription needs a name");
    }
    RabbitDestination own = Destinations.ownTopic(topic);
    if (own instanceof RabbitTemporaryTopic && kind != SubscriptionSpec.Kind.SHARED) {
      throw new InvalidDestinationException("a durable subscription to a temporary topic");
    }
    connection.requireOwnTemporary(own);
    String clientId = connection.clientId();
    if (clientId == null && kind == SubscriptionSpec.Kind.DURABLE) {
      throw new IllegalStateException("an unshared durable subscription needs a client identifier");
    }
    Selector selector = Selector.parse(selectorText);
    return core.readSubscription(
        new SubscriptionSpec(kind, own, clientId, name, selector.text(), noLocal),
        wanted(selector, noLocal));
  }

  private Predicate<RabbitMessage> wanted(Selector selector, boolean noLocal) {
    Predicate<RabbitMessage> selected =
        selector.isAll() ? Reception::everything : selector::matches;
    if (!noLocal) {
      return selected;
    }
    String self = connection.sender();
    return message -> !self.equals(message.sender()) && selected.test(message);
  }

  /** Whether a destination lives only as long as the connection that made it. */
  static boolean isTemporary(RabbitDestination destination) {
    return destination instanceof RabbitTemporaryQueue
        || destination instanceof RabbitTemporaryTopic;
  }
}
