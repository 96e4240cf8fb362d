package io.rabbitra.inbound;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * How far an endpoint has processed a stream, which forgets nothing and remembers nobody: kept from
 * one generation to the next, so that a reactivation goes on where the endpoint was. What is behind
 * the first message that is not processed, and is, is not delivered a second time. Thread-safe.
 */
final class StreamPosition {

  /** Delivered and not processed. Guarded by {@code this}. */
  private final TreeSet<Long> open = new TreeSet<>();

  /** Processed, behind one that is not. Guarded by {@code this}. */
  private final TreeSet<Long> processed = new TreeSet<>();

  /** How often the bean failed, by offset. Guarded by {@code this}. */
  private final Map<Long, Integer> failures = new HashMap<>();

  /** Behind the last one delivered; -1 while there was none. Guarded by {@code this}. */
  private long next = -1;

  /** Whether there is something to go on from. */
  synchronized boolean isKnown() {
    return next >= 0;
  }

  /** The stream is gone. */
  synchronized void forget() {
    open.clear();
    processed.clear();
    failures.clear();
    next = -1;
  }

  /** A new consumer begins; returns where, or null if nothing was delivered yet. */
  synchronized Long resume() {
    if (next < 0) {
      return null;
    }
    next = firstOpen();
    open.clear();
    return next;
  }

  /** Returns whether the message is to be processed. */
  synchronized boolean delivered(long offset) {
    next = Math.max(next, offset + 1);
    if (processed.contains(offset)) {
      return false;
    }
    open.add(offset);
    return true;
  }

  /** The message is not needed again. */
  synchronized void processed(long offset) {
    open.remove(offset);
    failures.remove(offset);
    processed.add(offset);
    processed.headSet(firstOpen()).clear();
  }

  synchronized void failed(long offset) {
    failures.merge(offset, 1, Integer::sum);
  }

  synchronized int failures(long offset) {
    return failures.getOrDefault(offset, 0);
  }

  private long firstOpen() {
    return open.isEmpty() ? next : Math.min(next, open.first());
  }
}
