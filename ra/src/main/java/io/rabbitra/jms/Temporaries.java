package io.rabbitra.jms;

import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitTemporaryQueue;
import io.rabbitra.destination.RabbitTemporaryTopic;
import io.rabbitra.destination.TemporaryNames;
import io.rabbitra.destination.TemporaryOwner;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The temporary destinations of one connection (Jakarta Messaging 3.1, section 6.2.2). A temporary
 * topic is only a name that nobody else uses. Thread-safe.
 */
final class Temporaries implements TemporaryOwner {

  private final Supplier<String> connectionId;
  private final Supplier<List<RabbitSession>> sessions;

  /** With the unit that declared the queue; a topic has none. */
  private final Map<RabbitDestination, Optional<SessionCore>> live = new ConcurrentHashMap<>();

  Temporaries(Supplier<String> connectionId, Supplier<List<RabbitSession>> sessions) {
    this.connectionId = connectionId;
    this.sessions = sessions;
  }

  RabbitTemporaryQueue queue(SessionCore unit) throws JMSException {
    RabbitTemporaryQueue queue =
        new RabbitTemporaryQueue(TemporaryNames.create(connectionId.get()), this);
    unit.declareTemporary(queue.getQueueName());
    live.put(queue, Optional.of(unit));
    return queue;
  }

  RabbitTemporaryTopic topic() {
    RabbitTemporaryTopic topic =
        new RabbitTemporaryTopic(TemporaryNames.create(connectionId.get()), this);
    live.put(topic, Optional.empty());
    return topic;
  }

  /** Throws for a temporary destination of another connection, or one that is deleted. */
  void requireOwn(RabbitDestination destination) throws InvalidDestinationException {
    if (!isOwn(destination)) {
      throw new InvalidDestinationException(
          destination + " belongs to another connection: only that may consume from it");
    }
    requireNotDeleted(destination);
  }

  /** Throws for a temporary destination of this connection that is deleted. */
  void requireNotDeleted(RabbitDestination destination) throws InvalidDestinationException {
    if (isOwn(destination) && !live.containsKey(destination)) {
      throw new InvalidDestinationException(destination + " is deleted");
    }
  }

  @Override
  public void delete(RabbitDestination destination) throws JMSException {
    if (!live.containsKey(destination)) {
      return;
    }
    if (sessions.get().stream().anyMatch(session -> session.consumers().isReading(destination))) {
      throw new JMSException(destination + " cannot be deleted: a consumer of it is open");
    }
    Optional<SessionCore> unit = live.remove(destination);
    if (unit != null && unit.isPresent()) {
      unit.get().deleteTemporary(destination.routingKey());
    }
  }

  private boolean isOwn(RabbitDestination destination) {
    return connectionId
        .get()
        .equals(
            destination instanceof RabbitTemporaryQueue queue
                ? queue.connectionId()
                : ((RabbitTemporaryTopic) destination).connectionId());
  }
}
