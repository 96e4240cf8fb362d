package io.rabbitra.inbound;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Waiting times that grow by a factor from {@code initial} to {@code max}, each shortened by up to
 * a fifth at random, so that many endpoints do not return to a restarted broker in step. Not
 * thread-safe.
 */
final class Backoff {

  private final Duration initial;
  private final Duration max;
  private final double factor;
  private final DoubleSupplier random;
  private Duration next;

  /**
   * @param random values from 0 up to 1
   */
  Backoff(ReconnectSettings settings, DoubleSupplier random) {
    Duration initial = settings.initial();
    Duration max = settings.max();
    this.initial = initial;
    this.max = max.compareTo(initial) < 0 ? initial : max;
    this.factor = settings.factor();
    this.random = random;
    this.next = initial;
  }

  Duration initial() {
    return initial;
  }

  Duration next() {
    Duration base = next;
    double grown = base.toNanos() * factor;
    next = grown > max.toNanos() ? max : Duration.ofNanos((long) grown);
    double share = 1 - 0.2 * random.getAsDouble();
    return Duration.ofNanos((long) (base.toNanos() * share));
  }

  void reset() {
    next = initial;
  }
}
