package io.rabbitra.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the application knows about its orders. Delivery is at least once, so the book recognises an
 * order that it has accepted before among the last {@value #REMEMBERED_IDS}. Any thread; the lock
 * of this object guards all state; memory is bounded.
 */
@ApplicationScoped
public class OrderBook {
  static final int REMEMBERED_IDS = 20_000;
  static final int LAST_ORDERS = 20;

  private final RecentIds accepted = new RecentIds(REMEMBERED_IDS);
  private final RecentIds failedOnce = new RecentIds(REMEMBERED_IDS);
  private final Deque<ReceivedOrder> lastOrders = new ArrayDeque<>();
  private long sent;
  private long notSent;
  private long received;
  private long duplicates;
  private long redelivered;
  private long failed;
  private long invalid;

  /** The broker has confirmed an order. */
  public synchronized void sent() {
    sent++;
  }

  /** An order did not get to the broker, or nobody knows whether it did. */
  public synchronized void notSent() {
    notSent++;
  }

  /** A message has come that is no order. */
  public synchronized void invalid() {
    invalid++;
  }

  /** A delivery was marked {@code JMSRedelivered}. */
  public synchronized void redelivered() {
    redelivered++;
  }

  /** Whether the order with this id shall fail now: true the first time, false ever after. */
  public synchronized boolean failsNow(String id) {
    if (failedOnce.add(id)) {
      failed++;
      return true;
    }
    return false;
  }

  /** Accepts a delivered order; false if it was accepted before, then it is only counted. */
  public synchronized boolean accept(ReceivedOrder delivery) {
    if (!accepted.add(delivery.order().id())) {
      duplicates++;
      return false;
    }
    received++;
    lastOrders.addFirst(delivery);
    if (lastOrders.size() > LAST_ORDERS) {
      lastOrders.removeLast();
    }
    return true;
  }

  /** All counters at one moment. */
  public synchronized OrderCounts counts() {
    return new OrderCounts(sent, notSent, received, duplicates, redelivered, failed, invalid);
  }

  /** The orders accepted last, the newest first. */
  public synchronized List<ReceivedOrder> lastOrders() {
    return List.copyOf(lastOrders);
  }
}
