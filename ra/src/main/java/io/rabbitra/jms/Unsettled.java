package io.rabbitra.jms;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a session has handed out and not settled, in the order of delivery. Thread-safe. */
final class Unsettled {

  /** What was unsettled at one moment, to be settled together. For one thread. */
  static final class Batch {

    /** What is done with the messages of one consumer. */
    private interface Settling {
      void settle(Settler settler, List<Taken> taken) throws JMSException;
    }

    private final Map<Settler, List<Taken>> byReader = new LinkedHashMap<>();
    private boolean anySettled;

    private Batch(List<Taken> taken) {
      for (Taken one : taken) {
        byReader.computeIfAbsent(one.reader(), reader -> new ArrayList<>()).add(one);
      }
    }

    /** basic.ack of everything; of what is possible, if a consumer is gone. */
    void acknowledge() throws JMSException {
      settle(Settler::acknowledgeAll);
    }

    /** As {@link #acknowledge}, and waits until the broker has got it. */
    void acknowledgeAndAwait() throws JMSException {
      settle(
          (reader, taken) -> {
            reader.writeAcknowledgements(taken);
            // The broker may have got them, whatever comes.
            anySettled = true;
            reader.awaitSettled(taken.size());
          });
    }

    /** Everything goes back to the broker and counts as an attempt that failed. */
    void giveBack() throws JMSException {
      settle(Settler::giveBack);
    }

    /** Whether the messages of at least one consumer were settled, or may have been. */
    boolean anySettled() {
      return anySettled;
    }

    private void settle(Settling settling) throws JMSException {
      JMSException failure = null;
      for (Map.Entry<Settler, List<Taken>> one : byReader.entrySet()) {
        try {
          settling.settle(one.getKey(), one.getValue());
          anySettled = true;
        } catch (JMSException e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** Guarded by {@code this}. */
  private List<Taken> all = new ArrayList<>();

  synchronized void add(Taken taken) {
    all.add(taken);
  }

  /** Takes it off the list; returns false if somebody has settled it already. */
  synchronized boolean remove(Taken taken) {
    return all.remove(taken);
  }

  /** Everything; the list is empty then. */
  synchronized Batch take() {
    List<Taken> taken = all;
    all = new ArrayList<>();
    return new Batch(taken);
  }

  /** Forgets everything: the broker has it back. */
  synchronized void clear() {
    all = new ArrayList<>();
  }
}
