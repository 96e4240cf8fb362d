package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.work.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The feed of one session, seen by what settles its deliveries: knows which of them are open, and
 * acknowledges successes together where the acknowledge mode allows it.
 *
 * <p>A delivery is <em>open</em> from {@link #begin} until it was settled on the feed: while its
 * bean works, and while the failure policy or a transaction has it. Successes wait until there are
 * {@code size} of them, until the oldest has waited for {@code interval}, or until {@link #flush}.
 *
 * <p>The rule: {@code multiple} reaches up to the newest success below the oldest open delivery;
 * successes above that are acknowledged one by one. For {@code multiple} settles every delivery up
 * to its tag: one that did not succeed would be lost. Deliveries begin in the order of their tags,
 * so that one that has not begun is above every success; and one that is settled otherwise stops
 * being open only after the broker was told, so that {@code multiple} cannot overtake it. A success
 * that waits is not open any more; it is in {@code successes} before {@code sending} is let go of,
 * without which no batch is written.
 *
 * <p>A lock is held while a batch is written, so that an older batch does not follow a newer one:
 * the broker closes the channel for a tag that is settled already. Thread-safe.
 */
final class AckBatch implements Feed {

  private final Feed feed;
  private final int size;
  private final Duration interval;
  private final boolean closingGivesBack;
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final Object sending = new Object();

  /** Guarded by itself, a leaf: {@link #begin} is called where nobody may wait for a write. */
  private final NavigableSet<Long> open = new TreeSet<>();

  /** Guarded by {@code sending}. */
  private final NavigableSet<Long> successes = new TreeSet<>();

  /** When the oldest of {@code successes} came. Guarded by {@code sending}. */
  private long oldest;

  /** Whether a timer will look. Guarded by {@code sending}. */
  private boolean timerSet;

  /**
   * @param size 1 acknowledges each success by itself, at once
   * @param closingGivesBack see {@link Consumption#closingGivesBack}
   */
  AckBatch(
      Feed feed,
      int size,
      Duration interval,
      boolean closingGivesBack,
      Scheduler scheduler,
      LongSupplier nanoTime) {
    this.feed = feed;
    this.size = size;
    this.interval = interval;
    this.closingGivesBack = closingGivesBack;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  /** A bean is about to get the delivery. No effect if it is open already. */
  void begin(Delivery delivery) {
    synchronized (open) {
      open.add(delivery.tag());
    }
  }

  /** Whether somebody still has to settle a delivery of this feed. */
  boolean hasOpen() {
    return oldestOpen() != null;
  }

  /**
   * A success, or a failed message that is safe elsewhere.
   *
   * @param multiple must be false
   */
  @Override
  public void ack(long tag, boolean multiple) throws BrokerException {
    if (multiple) {
      throw new IllegalArgumentException("what is settled together is decided here");
    }
    if (size <= 1) {
      feed.ack(tag, false);
      settled(tag);
      return;
    }
    boolean setTimer = false;
    synchronized (sending) {
      settled(tag);
      if (successes.isEmpty()) {
        oldest = nanoTime.getAsLong();
      }
      successes.add(tag);
      if (successes.size() >= size) {
        write();
      } else if (!timerSet) {
        timerSet = true;
        setTimer = true;
      }
    }
    if (setTimer) {
      scheduler.schedule(interval, this::timeOver);
    }
  }

  /** Acknowledges what waits; the feed may be gone. */
  @Override
  public void flush() {
    synchronized (sending) {
      try {
        write();
      } catch (BrokerException e) {
        ConsumerSession.LOG.log(
            Level.DEBUG, "The channel is gone; its messages come again: {0}", e.getMessage());
      }
    }
    feed.flush();
  }

  @Override
  public String queue() {
    return feed.queue();
  }

  @Override
  public void reject(long tag) throws BrokerException {
    feed.reject(tag);
    settled(tag);
  }

  @Override
  public void discard(long tag) throws BrokerException {
    feed.discard(tag);
    settled(tag);
  }

  @Override
  public void giveBack(long tag, boolean multiple) throws BrokerException {
    if (multiple) {
      throw new IllegalArgumentException("what is settled together is decided here");
    }
    feed.giveBack(tag, false);
    settled(tag);
  }

  /**
   * Back to the queue with deliveries that no bean has seen, after the acknowledgements. Where the
   * close does it, it comes at once if nothing is open; otherwise they wait for {@link #close}, for
   * what is open has to be settled before.
   *
   * @param undelivered all that have not begun, in the order of their tags
   */
  void giveBack(List<Delivery> undelivered) throws BrokerException {
    synchronized (sending) {
      write();
      undelivered.forEach(delivery -> settled(delivery.tag()));
      boolean alone = !hasOpen();
      if (closingGivesBack) {
        if (alone) {
          feed.close();
        }
        return;
      }
      if (!undelivered.isEmpty() && alone) {
        feed.giveBack(undelivered.get(undelivered.size() - 1).tag(), true);
        return;
      }
      for (Delivery delivery : undelivered) {
        feed.giveBack(delivery.tag(), false);
      }
    }
  }

  @Override
  public boolean isOpen() {
    return feed.isOpen();
  }

  @Override
  public void cancel() {
    if (!closingGivesBack) {
      feed.cancel();
    }
  }

  @Override
  public void close() {
    flush();
    feed.close();
  }

  private void settled(long tag) {
    synchronized (open) {
      open.remove(tag);
    }
  }

  /** Cheaper than a timer for each batch: the one that is set looks how old the batch of now is. */
  private void timeOver() {
    Duration left = null;
    synchronized (sending) {
      timerSet = false;
      if (!successes.isEmpty()) {
        left = interval.minusNanos(nanoTime.getAsLong() - oldest);
        if (left.isNegative() || left.isZero()) {
          left = null;
          flush();
        } else {
          timerSet = true;
        }
      }
    }
    if (left != null) {
      scheduler.schedule(left, this::timeOver);
    }
  }

  /** To be called with {@code sending} held. */
  private void write() throws BrokerException {
    if (successes.isEmpty()) {
      return;
    }
    try {
      Long below = oldestOpen();
      NavigableSet<Long> together = below == null ? successes : successes.headSet(below, false);
      if (together.size() > 1) {
        feed.ack(together.last(), true);
        together.clear();
      }
      for (long tag : successes) {
        feed.ack(tag, false);
      }
    } finally {
      successes.clear();
    }
  }

  private Long oldestOpen() {
    synchronized (open) {
      return open.isEmpty() ? null : open.first();
    }
  }
}
