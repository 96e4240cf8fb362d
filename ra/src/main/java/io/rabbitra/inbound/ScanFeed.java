package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.selector.Found;
import io.rabbitra.selector.QueueScan;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The part of one session in a {@link ScanConsumption}: what it was given is settled on the channel
 * of the scan, which other sessions use too, message by message.
 */
final class ScanFeed implements Feed {

  private final String queue;
  private final QueueScan scan;
  private final DeliveryListener listener;
  private final ScanConsumption consumption;
  private final Object lock = new Object();

  /** With the session. Guarded by {@code lock}. */
  private final TreeSet<Long> unsettled = new TreeSet<>();

  /** The session gets no more. Guarded by {@code lock}. */
  private boolean cancelled;

  /** Written under {@code lock}. */
  private volatile boolean closed;

  ScanFeed(String queue, QueueScan scan, DeliveryListener listener, ScanConsumption consumption) {
    this.queue = queue;
    this.scan = scan;
    this.listener = listener;
    this.consumption = consumption;
  }

  /** Delivers; returns false if the session wants no more. */
  boolean offer(Found found) {
    synchronized (lock) {
      if (cancelled) {
        return false;
      }
      unsettled.add(found.tag());
      // Under the lock, so that nothing comes after the cancel.
      listener.delivered(found.envelope(), found.properties(), found.body());
      return true;
    }
  }

  /** The scan is over. */
  void closed(BrokerException failure) {
    listener.closed(failure);
  }

  int unsettled() {
    synchronized (lock) {
      return unsettled.size();
    }
  }

  @Override
  public String queue() {
    return queue;
  }

  @Override
  public void ack(long tag, boolean multiple) throws BrokerException {
    settle(tag, multiple, scan::ack);
  }

  @Override
  public void reject(long tag) throws BrokerException {
    settle(tag, false, scan::reject);
  }

  @Override
  public void discard(long tag) throws BrokerException {
    settle(tag, false, scan::discard);
  }

  @Override
  public void giveBack(long tag, boolean multiple) throws BrokerException {
    settle(tag, multiple, scan::giveBack);
  }

  @Override
  public void flush() {
    // The scan sends at once.
  }

  @Override
  public boolean isOpen() {
    return !closed && scan.isOpen();
  }

  @Override
  public void cancel() {
    synchronized (lock) {
      cancelled = true;
    }
    consumption.left(this);
  }

  /** What is not settled was with a bean: it goes back and counts as an attempt. */
  @Override
  public void close() {
    cancel();
    List<Long> left;
    synchronized (lock) {
      closed = true;
      left = new ArrayList<>(unsettled);
      unsettled.clear();
    }
    try {
      for (long tag : left) {
        if (scan.isOpen()) {
          scan.reject(tag);
        }
      }
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(Level.DEBUG, "The scan is gone already: {0}", e.getMessage());
    }
  }

  private interface Word {
    void about(long tag) throws BrokerException;
  }

  private void settle(long tag, boolean multiple, Word word) throws BrokerException {
    List<Long> tags = new ArrayList<>();
    synchronized (lock) {
      if (closed) {
        throw new BrokerException(BrokerException.Kind.CLOSED, "the session is closed");
      }
      if (multiple) {
        tags.addAll(unsettled.headSet(tag, true));
      } else if (unsettled.contains(tag)) {
        tags.add(tag);
      }
      tags.forEach(unsettled::remove);
    }
    try {
      for (long one : tags) {
        word.about(one);
      }
    } finally {
      consumption.settled();
    }
  }
}
