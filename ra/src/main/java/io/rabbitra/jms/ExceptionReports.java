package io.rabbitra.jms;

import io.rabbitra.logging.Loggers;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Tells the ExceptionListener of one connection what happened, one exception after the other.
 * Thread-safe.
 */
final class ExceptionReports {

  private static final System.Logger LOG = Loggers.of(ExceptionReports.class);

  private final BooleanSupplier closing;

  /** Held while the listener runs: it is called for one exception after the other. */
  private final ReentrantLock telling = new ReentrantLock();

  private volatile ExceptionListener listener;

  /**
   * @param closing whether the application closes the connection and need not be told any more
   */
  ExceptionReports(BooleanSupplier closing) {
    this.closing = closing;
  }

  /** Null if there is none. */
  ExceptionListener listener() {
    return listener;
  }

  void listen(ExceptionListener newListener) {
    listener = newListener;
  }

  /** On the calling thread; without a listener the log says it. */
  void tell(JMSException failure) {
    if (closing.getAsBoolean()) {
      return;
    }
    ExceptionListener toTell = listener;
    if (toTell == null) {
      LOG.log(
          Level.WARNING, "A connection without an ExceptionListener: {0}", failure.getMessage());
      return;
    }
    telling.lock();
    try {
      toTell.onException(failure);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "An ExceptionListener failed", e);
    } finally {
      telling.unlock();
    }
  }
}
