package io.rabbitra.inbound;

import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.QueueArguments;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.inbound.Choices.Durability;
import io.rabbitra.inbound.Choices.Kind;
import io.rabbitra.inbound.Choices.QueueType;
import io.rabbitra.selector.Selector;
import io.rabbitra.topology.SubscriptionSpec;
import jakarta.jms.InvalidSelectorException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what an activation says about its source: checks all of it, then makes settings of it. Used
 * by one thread, for one activation.
 */
final class SourceReader {

  /** Argument of queue.declare. */
  static final String QUEUE_TYPE = "x-queue-type";

  private static final String MAX_PRIORITY = "x-max-priority";

  private static final int LONGEST_TAG_PREFIX = 200;
  private static final int LONGEST_NAME = 255;

  private final RabbitActivationSpec spec;
  private final ActivationLookup found;
  private final Problems problems;

  /** Null while what destinationLookup names is not looked up. */
  private final Kind kind;

  /** What was read, null where it could not be. */
  private final DeclarePolicy declare;

  private final MissingQueue missingQueue;
  private final QueueType queueType;
  private final Durability durability;
  private final Map<String, Object> queueArguments;
  private final Map<String, Object> consumerArguments;
  private final List<QueueBinding> bindings;

  SourceReader(RabbitActivationSpec spec, ActivationLookup found, Problems problems) {
    this.spec = spec;
    this.found = found;
    this.problems = problems;
    kind = kind();
    declare = problems.read(Choices.DECLARE, "declare", spec.getDeclare());
    missingQueue = problems.read(Choices.MISSING_QUEUE, "missingQueue", spec.getMissingQueue());
    durability =
        problems.read(
            Choices.SUBSCRIPTION_DURABILITY,
            "subscriptionDurability",
            spec.getSubscriptionDurability());
    queueArguments = arguments("queueArguments", spec.getQueueArguments());
    consumerArguments = arguments("consumerArguments", spec.getConsumerArguments());
    queueType = queueType();
    bindings = bindings();
    checkDestination();
    checkSelector();
    checkName("clientId", spec.getClientId(), LONGEST_NAME);
    checkName("consumerTag", spec.getConsumerTag(), LONGEST_TAG_PREFIX);
    if (kind == Kind.TOPIC) {
      checkTopic();
    } else if (kind == Kind.QUEUE) {
      checkQueue();
    }
    checkStreamOffset();
  }

  /** Whether the queue is known to be a stream. */
  boolean isStream() {
    return queueType == QueueType.STREAM || consumerArguments.containsKey(Consumers.STREAM_OFFSET);
  }

  /** For people: the name of the queue or topic. */
  String name() {
    if (kind == Kind.QUEUE) {
      return queueName();
    }
    return found.topic() == null ? spec.getDestinationName() : found.topic().getTopicName();
  }

  /** Null if it is no queue, or not looked up. */
  String queueName() {
    if (kind != Kind.QUEUE) {
      return null;
    }
    return found.queue() == null ? spec.getDestinationName() : found.queue().getQueueName();
  }

  /** To be called if there is no problem and everything is looked up. */
  SourceSettings settings() {
    RabbitDestination destination = kind == Kind.TOPIC ? topic() : queue();
    return new SourceSettings(
        destination,
        kind == Kind.TOPIC ? subscription(destination) : null,
        spec.getMessageSelector(),
        missingQueue,
        bindings,
        new ConsumerSettings(spec.getConsumerTag(), spec.getExclusive(), consumerArguments));
  }

  private Kind kind() {
    Kind wanted = null;
    if (spec.getDestinationType() != null) {
      wanted =
          problems.read(Choices.DESTINATION_TYPE, "destinationType", spec.getDestinationType());
      if (wanted == null) {
        return null;
      }
    }
    Kind there = found.queue() != null ? Kind.QUEUE : found.topic() != null ? Kind.TOPIC : null;
    if (wanted != null && there != null && wanted != there) {
      problems.add(
          "destinationType",
          spec.getDestinationType(),
          "allowed is "
              + there.type()
              + ", which is what destinationLookup = "
              + spec.getDestinationLookup()
              + " finds");
      return there;
    }
    if (wanted == null && there == null && spec.getDestinationName() != null) {
      return Kind.QUEUE;
    }
    return wanted == null ? there : wanted;
  }

  private Map<String, Object> arguments(String property, String text) {
    try {
      return QueueArguments.parse(property, text);
    } catch (IllegalArgumentException e) {
      problems.add(property, e.getMessage());
      return Map.of();
    }
  }

  private QueueType queueType() {
    String said = spec.getQueueType();
    Object argument = queueArguments.get(QUEUE_TYPE);
    if (said == null) {
      Object given = argument;
      if (given == null && found.queue() != null) {
        given = found.queue().declareArguments().get(QUEUE_TYPE);
      }
      return given == null ? null : Choices.QUEUE_TYPE.read(given.toString());
    }
    QueueType type = problems.read(Choices.QUEUE_TYPE, "queueType", said);
    if (type != null && argument != null && !type.text().equals(argument)) {
      problems.add("queueType", said, "queueArguments have " + QUEUE_TYPE + "=" + argument);
    }
    return type;
  }

  private List<QueueBinding> bindings() {
    try {
      return QueueBinding.parse(spec.getBindings());
    } catch (IllegalArgumentException e) {
      problems.add("bindings", spec.getBindings(), e.getMessage());
      return List.of();
    }
  }

  private void checkDestination() {
    String name = spec.getDestinationName();
    if (name == null && spec.getDestinationLookup() == null) {
      problems.add("destinationName", null, "it or destinationLookup is required");
    }
    checkName("destinationName", name, LONGEST_NAME);
  }

