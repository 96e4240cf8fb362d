package io.rabbitra.jms;

import java.util.List;
import java.util.function.Supplier;

/**
 * The readers of one queue in one session. Of them one at a time is read, and what the others have
 * sent ahead or found is not to be hidden from it. Thread-safe.
 */
final class Siblings {

  private final Supplier<List<Reader>> readers;
  private final String queue;

  /**
   * @param readers all of the session
   */
  Siblings(Supplier<List<Reader>> readers, String queue) {
    this.readers = readers;
    this.queue = queue;
  }

  /** Whether the session has no other reader at all. */
  boolean areNone() {
    return readers.get().size() <= 1;
  }

  /** Those that read it without a selector. */
  List<QueueReader> plain() {
    return readers.get().stream()
        .filter(reader -> reader.isReading(queue))
        .filter(QueueReader.class::isInstance)
        .map(QueueReader.class::cast)
        .toList();
  }

  /**
   * The one whose first message has waited longest, of those that read it without a selector and
   * have no message listener, and {@code self}, if none has any.
   */
  QueueReader longestWaiting(QueueReader self) {
    QueueReader first = self;
    long earliest = self.sinceNanos();
    if (areNone()) {
      return self;
    }
    for (QueueReader sibling : plain()) {
      long since = sibling == self || sibling.isListening() ? Long.MAX_VALUE : sibling.sinceNanos();
      if (since < earliest) {
        first = sibling;
        earliest = since;
      }
    }
    return first;
  }

  /** What the others have goes back. */
  void restFor(Reader self) {
    for (Reader reader : readers.get()) {
      if (reader != self && reader.isReading(queue)) {
        reader.rest();
      }
    }
  }

  /** What those with a selector have goes back. */
  void restSelecting() {
    for (Reader reader : readers.get()) {
      if (reader instanceof SelectiveReader && reader.isReading(queue)) {
        reader.rest();
      }
    }
  }
}
