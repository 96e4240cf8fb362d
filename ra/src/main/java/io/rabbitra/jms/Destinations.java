package io.rabbitra.jms;

import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;

/** Destinations as applications pass them. */
final class Destinations {

  private Destinations() {}

  /**
   * Our own form of a destination of any provider, which goes by its name.
   *
   * @throws InvalidDestinationException it is null, has no name, or is no queue or topic
   */
  static RabbitDestination own(Destination destination) throws JMSException {
    if (destination instanceof RabbitDestination own) {
      if (own.routingKey() == null) {
        throw new InvalidDestinationException(
            "a " + own.getClass().getSimpleName() + " without a name");
      }
      return own;
    }
    try {
      if (destination instanceof Queue queue && queue.getQueueName() != null) {
        return new RabbitQueue(queue.getQueueName());
      }
      if (destination instanceof Topic topic && topic.getTopicName() != null) {
        return new RabbitTopic(topic.getTopicName());
      }
    } catch (IllegalArgumentException e) {
      throw JmsErrors.invalidDestination(e);
    }
    throw new InvalidDestinationException(
        destination == null
            ? "no destination"
            : destination.getClass().getName() + " is no queue or topic");
  }

  /** As {@link #own}, of which a topic is expected. */
  static RabbitDestination ownTopic(Topic topic) throws JMSException {
    RabbitDestination own = own(topic);
    if (!(own instanceof Topic)) {
      throw new InvalidDestinationException(own + " is no topic");
    }
    return own;
  }
}