  private void checkSelector() {
    try {
      Selector.parse(spec.getMessageSelector());
    } catch (InvalidSelectorException e) {
      problems.add(
          "messageSelector",
          spec.getMessageSelector(),
          "allowed is a selector of Jakarta Messaging; " + e.getMessage());
    }
  }

  private void checkName(String property, String value, int longest) {
    if (value != null && value.getBytes(StandardCharsets.UTF_8).length > longest) {
      problems.add(property, value, "allowed are 1 to " + longest + " bytes of UTF-8");
    }
  }

  private void checkTopic() {
    boolean named = durability == Durability.DURABLE || spec.getShareSubscriptions();
    if (named && spec.getSubscriptionName() == null) {
      problems.add(
          "subscriptionName", null, "it is required for a subscription that is durable or shared");
    }
    if (!named && spec.getSubscriptionName() != null) {
      // The specification allows to name it, and a subscription of one consumer has no name.
      spec.former()
          .ineffective("subscriptionName", "the subscription is neither durable nor shared");
    }
    onlyForAQueue("queueType", spec.getQueueType());
    onlyForAQueue("queueArguments", spec.getQueueArguments());
    onlyForAQueue("bindings", spec.getBindings());
    onlyForAQueue("exclusive", spec.getExclusive() ? true : null);
    onlyForAQueue(
        "consumerArguments",
        consumerArguments.containsKey(Consumers.STREAM_OFFSET)
            ? spec.getConsumerArguments()
            : null);
  }

  private void onlyForAQueue(String property, Object value) {
    if (value != null) {
      problems.add(property, value, "allowed only for a queue, and this is a topic");
    }
  }

  private void checkQueue() {
    if (durability == Durability.DURABLE) {
      onlyForATopic("subscriptionDurability", spec.getSubscriptionDurability());
    }
    onlyForATopic("subscriptionName", spec.getSubscriptionName());
    onlyForATopic("shareSubscriptions", spec.getShareSubscriptions() ? true : null);
    boolean declared =
        missingQueue == MissingQueue.DECLARE || effectiveDeclare() == DeclarePolicy.DECLARE;
    if (!declared && declare != null && missingQueue != null) {
      String needed = "needs declare = declare or missingQueue = declare";
      if (spec.getBindings() != null) {
        problems.add("bindings", spec.getBindings(), needed);
      }
      if (spec.getQueueArguments() != null) {
        problems.add("queueArguments", spec.getQueueArguments(), needed);
      }
    }
    boolean priorities = effectiveArguments().containsKey(MAX_PRIORITY);
    if (priorities && (queueType == QueueType.QUORUM || queueType == QueueType.STREAM)) {
      problems.add(
          spec.getQueueArguments() == null ? "queueType" : "queueArguments",
          spec.getQueueArguments() == null ? spec.getQueueType() : spec.getQueueArguments(),
          MAX_PRIORITY + " is allowed only for a classic queue");
    }
  }

  private void onlyForATopic(String property, Object value) {
    if (value != null) {
      problems.add(
          property,
          value,
          "allowed only for a topic, and this is a queue; a topic needs destinationType = "
              + Kind.TOPIC.type());
    }
  }

  private void checkStreamOffset() {
    if (consumerArguments.containsKey(Consumers.STREAM_OFFSET)
        && (queueType == QueueType.CLASSIC || queueType == QueueType.QUORUM)) {
      problems.add(
          "consumerArguments",
          spec.getConsumerArguments(),
          Consumers.STREAM_OFFSET
              + " is allowed only for a stream, and this is a "
              + queueType.text()
              + " queue");
    }
  }

  private DeclarePolicy effectiveDeclare() {
    boolean said = declare != null && declare != DeclarePolicy.NONE;
    return said || found.queue() == null ? declare : found.queue().declarePolicy();
  }

  private Map<String, Object> effectiveArguments() {
    boolean said = spec.getQueueArguments() != null || found.queue() == null;
    Map<String, Object> arguments =
        new LinkedHashMap<>(said ? queueArguments : found.queue().declareArguments());
    if (spec.getQueueType() != null && queueType != null) {
      arguments.put(QUEUE_TYPE, queueType.text());
    }
    return arguments;
  }

  private RabbitQueue queue() {
    RabbitQueue queue =
        found.queue() == null ? new RabbitQueue(spec.getDestinationName()) : found.queue();
    queue.setDeclare(effectiveDeclare().text());
    queue.setArguments(QueueArguments.format(effectiveArguments()));
    return queue;
  }

  private RabbitTopic topic() {
    RabbitTopic topic =
        found.topic() == null ? new RabbitTopic(spec.getDestinationName()) : found.topic();
    if (declare != DeclarePolicy.NONE) {
      topic.setDeclare(declare.text());
    }
    return topic;
  }

  private SubscriptionSpec subscription(RabbitDestination topic) {
    boolean durable = durability == Durability.DURABLE;
    SubscriptionSpec.Kind subscribed;
    if (spec.getShareSubscriptions()) {
      subscribed = durable ? SubscriptionSpec.Kind.SHARED_DURABLE : SubscriptionSpec.Kind.SHARED;
    } else {
      subscribed = durable ? SubscriptionSpec.Kind.DURABLE : SubscriptionSpec.Kind.NON_DURABLE;
    }
    String clientId = spec.getClientId();
    if (clientId == null && found.factory() != null) {
      clientId = found.factory().clientId();
    }
    return new SubscriptionSpec(
        subscribed,
        topic,
        clientId,
        subscribed == SubscriptionSpec.Kind.NON_DURABLE ? null : spec.getSubscriptionName(),
        spec.getMessageSelector(),
        false);
  }
}
