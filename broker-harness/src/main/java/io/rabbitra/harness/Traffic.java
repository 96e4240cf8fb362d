package io.rabbitra.harness;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What went through a proxy in one direction, over all its connections. Thread-safe. */
final class Traffic {

  private final ConcurrentLinkedQueue<String> methods = new ConcurrentLinkedQueue<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder heartbeats = new LongAdder();
  // Written by the event loop only.
  private volatile boolean stalled;

  void countMethod(String name) {
    methods.add(name);
  }

  void countHeartbeat() {
    heartbeats.increment();
  }

  void countBytes(int number) {
    bytes.add(number);
  }

  List<String> methods() {
    return List.copyOf(methods);
  }

  long bytes() {
    return bytes.sum();
  }

  long heartbeats() {
    return heartbeats.sum();
  }

  void resetMethods() {
    methods.clear();
    heartbeats.reset();
  }

  boolean isStalled() {
    return stalled;
  }

  void stalled(boolean value) {
    stalled = value;
  }
}
