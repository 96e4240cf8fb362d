package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.message.RabbitMessage;
import io.rabbitra.selector.Found;
import io.rabbitra.selector.QueueScan;
import io.rabbitra.selector.ScanRounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rounds in which a {@link SelectiveReader} finds messages, and how what was found and not
 * taken goes back.
 *
 * <p>The scan is used under the lock {@code requests} of the reader, which this takes by itself.
 */
final class SelectingRounds {

  /** Matching messages taken by one round at most. */
  private static final int LIMIT = 10;

  private final QueueScan scan;
  private final Reception reception;
  private final ReaderBuffer<FoundMessage> buffer;
  private final Settler reader;
  private final ReentrantLock requests;

  /** Used under {@code requests}. */
  private final ScanRounds rounds;

  /**
   * @param buffer for what is found
   * @param reader where that is settled
   */
  SelectingRounds(
      QueueScan scan,
      Reception reception,
      ReaderBuffer<FoundMessage> buffer,
      Settler reader,
      ReentrantLock requests) {
    this.scan = scan;
    this.reception = reception;
    this.buffer = buffer;
    this.reader = reader;
    this.requests = requests;
    this.rounds = new ScanRounds(scan);
  }

  /** Looks for messages if it is time to; returns whether some wait now. */
  boolean search() throws BrokerException {
    requests.lock();
    try {
      if (buffer.isClosed()) {
        return false;
      }
      if (!buffer.isEmpty()) {
        return true;
      }
      List<FoundMessage> found = find();
      buffer.addAll(found);
      return !found.isEmpty();
    } finally {
      requests.unlock();
    }
  }

  /** The next round does not wait for anything to change. */
  void searchAgain() {
    requests.lock();
    try {
      rounds.searchAgain();
    } finally {
      requests.unlock();
    }
  }

  long nanosUntilNext() {
    requests.lock();
    try {
      return rounds.nanosUntilNext();
    } finally {
      requests.unlock();
    }
  }

  /** Whether there is something that {@link #giveBackWaiting} would give back. */
  boolean hasWaiting() {
    requests.lock();
    try {
      return !buffer.isEmpty() || scan.hasExcess();
    } finally {
      requests.unlock();
    }
  }

  /** What was found and not taken goes back. */
  void giveBackWaiting() throws BrokerException {
    requests.lock();
    try {
      List<FoundMessage> waiting = buffer.drain();
      if (!scan.isOpen()) {
        return;
      }
      for (FoundMessage one : waiting) {
        Taken taken = one.taken();
        reception.memory().returnedUnseen(taken.key());
        scan.giveBack(taken.tag());
      }
      for (Found found : scan.drainExcess()) {
        reception.returnedUnseen(found.properties());
        scan.giveBack(found.tag());
      }
    } finally {
      requests.unlock();
    }
  }

  private List<FoundMessage> find() throws BrokerException {
    List<FoundMessage> all = new ArrayList<>();
    for (Found one : rounds.search(this::isWanted, LIMIT)) {
      RabbitMessage message = reception.decode(one.envelope(), one.properties(), one.body());
      all.add(
          new FoundMessage(
              new Taken(message, reader, one.tag(), reception.key(one.properties())),
              System.nanoTime()));
    }
    return all;
  }

  private boolean isWanted(Found found) {
    RabbitMessage message = reception.decode(found.envelope(), found.properties(), found.body());
    // What is expired and not watched by the broker would stay for ever.
    boolean wanted = Reception.isExpired(message, 0) || reception.wanted().test(message);
    if (!wanted) {
      reception.returnedUnseen(found.properties());
    }
    return wanted;
  }
}
