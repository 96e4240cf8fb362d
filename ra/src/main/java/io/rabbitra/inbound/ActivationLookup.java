package io.rabbitra.inbound;

import io.rabbitra.config.BrokerPropertiesSource;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.inbound.Choices.Kind;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * What the JNDI names of an activation stand for.
 *
 * @param queue null unless a queue was found
 * @param topic null unless a topic was found
 * @param factory null unless a connection factory was found
 */
record ActivationLookup(RabbitQueue queue, RabbitTopic topic, BrokerPropertiesSource factory) {

  /** Nothing is looked up yet. */
  static final ActivationLookup NONE = new ActivationLookup(null, null, null);

  private static final String DESTINATION = "destinationLookup";
  private static final String FACTORY = "connectionFactoryLookup";

  /**
   * Looks up what the activation names; what cannot be used is a problem. To be called while the
   * component namespace of the bean is present.
   */
  static ActivationLookup of(RabbitActivationSpec spec, Problems problems) {
    Object destination =
        spec.getDestinationName() == null
            ? find(DESTINATION, spec.getDestinationLookup(), problems)
            : null;
    Object factory = find(FACTORY, spec.getConnectionFactoryLookup(), problems);
    ActivationLookup found = NONE;
    if (destination != null) {
      found = destination(destination, spec, problems);
    }
    if (factory != null && !(factory instanceof BrokerPropertiesSource)) {
      problems.add(
          FACTORY,
          spec.getConnectionFactoryLookup(),
          "a "
              + factory.getClass().getName()
              + " is there; allowed is a connection factory of"
              + " this resource adapter");
    }
    return factory instanceof BrokerPropertiesSource source
        ? new ActivationLookup(found.queue, found.topic, source)
        : found;
  }

  // The names are the deployer's, as the specification of the two properties wants it.
  @SuppressWarnings("BanJNDI")
  private static Object find(String property, String name, Problems problems) {
    if (name == null) {
      return null;
    }
    Object found;
    try {
      found = new InitialContext().lookup(name);
    } catch (NamingException e) {
      problems.add(property, name, "no such JNDI name (" + e + ")");
      problems.causedBy(e);
      return null;
    }
    if (found == null) {
      problems.add(property, name, "nothing is bound to this JNDI name");
    }
    return found;
  }

  private static ActivationLookup destination(
      Object found, RabbitActivationSpec spec, Problems problems) {
    Kind wanted = Choices.DESTINATION_TYPE.read(spec.getDestinationType());
    try {
      // One object may be both: the classic providers' destinations of older times were.
      if (found instanceof Queue queue && (wanted != Kind.TOPIC || !(found instanceof Topic))) {
        return new ActivationLookup(copy(queue), null, null);
      }
      if (found instanceof Topic topic) {
        return new ActivationLookup(null, copy(topic), null);
      }
      problems.add(
          DESTINATION,
          spec.getDestinationLookup(),
          "a "
              + found.getClass().getName()
              + " is there; allowed are a jakarta.jms.Queue and a"
              + " jakarta.jms.Topic");
    } catch (JMSException | IllegalArgumentException e) {
      problems.add(
          DESTINATION,
          spec.getDestinationLookup(),
          "allowed is a destination whose name has 1 to 255 bytes of UTF-8; the "
              + found.getClass().getName()
              + " there says: "
              + e.getMessage());
      problems.causedBy(e);
    }
    return NONE;
  }

  /** The administered object is shared by all who look it up. */
  private static RabbitQueue copy(Queue found) throws JMSException {
    RabbitQueue copy = new RabbitQueue(found.getQueueName());
    if (found instanceof RabbitQueue queue) {
      copy.setExchange(queue.getExchange());
      copy.setRoutingKey(queue.getRoutingKey());
      copy.setDeclare(queue.getDeclare());
      copy.setArguments(queue.getArguments());
    }
    return copy;
  }

  private static RabbitTopic copy(Topic found) throws JMSException {
    RabbitTopic copy = new RabbitTopic(found.getTopicName());
    if (found instanceof RabbitTopic topic) {
      copy.setExchange(topic.getExchange());
      copy.setRoutingKey(topic.getRoutingKey());
      copy.setDeclare(topic.getDeclare());
    }
    return copy;
  }
}
