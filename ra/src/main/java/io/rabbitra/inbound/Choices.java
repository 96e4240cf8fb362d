package io.rabbitra.inbound;

import io.rabbitra.destination.DeclarePolicy;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A property whose value is one of a few words, whatever its case.
 *
 * @param <T> what the words mean
 */
final class Choices<T> {

  /** The values of {@code destinationType}. */
  enum Kind {
    QUEUE(Queue.class.getName()),
    TOPIC(Topic.class.getName());

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /** The values of {@code subscriptionDurability}. */
  enum Durability {
    NON_DURABLE("NonDurable"),
    DURABLE("Durable");

    private final String text;

    Durability(String text) {
      this.text = text;
    }
  }

  /** The values of {@code queueType}. */
  enum QueueType {
    CLASSIC,
    QUORUM,
    STREAM;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final Choices<Kind> DESTINATION_TYPE = new Choices<>(Kind.values(), Kind::type);
  static final Choices<Durability> SUBSCRIPTION_DURABILITY =
      new Choices<>(Durability.values(), durability -> durability.text);
  static final Choices<AcknowledgeMode> ACKNOWLEDGE_MODE =
      new Choices<>(AcknowledgeMode.values(), AcknowledgeMode::standardName);
  static final Choices<DeclarePolicy> DECLARE =
      new Choices<>(DeclarePolicy.values(), DeclarePolicy::text);
  static final Choices<MissingQueue> MISSING_QUEUE =
      new Choices<>(MissingQueue.values(), MissingQueue::text);
  static final Choices<QueueType> QUEUE_TYPE = new Choices<>(QueueType.values(), QueueType::text);

  private final T[] choices;
  private final Function<T, String> text;

  private Choices(T[] choices, Function<T, String> text) {
    this.choices = choices;
    this.text = text;
  }

  /** What the word means; null if it is none of them. */
  T read(String word) {
    for (T choice : choices) {
      if (text.apply(choice).equalsIgnoreCase(word)) {
        return choice;
      }
    }
    return null;
  }

  /** What may be written, for a message about something else. */
  String allowed() {
    return "allowed are " + Arrays.stream(choices).map(text).collect(Collectors.joining(", "));
  }
}
