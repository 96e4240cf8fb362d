package io.rabbitra.jms;

import io.rabbitra.destination.RabbitDestination;
import java.util.ArrayList;
import java.util.List;

/** The open consumers of one session. Thread-safe. */
final class SessionConsumers {

  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private final List<RabbitConsumer> open = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private boolean feed;

  RabbitConsumer add(RabbitConsumer consumer) {
    synchronized (lock) {
      open.add(consumer);
    }
    return consumer;
  }

  void forget(RabbitConsumer consumer) {
    synchronized (lock) {
      open.remove(consumer);
    }
  }

  List<RabbitConsumer> all() {
    synchronized (lock) {
      return new ArrayList<>(open);
    }
  }

  List<RabbitConsumer> listening() {
    synchronized (lock) {
      return open.stream().filter(RabbitConsumer::hasListener).toList();
    }
  }

  /** Whether one of them is for the destination. */
  boolean isReading(RabbitDestination destination) {
    synchronized (lock) {
      return open.stream().anyMatch(consumer -> consumer.isFor(destination));
    }
  }

  /** Whether a ConnectionConsumer reads with them, for sessions that need it to settle. */
  boolean isFeed() {
    synchronized (lock) {
      return feed;
    }
  }

  /** Only a ConnectionConsumer uses them. */
  void becomeFeed() {
    synchronized (lock) {
      feed = true;
    }
  }
}
