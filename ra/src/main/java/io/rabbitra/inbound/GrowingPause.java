package io.rabbitra.inbound;

import java.time.Duration;

/** A pause that doubles from the first to the longest. Not thread-safe. */
final class GrowingPause {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  GrowingPause(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  Duration next() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  void reset() {
    next = first;
  }
}
