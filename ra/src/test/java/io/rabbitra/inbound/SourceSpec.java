package io.rabbitra.inbound;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.topology.SubscriptionSpec;
import io.rabbitra.topology.SubscriptionSpec.Kind;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An activation whose source a test describes as the endpoint sees it, not by properties. */
final class SourceSpec extends RabbitActivationSpec {

  private static final long serialVersionUID = 1L;

  private final transient RabbitDestination destination;
  private final transient List<QueueBinding> bindings = new ArrayList<>();
  private transient SubscriptionSpec subscription;
  private String selector;
  private MissingQueue missing = MissingQueue.WAIT;
  private transient ConsumerSettings consumer = new ConsumerSettings(null, false, Map.of());

  private SourceSpec(String uri, String name, RabbitDestination destination) {
    this.destination = destination;
    setUri(uri);
    setDestinationName(name);
    setMaxSessions(3);
    setReconnectInterval(100);
    setMaxReconnectInterval(400);
    setDrainTimeout(5000);
  }

  static SourceSpec queue(String uri, RabbitQueue queue) {
    return new SourceSpec(uri, queue.getQueueName(), queue);
  }

  static SourceSpec queue(String uri, String queue) {
    return queue(uri, new RabbitQueue(queue));
  }

  /**
   * @param name of the subscription; null for a non-durable one
   */
  static SourceSpec topic(String uri, RabbitTopic topic, Kind kind, String client, String name) {
    SourceSpec spec = new SourceSpec(uri, topic.getTopicName(), topic);
    spec.subscription = new SubscriptionSpec(kind, topic, client, name, null, false);
    return spec;
  }

  SourceSpec select(String text) {
    selector = text;
    if (subscription != null) {
      subscription =
          new SubscriptionSpec(
              subscription.kind(),
              subscription.topic(),
              subscription.clientId(),
              subscription.name(),
              text,
              false);
    }
    return this;
  }

  SourceSpec bind(String exchange, String routingKey) {
    bindings.add(new QueueBinding(exchange, routingKey));
    return this;
  }

  SourceSpec missing(MissingQueue whatToDo) {
    missing = whatToDo;
    return this;
  }

  SourceSpec consume(String tagPrefix, boolean exclusive, Map<String, Object> arguments) {
    consumer = new ConsumerSettings(tagPrefix, exclusive, arguments);
    return this;
  }

  SourceSpec sessions(int count) {
    setMaxSessions(count);
    return this;
  }

  SourceSpec prefetch(int count) {
    setPrefetch(count);
    return this;
  }

  @Override
  ActivationSettings resolve(BrokerProperties ofAdapter, String beanName)
      throws InvalidPropertyException {
    ActivationSettings read = super.resolve(ofAdapter, beanName);
    return new ActivationSettings(
        read.name(),
        read.broker(),
        new SourceSettings(destination, subscription, selector, missing, bindings, consumer),
        read.sessions(),
        read.acknowledge(),
        read.redelivery(),
        read.reconnect(),
        read.drainTimeout(),
        read.trustedPackages());
  }
}
