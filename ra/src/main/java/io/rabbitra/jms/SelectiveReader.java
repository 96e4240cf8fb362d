package io.rabbitra.jms;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.logging.Loggers;
import io.rabbitra.selector.QueueScan;
import io.rabbitra.work.AdapterThreads;
import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Reads of a queue what a selector lets through, in rounds of a {@link QueueScan}: on the thread
 * that waits for a message, or for a message listener on the adapter's threads.
 *
 * <pre>
 *   OPEN ── a round for a message listener fails ──→ BROKEN (take throws)
 *     └────────────┴── close() ──→ CLOSED (take returns null)
 * </pre>
 *
 * <p>The scan is used under {@code requests}, never under the leaf lock of the buffer, which has
 * the state.
 */
final class SelectiveReader implements Reader {

  /** With the scan. */
  private interface Request {
    void make() throws BrokerException;
  }

  private static final System.Logger LOG = Loggers.of(SelectiveReader.class);

  private final QueueScan scan;
  private final String queue;
  private final Siblings siblings;
  private final DeliveryMemory memory;
  private final ReentrantLock requests = new ReentrantLock();
  private final ReaderBuffer<FoundMessage> buffer = new ReaderBuffer<>();
  private final SelectingRounds rounds;
  private final ListenerRounds listenerRounds;

  private SelectiveReader(
      QueueScan scan,
      String queue,
      Siblings siblings,
      Reception reception,
      AdapterThreads threads) {
    this.scan = scan;
    this.queue = queue;
    this.siblings = siblings;
    this.memory = reception.memory();
    this.rounds = new SelectingRounds(scan, reception, buffer, this, requests);
    this.listenerRounds = new ListenerRounds(rounds, buffer, threads, requests);
  }

  /** Makes sure that there is such a queue. */
  static SelectiveReader open(
      AmqpConnection connection,
      String queue,
      Siblings siblings,
      Reception reception,
      AdapterThreads threads)
      throws JMSException {
    try {
      QueueScan scan = new QueueScan(connection, queue);
      scan.ready();
      return new SelectiveReader(scan, queue, siblings, reception, threads);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  @Override
  public Taken take(long nanos, BooleanSupplier delivering) throws JMSException {
    long begin = System.nanoTime();
    boolean first = nanos > 0;
    while (true) {
      Taken taken = poll(delivering);
      if (taken == null && first) {
        siblings.restFor(this);
        first = false;
      }
      long left = nanos - (System.nanoTime() - begin);
      if (taken != null
          || left <= 0
          || buffer.isClosed()
          || Thread.currentThread().isInterrupted()) {
        return taken;
      }
      if (delivering.getAsBoolean() && round()) {
        continue;
      }
      buffer.pause(left, rounds.nanosUntilNext(), delivering);
    }
  }

  @Override
  public Taken takeAvailable(BooleanSupplier delivering) throws JMSException {
    Taken taken = poll(delivering);
    if (taken == null && delivering.getAsBoolean() && !buffer.isClosed()) {
      siblings.restFor(this);
      rounds.searchAgain();
      while (taken == null && round()) {
        taken = poll(delivering);
      }
    }
    return taken;
  }

  @Override
  public void putBack(Taken last) {
    if (buffer.putBack(new FoundMessage(last, System.nanoTime()))) {
      close();
    }
  }

  @Override
  public void listen(Runnable onArrival) {
    listenerRounds.listen(onArrival);
    if (onArrival == null) {
      rest();
    }
  }

  @Override
  public void acknowledge(Taken taken) throws JMSException {
    acknowledgeAll(List.of(taken));
  }

  @Override
  public void acknowledgeAll(List<Taken> taken) throws JMSException {
    writeAcknowledgements(taken);
    closeIfDone(taken.size());
  }

  @Override
  public void writeAcknowledgements(List<Taken> taken) throws JMSException {
    requests.lock();
    try {
      OneByOne.acknowledge(
          taken,
          one -> {
            request(() -> scan.ack(one.tag()));
            memory.forget(one.key());
          });
    } finally {
      requests.unlock();
    }
  }

  @Override
  public void awaitSettled(int count) throws JMSException {
    if (scan.isBlocked()) {
      throw JmsErrors.blockedWithAcknowledgements();
    }
    // What was acknowledged one by one has closed it with the last.
    if (!buffer.settled(0)) {
      if (!scan.isOpen()) {
        throw JmsErrors.of(JmsErrors.closedWithAcknowledgements());
      }
      request(scan::ready);
      closeIfDone(count);
    }
  }

  @Override
  public void giveBack(List<Taken> failed) throws JMSException {
    request(
        () -> {
          for (Taken taken : failed) {
            memory.returnedSeen(taken.key());
            scan.reject(taken.tag());
          }
          rounds.giveBackWaiting();
          rounds.searchAgain();
        });
    closeIfDone(failed.size());
  }

  @Override
  public void reject(Taken taken) throws JMSException {
    request(
        () -> {
          memory.returnedSeen(taken.key());
          scan.reject(taken.tag());
          rounds.searchAgain();
        });
    closeIfDone(1);
  }

  @Override
  public void rest() {
    if (buffer.isListening()) {
      return;
    }
    requests.lock();
    try {
      if (rounds.hasWaiting()) {
        rounds.giveBackWaiting();
        rounds.searchAgain();
      }
    } catch (BrokerException e) {
      LOG.log(Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    } finally {
      requests.unlock();
    }
  }

  @Override
  public void wake() {
    buffer.wake();
  }

  @Override
  public void close() {
    abandon();
    scan.stopRound();
    try {
      rounds.giveBackWaiting();
    } catch (BrokerException e) {
      LOG.log(Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    }
    closeIfDone(0);
  }

  @Override
  public void discard() {
    close();
    scan.close();
  }

  @Override
  public void abandon() {
    listenerRounds.close();
  }

  @Override
  public boolean isReading(String name) {
    return queue.equals(name) && buffer.isOpen();
  }

  @Override
  public boolean isDone() {
    return !scan.isOpen();
  }

  /** The next message that has not outlived its time while it waited here, or null. */
  private Taken poll(BooleanSupplier delivering) throws JMSException {
    while (true) {
      FoundMessage next = buffer.poll(delivering);
      if (next == null) {
        return null;
      }
      if (!next.isExpired()) {
        return next.taken();
      }
      request(() -> scan.discard(next.taken().tag()));
      closeIfDone(1);
    }
  }

  /** See {@link SelectingRounds#search}. */
  private boolean round() throws JMSException {
    try {
      return rounds.search();
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  private void request(Request request) throws JMSException {
    requests.lock();
    try {
      request.make();
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    } finally {
      requests.unlock();
    }
  }

  private void closeIfDone(int settled) {
    // A broker that blocks the connection would not answer; the channel stays for its owner.
    if (buffer.settled(settled) && !scan.isBlocked()) {
      scan.close();
    }
  }
}
