package io.rabbitra.amqp;

/**
 * Lets another thread end an attempt to connect early.
 *
 * <p>Thread-safe; {@link #cancel} does not block.
 */
public final class Cancellation {

  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private boolean cancelled;

  /** Guarded by {@code lock}. */
  private Runnable action;

  public void cancel() {
    Runnable toRun;
    synchronized (lock) {
      cancelled = true;
      toRun = action;
      action = null;
    }
    if (toRun != null) {
      toRun.run();
    }
  }

  public boolean isCancelled() {
    synchronized (lock) {
      return cancelled;
    }
  }

  /** What to do on cancel while this attempt runs; null when it has ended. */
  void onCancel(Runnable onCancel) {
    boolean now;
    synchronized (lock) {
      now = cancelled;
      action = now ? null : onCancel;
    }
    if (now && onCancel != null) {
      onCancel.run();
    }
  }
}
