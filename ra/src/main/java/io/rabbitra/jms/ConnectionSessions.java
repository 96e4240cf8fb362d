package io.rabbitra.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sessions of one connection, and whether there may be more.
 *
 * <pre>
 *   OPEN ── beginClosing ──→ CLOSING ── close ──→ CLOSED
 * </pre>
 *
 * <p>While it is closing everything works on, for listeners under way. Thread-safe.
 */
final class ConnectionSessions {

  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private final List<RabbitSession> open = new ArrayList<>();

  /** The application has begun to close the connection. Guarded by {@code lock}. */
  private boolean closing;

  /** Guarded by {@code lock}. */
  private boolean closed;

  void requireOpen() throws JMSException {
    synchronized (lock) {
      if (closed) {
        throw RabbitConnectionFactory.closed("connection");
      }
    }
  }

  /**
   * @param onlyOne a container allows one session at a time
   */
  void requireRoom(boolean onlyOne) throws JMSException {
    synchronized (lock) {
      requireOpen();
      // The container may have taken a session back without the application closing it.
      open.removeIf(session -> session.handle().isClosed());
      if (onlyOne && !open.isEmpty()) {
        throw new IllegalStateException(
            "a connection has one session at a time in a Jakarta EE container (Jakarta Messaging"
                + " 3.1, section 12.2)");
      }
    }
  }

  /** Returns false if the connection is closed. */
  boolean add(RabbitSession session) {
    synchronized (lock) {
      if (!closed) {
        open.add(session);
      }
      return !closed;
    }
  }

  void forget(RabbitSession session) {
    synchronized (lock) {
      open.remove(session);
    }
  }

  List<RabbitSession> all() {
    synchronized (lock) {
      return new ArrayList<>(open);
    }
  }

  boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  /** Returns false if somebody else closes it. */
  boolean beginClosing() {
    synchronized (lock) {
      boolean first = !closing;
      closing = true;
      return first;
    }
  }

  /** From now on there are no more; returns the last ones in the order in which to close them. */
  List<RabbitSession> close() {
    synchronized (lock) {
      closed = true;
      List<RabbitSession> last = new ArrayList<>(open);
      // Feeds at the end: other sessions settle their messages with them.
      last.sort(Comparator.comparing(session -> session.consumers().isFeed()));
      return last;
    }
  }
}
