package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.work.AdapterThreads;
import io.rabbitra.work.Cancellable;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has the rounds of a {@link SelectiveReader} that has a message listener on the adapter's threads,
 * each scheduled when the one before has ended, until the buffer is broken or closed.
 *
 * <p>Thread-safe.
 */
final class ListenerRounds {

  /** Before it is asked again whether a message listener has taken what was found. */
  private static final Duration BUSY = Duration.ofMillis(20);

  private final SelectingRounds rounds;
  private final ReaderBuffer<FoundMessage> buffer;
  private final AdapterThreads threads;
  private final ReentrantLock requests;

  /** The next round. Guarded by the lock of {@code buffer}. */
  private Cancellable next;

  /**
   * @param requests of the reader; held during a round
   */
  ListenerRounds(
      SelectingRounds rounds,
      ReaderBuffer<FoundMessage> buffer,
      AdapterThreads threads,
      ReentrantLock requests) {
    this.rounds = rounds;
    this.buffer = buffer;
    this.threads = threads;
    this.requests = requests;
  }

  /** Begins, or with null ends. */
  void listen(Runnable onArrival) {
    buffer.lock.lock();
    try {
      buffer.listen(onArrival);
      if (next != null) {
        next.cancel();
        next = null;
      }
    } finally {
      buffer.lock.unlock();
    }
    if (onArrival != null) {
      schedule(Duration.ZERO);
    }
  }

  /** Closes the buffer too. */
  void close() {
    buffer.lock.lock();
    try {
      buffer.close();
      if (next != null) {
        next.cancel();
      }
    } finally {
      buffer.lock.unlock();
    }
  }

  private void schedule(Duration pause) {
    buffer.lock.lock();
    try {
      if (!buffer.isClosed() && buffer.isListening()) {
        next = threads.scheduler().schedule(pause, threads.scans(), this::round);
      }
    } finally {
      buffer.lock.unlock();
    }
  }

  private void round() {
    Runnable toTell = null;
    requests.lock();
    try {
      if (rounds.search()) {
        toTell = arrivalNow();
      }
    } catch (BrokerException e) {
      buffer.fail(e);
      toTell = arrivalNow();
    } finally {
      requests.unlock();
    }
    if (toTell != null) {
      toTell.run();
    }
    if (buffer.isOpen()) {
      Duration pause = Duration.ofNanos(rounds.nanosUntilNext());
      schedule(!buffer.isEmpty() && pause.compareTo(BUSY) < 0 ? BUSY : pause);
    }
  }

  private Runnable arrivalNow() {
    buffer.lock.lock();
    try {
      return buffer.isClosed() ? null : buffer.arrival();
    } finally {
      buffer.lock.unlock();
    }
  }
}
