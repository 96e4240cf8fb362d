package io.rabbitra.inbound;

import io.rabbitra.work.Cancellable;
import io.rabbitra.work.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;

/** A clock and a scheduler that a test moves by hand. Not thread-safe. */
final class ManualTime extends Clock implements Scheduler {

  private record Task(Instant due, Runnable action) {}

  private final List<Task> waiting = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private Instant now = Instant.parse("2024-01-01T00:00:00Z");

  /** Every delay that was asked for, in order. */
  List<Duration> delays() {
    return List.copyOf(delays);
  }

  int waiting() {
    return waiting.size();
  }

  void advance(Duration duration) {
    Instant until = now.plus(duration);
    while (true) {
      Task next =
          waiting.stream()
              .filter(task -> !task.due().isAfter(until))
              .min(Comparator.comparing(Task::due))
              .orElse(null);
      if (next == null) {
        break;
      }
      waiting.remove(next);
      now = next.due();
      next.action().run();
    }
    now = until;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    delays.add(delay);
    Task added = new Task(now.plus(delay), task);
    waiting.add(added);
    return () -> waiting.remove(added);
  }

  @Override
  public Cancellable schedule(Duration delay, Executor executor, Runnable task) {
    return schedule(delay, () -> executor.execute(task));
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
