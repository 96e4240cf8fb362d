package io.rabbitra.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a ConnectionConsumer has loaded into a session, and the session's distinguished listener,
 * which gets it on the thread that calls Session.run (Jakarta Messaging 3.1, section 10.2).
 *
 * <p>Thread-safe. The listener is called with {@code running} held.
 */
final class ServerWork {

  /** Hands one message to the listener. */
  interface Delivery {
    void deliver(Taken taken, MessageListener listener) throws JMSException;
  }

  private final ReentrantLock running = new ReentrantLock();

  /** Guarded by {@code this}. */
  private final Deque<Taken> loaded = new ArrayDeque<>();

  private volatile MessageListener listener;

  MessageListener listener() {
    return listener;
  }

  void listen(MessageListener newListener) {
    listener = newListener;
  }

  synchronized void load(Collection<Taken> messages) {
    loaded.addAll(messages);
  }

  /**
   * @throws IllegalStateException there is no listener; what is loaded goes back when the session
   *     is closed
   */
  void run(Delivery delivery) throws JMSException {
    MessageListener toCall = listener;
    if (toCall == null) {
      throw new IllegalStateException("Session.run: the session has no message listener");
    }
    running.lock();
    try {
      for (Taken next = next(); next != null; next = next()) {
        delivery.deliver(next, toCall);
      }
    } finally {
      running.unlock();
    }
  }

  boolean isCaller() {
    return running.isHeldByCurrentThread();
  }

  /** Waits until no listener runs; returns at once in a listener. */
  void awaitQuiet() {
    running.lock();
    running.unlock();
  }

  /** Everything that no listener got goes back. */
  void giveBack() throws JMSException {
    List<Taken> rest;
    synchronized (this) {
      rest = new ArrayList<>(loaded);
      loaded.clear();
    }
    for (Taken one : rest) {
      one.reader().giveBack(List.of(one));
    }
  }

  private synchronized Taken next() {
    return loaded.poll();
  }
}
