package io.rabbitra.jms;

import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;

/**
 * Makes destinations, of the domain that the session is for.
 *
 * @param temporaries those of the session's connection
 */
record DestinationFactory(Domain domain, Temporaries temporaries) {

  Queue queue(SessionCore unit, String name) throws JMSException {
    domain.requireQueues("createQueue");
    try {
      RabbitQueue queue = new RabbitQueue(name);
      if (unit.settings().declareQueues()) {
        queue.setDeclare("declare");
      }
      return queue;
    } catch (IllegalArgumentException e) {
      throw JmsErrors.invalidDestination(e);
    }
  }

  Topic topic(String name) throws JMSException {
    domain.requireTopics("createTopic");
    try {
      return new RabbitTopic(name);
    } catch (IllegalArgumentException e) {
      throw JmsErrors.invalidDestination(e);
    }
  }

  TemporaryQueue temporaryQueue(SessionCore unit) throws JMSException {
    domain.requireQueues("createTemporaryQueue");
    return temporaries.queue(unit);
  }

  TemporaryTopic temporaryTopic() throws JMSException {
    domain.requireTopics("createTemporaryTopic");
    return temporaries.topic();
  }
}
