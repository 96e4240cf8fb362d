package io.rabbitra.management;

import io.rabbitra.inbound.EndpointEvent;
import io.rabbitra.inbound.EndpointListener;
import io.rabbitra.inbound.EndpointState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers the last state changes of an endpoint and counts losses and returns. Thread-safe. */
public final class EndpointHistory implements EndpointListener {

  private static final int KEPT = 100;

  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private final Deque<StateChange> changes = new ArrayDeque<>();

  /** Guarded by {@code lock}. */
  private long cancellations;

  /** Guarded by {@code lock}. */
  private long reactivations;

  /** Whether a loss waits for its return. Guarded by {@code lock}. */
  private boolean lost;

  @Override
  public void stateChanged(EndpointEvent event) {
    synchronized (lock) {
      if (event.to() == EndpointState.REACTIVATING) {
        cancellations++;
        lost = true;
      } else if (event.to() == EndpointState.ACTIVE && lost) {
        reactivations++;
        lost = false;
      }
      if (changes.size() == KEPT) {
        changes.removeFirst();
      }
      changes.add(
          new StateChange(
              event.time().toString(), event.from().name(), event.to().name(), event.reason()));
    }
  }

  List<StateChange> changes() {
    synchronized (lock) {
      return List.copyOf(changes);
    }
  }

  long cancellations() {
    synchronized (lock) {
      return cancellations;
    }
  }

  long reactivations() {
    synchronized (lock) {
      return reactivations;
    }
  }
}
