package io.rabbitra.inbound;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Consumer tags that an operator can tell apart: the prefix, what is the endpoint's own, and a
 * number that grows, for quorum queues take messages back in the order of the tags. RabbitMQ 4.3
 * refuses one that is used again on its channel. Thread-safe.
 */
final class ConsumerTags {

  /** Null: the broker makes the tags. */
  private final String begin;

  private final AtomicLong consumers = new AtomicLong();

  /**
   * @param prefix null for tags of the broker's own
   */
  ConsumerTags(String prefix) {
    begin = prefix == null ? null : prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Empty if the broker is to make it. */
  String next() {
    return begin == null
        ? ""
        : String.format(Locale.ROOT, "%s-%06d", begin, consumers.incrementAndGet());
  }
}
