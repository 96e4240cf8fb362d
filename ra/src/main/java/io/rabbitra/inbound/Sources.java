package io.rabbitra.inbound;

import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.logging.Loggers;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.selector.Selector;
import io.rabbitra.work.AdapterThreads;
import jakarta.jms.InvalidSelectorException;
import jakarta.resource.spi.InvalidPropertyException;
import java.lang.System.Logger.Level;

/** Chooses the {@link Source} of an endpoint. */
final class Sources {

  private static final System.Logger LOG = Loggers.of(Sources.class);

  private static final String STREAM = "stream";

  private Sources() {}

  /**
   * The source that the settings describe.
   *
   * @throws InvalidPropertyException the selector cannot be read
   */
  static Source of(ActivationSettings settings, MessageMapper mapper, AdapterThreads threads)
      throws InvalidPropertyException {
    SourceSettings source = settings.source();
    Selector selector = selector(source);
    MessageFilter filter = selector.isAll() ? null : new MessageFilter(selector, mapper);
    boolean stream = isStream(source);
    Consumers consumers =
        new Consumers(
            source.consumer(), settings.sessions(), filter, threads.control(), known(source));
    if (source.subscription() != null) {
      return new TopicSource(source.subscription(), source.missingQueue(), consumers);
    }
    EndpointQueue queue =
        new EndpointQueue(
            (RabbitQueue) source.destination(), source.bindings(), source.missingQueue());
    if (filter == null || stream) {
      return new QueueSource(queue, consumers);
    }
    if (isSpecial(source.consumer())) {
      LOG.log(
          Level.WARNING,
          "Endpoint {0}: exclusive, consumerTag and consumerArguments have no effect together with"
              + " the messageSelector of a queue, which is read in rounds",
          settings.name());
    }
    return new ScanSource(queue, filter, settings.sessions().prefetch(), threads);
  }

  /** As far as the configuration says it. */
  private static boolean isStream(SourceSettings source) {
    return source.destination() instanceof RabbitQueue queue
        && (STREAM.equals(queue.declareArguments().get(SourceReader.QUEUE_TYPE))
            || source.consumer().arguments().containsKey(Consumers.STREAM_OFFSET));
  }

  /** Whether the source is a stream; null if the broker alone knows. */
  private static Boolean known(SourceSettings source) {
    if (isStream(source)) {
      return true;
    }
    return source.subscription() == null ? null : false;
  }

  private static boolean isSpecial(ConsumerSettings consumer) {
    return consumer.exclusive() || consumer.tagPrefix() != null || !consumer.arguments().isEmpty();
  }

  private static Selector selector(SourceSettings source) throws InvalidPropertyException {
    String text =
        source.selector() == null && source.subscription() != null
            ? source.subscription().selector()
            : source.selector();
    try {
      return Selector.parse(text);
    } catch (InvalidSelectorException e) {
      throw new InvalidPropertyException("messageSelector = " + text + ": " + e.getMessage(), e);
    }
  }
}
