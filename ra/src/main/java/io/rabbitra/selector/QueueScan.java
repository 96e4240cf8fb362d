package io.rabbitra.selector;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.amqp.QueueInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Finds messages in a queue by what they are, without a plugin in the broker: reading by a selector
 * and browsing.
 *
 * <p>There is no standing consumer. A <em>round</em> asks for the number of ready messages,
 * consumes until it has seen so many, cancels, and gives back (basic.nack) what is not wanted, in
 * order. What was found stays unacknowledged on the channel of this scan until the caller settles
 * it here.
 *
 * <p>What that costs and does:
 *
 * <ul>
 *   <li>A round takes six requests or a few more, and the transfer of every message before the last
 *       one found. A message that is not wanted is not kept: memory is that of the messages found.
 *       Giving back is one basic.nack as long as the caller holds nothing; else one for each
 *       message behind the first one held. RabbitMQ before 4.3 gets them in portions of 32.
 *   <li>For the length of a round, at most 30 s, other consumers do not see the messages under way;
 *       they get them right after it, marked as redelivered. The consumers of a round have the
 *       priority -10: they are given only what no other consumer has room for.
 *   <li>Messages keep their order, in classic and in quorum queues. Exceptions: what is given back
 *       to a quorum queue comes behind what was given back before, and RabbitMQ before 4.0 puts it
 *       at the tail if the queue has no delivery limit.
 *   <li>RabbitMQ before 4.3 counts each return to a quorum queue as a delivery attempt. There a
 *       message that is not wanted and came back before is moved instead: published again to the
 *       tail of the queue, confirmed, then acknowledged. It loses its place, its delivery count and
 *       its CC header, a time to live of its own begins again, and it is there twice if the
 *       connection breaks in between. A browse moves all messages or none, so that they keep their
 *       order. Not moved, so that the attempt counts: messages with a user-id, which only their
 *       sender may publish, and what exceeds 64 MiB in a round. What is wanted beyond the limit
 *       stays with the scan for the next {@link #take}, as if it were prefetched.
 * </ul>
 *
 * <p>Rounds of this program on one queue follow each other, also those of different scans. {@link
 * #take}, {@link #tryTake}, {@link #look}, {@link #ready} and what is about the excess are for one
 * thread at a time; the others for any thread. The predicate runs on the event loop: it may
 * compute, not wait, and not use this scan.
 */
public final class QueueScan {

  /** The least prefetch of the first consumer of a round, for often what is wanted is near. */
  private static final int FIRST_WINDOW = 100;

  /**
   * The most that basic.qos can say. No limit (0) would be one of 2,000 in a quorum queue; a longer
   * queue takes several consumers.
   */
  private static final int WINDOW = 65_535;

  /** Silence after which the broker is asked whether there is more: 50 ms. */
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(50);

  /** Silence that a quorum queue may need in the middle, and before the first delivery: 500 ms. */
  private static final long LONG_GRACE = TimeUnit.MILLISECONDS.toNanos(500);

  /** Silences after which an only consumer gives up: 5 s. */
  private static final int MAX_SILENCES = 10;

  private static final long LONGEST_ROUND = TimeUnit.SECONDS.toNanos(30);

  private static final Map<String, Object> LOW_PRIORITY = Map.of("x-priority", -10);

  private final AmqpConnection connection;
  private final String queue;
  private final AmqpChannel channel;
  private final boolean nackCountsAsAttempt;
  private final Returns returns;

  /** Of the rounds of all scans of this queue. */
  private final ReentrantLock rounds;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();

  /** Delivery tags that the caller has to settle. Guarded by {@code lock}. */
  private final TreeSet<Long> held = new TreeSet<>();

  /** Found, unacknowledged and not handed out yet, in the order of the queue. */
  private final Deque<Found> excess = new ArrayDeque<>();

  /** The round that is running, or null. Written under {@code lock}. */
  private volatile Round current;

  /** Written under {@code lock}. */
  private volatile boolean closed;

  /** Written by the thread of the round. */
  private volatile long lastReady;

  /** Opens a channel. */
  public QueueScan(AmqpConnection connection, String queue) throws BrokerException {
    this.connection = connection;
    this.queue = queue;
    this.channel = connection.openChannel();
    this.nackCountsAsAttempt = connection.nackCountsAsAttempt();
    this.returns = new Returns(channel, queue, nackCountsAsAttempt);
    this.rounds = connection.lock("rounds of " + queue);
    channel.onStrays(new Strays());
  }

  /**
   * One round: the first messages that are wanted, in order, at most {@code limit}. They stay
   * unacknowledged; everything else is in the queue again when this returns, as far as that can be
   * known. A call that returned messages is to be followed by another one as soon as there is use
   * for more; one that returned none has seen the whole queue.
   *
   * <p>Of a round that is stopped, or whose thread is interrupted, everything goes back, and it
   * finds nothing; the interrupt flag stays.
   *
   * @throws BrokerException {@code NOT_FOUND} if the queue does not exist or is deleted meanwhile,
   *     {@code CLOSED} if the scan is closed, or whatever ended the channel: then it is closed, and
   *     the broker has all messages back
   * @throws RuntimeException what the predicate threw; all messages are given back
   */
  public List<Found> take(Predicate<Found> wanted, int limit) throws BrokerException {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", at least 1 is needed");
    }
    List<Found> waiting = new ArrayList<>();
    while (isOpen() && waiting.size() < limit && !excess.isEmpty()) {
      waiting.add(excess.poll());
    }
    int more = limit - waiting.size();
    if (more > 0) {
      waiting.addAll(round(wanted, more, Spares.attempted(nackCountsAsAttempt), true));
    }
    return waiting;
  }

  /**
   * As {@link #take}, but waits no longer than {@code patience} for rounds of others on this queue.
   *
   * @return empty if one of them was not over by then, or the thread was interrupted
   */
  public Optional<List<Found>> tryTake(Predicate<Found> wanted, int limit, Duration patience)
      throws BrokerException {
    if (hasExcess()) {
      return Optional.of(take(wanted, Math.min(limit, excess.size())));
    }
    try {
      if (!rounds.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return Optional.of(take(wanted, limit));
    } finally {
      rounds.unlock();
    }
  }

  /**
   * The browser's snapshot: all messages that are wanted, in order; every one is in the queue again
   * when this returns. Throws as {@link #take} does.
   */
  public List<Found> look(Predicate<Found> wanted) throws BrokerException {
    List<Found> wantedOnes = new ArrayList<>();
    // Nothing is found, so that everything is treated alike when it goes back.
    round(
        message -> {
          if (wanted.test(message)) {
            wantedOnes.add(message);
          }
          return false;
        },
        Integer.MAX_VALUE,
        Spares.allIfAttempted(nackCountsAsAttempt),
        false);
    return wantedOnes;
  }

  /** Whether the next {@link #take} has something without a round. */
  public boolean hasExcess() {
    return !excess.isEmpty();
  }

  /** What was found beyond the limit, for the caller to settle instead of taking it. */
  public List<Found> drainExcess() {
    List<Found> drained = new ArrayList<>(excess);
    excess.clear();
    return drained;
  }

  /** Asks how many messages wait for a consumer, with those that this scan has: one request. */
  public long ready() throws BrokerException {
    return inQueue() + excess.size();
  }

  /** How many messages waited for a consumer when the last round ended. */
  public long lastReady() {
    return lastReady;
  }

  /** basic.ack of one message found. */
  public void ack(long tag) throws BrokerException {
    release(tag);
    channel.ack(tag, false);
  }

  /** basic.reject with requeue: counts as a delivery attempt. */
  public void reject(long tag) throws BrokerException {
    release(tag);
    channel.reject(tag);
  }

  /** basic.nack with requeue, for what nobody tried to process. */
  public void giveBack(long tag) throws BrokerException {
    release(tag);
    channel.giveBack(tag, false);
  }

  /** basic.reject without requeue: to the dead-letter exchange, if there is one. */
  public void discard(long tag) throws BrokerException {
    release(tag);
    channel.discard(tag);
  }

  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether the broker reads nothing from the connection now, so that it answers nothing. */
  public boolean isBlocked() {
    return connection.blockedReason() != null;
  }

  /** Ends the round that is running, if one is: it gives everything back. From any thread. */
  public void stopRound() {
    lock.lock();
    try {
      if (current != null) {
        current.stop();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the round that is running, which gives everything back, and closes the channel. The broker
   * requeues what is not settled. Idempotent, bounded, never throws.
   */
  public void close() {
    long remaining = AmqpConnection.RPC_TIMEOUT.toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      closed = true;
      stopRound();
      while (current != null && remaining > 0) {
        try {
          remaining = idle.awaitNanos(remaining);
        } catch (InterruptedException e) {
          interrupted = true;
          break;
        }
      }
    } finally {
      lock.unlock();
    }
    channel.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long inQueue() throws BrokerException {
    return channel.queueInfo(queue).ready();
  }

  /** For tests. */
  boolean isClosing() {
    return closed;
  }

  private List<Found> round(Predicate<Found> wanted, int limit, Spares spares, boolean keep)
      throws BrokerException {
    try {
      rounds.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
    Round round = new Round(wanted, limit, spares);
    try {
      begin(round);
      QueueInfo before = channel.queueInfo(queue);
      lastReady = before.ready();
      if (lastReady == 0) {
        return List.of();
      }
      lastReady = read(round, lastReady, limit);
      boolean abandoned = round.isStopped() || round.refused() != null;
      List<Found> found = abandoned || !keep ? List.of() : round.found();
      List<Found> beyond = abandoned || !keep ? List.of() : round.excess();
      long rest = settle(round, found, beyond, spares, before.consumers() > 0);
      excess.addAll(beyond);
      lastReady = rest + beyond.size();
      if (round.refused() != null) {
        throw round.refused();
      }
      if (closed) {
        throw ended("closed");
      }
      return found;
    } catch (BrokerException e) {
      // What was delivered is with nobody now; the broker takes it back with the channel.
      channel.close();
      throw e;
    } finally {
      end();
      rounds.unlock();
    }
  }

  /** Returns how many messages are ready when all deliveries of the round have come. */
  private long read(Round round, long ready, int limit) throws BrokerException {
    long deadline = System.nanoTime() + LONGEST_ROUND;
    List<String> consumers = new ArrayList<>();
    long window = Math.min(WINDOW, Math.max(FIRST_WINDOW, limit));
    long capacity = 0;
    boolean more = true;
    while (more) {
      channel.prefetch((int) window);
      consumers.add(channel.consume(queue, LOW_PRIORITY, round));
      capacity += window;
      // What is read behind the first one found goes back message by message: not too far ahead.
      window = Math.min(WINDOW, 2 * window);
      more =
          awaitDeliveries(round, Math.min(ready, capacity), consumers.size(), deadline)
              && capacity < ready
              && !round.hasFound();
    }
    for (String consumer : consumers) {
      channel.cancel(consumer);
    }
    // What was on its way when the consumers were cancelled comes before this answer.
    long rest = inQueue();
    round.requireIntact();
    return rest;
  }

  /**
   * Returns false if so many messages do not come: others have them, or time is up. Without other
   * consumers nobody else can have them, and a broker under load is given more time.
   */
  private boolean awaitDeliveries(Round round, long messages, int consumers, long deadline)
      throws BrokerException {
    long silence = round.seen() == 0 ? LONG_GRACE : GRACE;
    int silences = 0;
    while (!round.await(messages, silence, deadline)) {
      long seen = round.seen();
      QueueInfo info = channel.queueInfo(queue);
      if (round.seen() == seen) {
        silences++;
        boolean shared = info.consumers() > consumers;
        boolean taken = shared && (info.ready() == 0 || silence == LONG_GRACE);
        if (taken || silences >= MAX_SILENCES || System.nanoTime() - deadline >= 0) {
          return false;
        }
        silence = LONG_GRACE;
      }
    }
    return true;
  }

  /**
   * Gives back what was delivered in the round and is neither found nor moved, and waits until it
   * is in the queue. Returns how many messages are ready then.
   */
  private long settle(
      Round round, List<Found> found, List<Found> beyond, Spares spares, boolean shared)
      throws BrokerException {
    long last = round.lastTag();
    if (last == 0) {
      return lastReady;
    }
    Set<Long> moved = spares.move(channel, queue);
    Set<Long> kept = new HashSet<>();
    found.forEach(message -> kept.add(message.tag()));
    beyond.forEach(message -> kept.add(message.tag()));
    long lowestHeld;
    lock.lock();
    try {
      held.addAll(kept);
      lowestHeld = held.isEmpty() ? Long.MAX_VALUE : held.first();
    } finally {
      lock.unlock();
    }
    long before = moved.isEmpty() ? lastReady : inQueue();
    return returns.settle(round.firstTag(), last, kept, moved, lowestHeld, before, shared);
  }

  private void begin(Round round) throws BrokerException {
    lock.lock();
    try {
      if (closed) {
        throw ended("closed");
      }
      current = round;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      current = null;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void release(long tag) {
    lock.lock();
    try {
      held.remove(tag);
    } finally {
      lock.unlock();
    }
  }

  private BrokerException ended(String how) {
    return new BrokerException(
        BrokerException.Kind.CLOSED, "the scan of queue '" + queue + "' is " + how);
  }

  /** Deliveries that were on their way when a consumer was cancelled belong to its round. */
  private final class Strays implements DeliveryListener {

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      Round round = current;
      if (round != null) {
        round.delivered(envelope, properties, body);
      }
    }

    @Override
    public void cancelled() {
      // Told to the consumer itself.
    }

    @Override
    public void closed(BrokerException failure) {
      // Told to the consumer itself, or by the next request.
    }
  }
}
