package io.rabbitra.inbound;

import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.topology.SubscriptionSpec;
import java.util.List;

/**
 * What an endpoint consumes.
 *
 * @param destination a queue, with its declare policy and arguments, or a topic
 * @param subscription how a topic is subscribed to; null for a queue
 * @param selector null if there is none
 * @param missingQueue what is done when the queue does not exist
 * @param bindings of the queue, made when it is declared
 */
record SourceSettings(
    RabbitDestination destination,
    SubscriptionSpec subscription,
    String selector,
    MissingQueue missingQueue,
    List<QueueBinding> bindings,
    ConsumerSettings consumer) {

  private static final String SINGLE_ACTIVE_CONSUMER = "x-single-active-consumer";

  /** The name of the queue, or the binding key of the topic. */
  String destinationName() {
    return destination instanceof RabbitQueue queue
        ? queue.getQueueName()
        : destination.routingKey();
  }

  /** Of the queue, or of the exchange of the topic. */
  DeclarePolicy declarePolicy() {
    if (destination instanceof RabbitQueue queue) {
      return queue.declarePolicy();
    }
    return destination instanceof RabbitTopic topic ? topic.declarePolicy() : DeclarePolicy.NONE;
  }

  /** Whether the broker delivers to one consumer at a time, as far as the configuration says it. */
  boolean hasSingleActiveConsumer() {
    return destination instanceof RabbitQueue queue
        && Boolean.TRUE.equals(queue.declareArguments().get(SINGLE_ACTIVE_CONSUMER));
  }
}
