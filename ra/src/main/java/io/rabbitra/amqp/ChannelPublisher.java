package io.rabbitra.amqp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Publishes on one channel with publisher confirms (AMQP extension confirm.select).
 *
 * <p>One lock makes "take a sequence number, remember it, publish" one step. Leave to publish is
 * asked for before the lock is taken, and never while something published is not flushed: it may
 * depend on the confirm of just that.
 */
final class ChannelPublisher {

  private final ChannelCalls calls;
  private final PublishGate gate;
  private final PublisherConfirms confirms;
  private final FlushControl flushes;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@code lock}. */
  private boolean confirming;

  /**
   * Messages the broker was sent since confirm.select; the next delivery tag of a confirm is one
   * more. Not the client's counter, which also counts a message that could not be encoded. Guarded
   * by {@code lock}.
   */
  private long published;

  ChannelPublisher(
      ChannelCalls calls, PublishGate gate, PublisherConfirms confirms, FlushControl flushes) {
    this.calls = calls;
    this.gate = gate;
    this.confirms = confirms;
    this.flushes = flushes;
  }

  PublishConfirm publish(Publication message, Duration timeout) throws BrokerException {
    gate.enter(message.body().length, timeout);
    PublishConfirm confirm = confirmOf(message);
    lock.lock();
    try {
      confirming();
      send(message, confirm);
    } catch (BrokerException e) {
      confirm.failed(e);
      throw e;
    } finally {
      lock.unlock();
    }
    return confirm;
  }

  /** See {@link AmqpChannel#publishAll}. */
  List<PublishConfirm> publishAll(List<Publication> messages, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<PublishConfirm> all = new ArrayList<>(messages.size());
    BrokerException ended = null;
    int next = 0;
    while (next < messages.size() && ended == null) {
      int end = endOfChunk(messages, next);
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      ended = publishChunk(messages.subList(next, end), left, all);
      next = end;
    }
    while (all.size() < messages.size()) {
      all.add(PublishConfirm.failed(messages.get(all.size()), ended));
    }
    return all;
  }

  /** The messages from {@code begin} that fit the gate together; one that does not fits alone. */
  private int endOfChunk(List<Publication> messages, int begin) {
    long bytes = messages.get(begin).body().length;
    int end = begin + 1;
    while (end < messages.size()) {
      bytes += messages.get(end).body().length;
      if (bytes > gate.maxUnconfirmedBytes()) {
        break;
      }
      end++;
    }
    return end;
  }

  /**
   * Adds a confirm of each message to {@code all}, or none if the gate is shut.
   *
   * @return why nothing more can be published, or null
   */
  private BrokerException publishChunk(
      List<Publication> chunk, Duration timeout, List<PublishConfirm> all) {
    try {
      gate.enter(chunk.stream().mapToLong(message -> message.body().length).sum(), timeout);
    } catch (BrokerException e) {
      return e;
    }
    BrokerException ended = null;
    lock.lock();
    try {
      ended = switchConfirmsOn();
      flushes.hold();
      try {
        for (Publication message : chunk) {
          PublishConfirm confirm = confirmOf(message);
          all.add(confirm);
          if (ended == null) {
            ended = sendOrFail(message, confirm);
          } else {
            confirm.failed(ended);
          }
        }
      } finally {
        flushes.release();
      }
    } finally {
      lock.unlock();
    }
    return ended;
  }

  private BrokerException switchConfirmsOn() {
    try {
      confirming();
      return null;
    } catch (BrokerException e) {
      return e;
    }
  }

  /** Returns what the messages after it fail with, or null. */
  private BrokerException sendOrFail(Publication message, PublishConfirm confirm) {
    try {
      send(message, confirm);
      return null;
    } catch (BrokerException e) {
      confirm.failed(e);
      return e.ofLaterMessage();
    }
  }

  /** Must not happen while flushes are held: it waits for an answer. Under the lock. */
  private void confirming() throws BrokerException {
    if (confirming) {
      return;
    }
    try {
      calls.call("switch publisher confirms on", calls.channel()::confirmSelect);
    } catch (BrokerException e) {
      throw e.withNothingDone();
    }
    confirming = true;
  }

  /** Under the lock. */
  private void send(Publication message, PublishConfirm confirm) throws BrokerException {
    long sequence = published + 1;
    confirms.add(sequence, confirm);
    try {
      calls.publish(message);
      published = sequence;
    } catch (BrokerException e) {
      confirms.remove(sequence);
      throw e;
    }
  }

  private PublishConfirm confirmOf(Publication message) {
    PublishGate ofConnection = gate;
    long bytes = message.body().length;
    return new PublishConfirm(
        message, () -> ofConnection.leave(bytes), ofConnection::blockedReason);
  }
}
