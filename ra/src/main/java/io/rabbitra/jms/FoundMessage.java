package io.rabbitra.jms;

/**
 * A message that a selector lets through and that the application has not taken.
 *
 * @param sinceNanos when it came here, of {@link System#nanoTime}
 */
record FoundMessage(Taken taken, long sinceNanos) {

  boolean isExpired() {
    return Reception.isExpired(taken.message(), System.nanoTime() - sinceNanos);
  }
}
