package io.rabbitra.benchmark;

import java.util.List;

/** Something that does the work of a {@link Benchmark}. Used by one thread at a time. */
public interface Contender {

  /** Unique within the benchmark; the same contender has the same name in all of them. */
  String name();

  /**
   * Does the work once, from nothing: it opens what it needs and leaves nothing open. Fails if the
   * work was not done to the end, such as a message that is left at the broker.
   */
  List<Reading> run() throws Exception;

  /** Lets go of what it kept for the next round, such as a server. */
  default void close() {}
}
