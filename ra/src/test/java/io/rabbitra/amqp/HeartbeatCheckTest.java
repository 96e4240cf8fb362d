package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.rabbitra.work.Cancellable;
import io.rabbitra.work.Scheduler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class HeartbeatCheckTest {

  private static final long HEARTBEAT = 1_000;

  private final Clock clock = new Clock();
  private final Line line = new Line();
  private final List<BrokerException> losses = new ArrayList<>();
  private final ByteActivity activity = new ByteActivity(clock::nanos);
  private final EmbeddedChannel socket = new EmbeddedChannel(activity);
  private AmqpConnection connection = Parts.connection(socket, losses::add, Runnable::run);

  private HeartbeatCheck start() {
    HeartbeatCheck check =
        new HeartbeatCheck(
            connection,
            Duration.ofMillis(HEARTBEAT),
            activity,
            line,
            clock::nanos,
            clock,
            Runnable::run);
    check.start();
    return check;
  }

  @Test
  void heartbeatIsSentAfterHalfAnIntervalOfSilenceAndNotEarlier() {
    start();
    clock.advance(499);
    assertThat(line.heartbeats).isZero();
    clock.advance(1);
    assertThat(line.heartbeats).isEqualTo(1);
  }

  @Test
  void bytesThatWentOutTakeThePlaceOfAHeartbeat() {
    start();
    clock.advance(400);
    socket.writeOutbound(Unpooled.buffer(1).writeByte(1));
    clock.advance(499);
    assertThat(line.heartbeats).isZero();
    clock.advance(1);
    assertThat(line.heartbeats).isEqualTo(1);
  }

  @Test
  void verdictComesAfterTwoIntervalsOfSilenceAndNotBefore() {
    start();
    clock.advance(1_999);
    assertThat(losses).isEmpty();
    clock.advance(200);
    assertThat(losses).hasSize(1);
    assertThat(losses.get(0)).hasMessageStartingWith("missed heartbeats: no byte");
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void anyByteThatCameInCounts() {
    start();
    for (int i = 0; i < 10; i++) {
      clock.advance(1_900);
      socket.writeInbound(Unpooled.buffer(1).writeByte(1));
    }
    assertThat(losses).isEmpty();
  }

  @Test
  void bytesThatWaitUnreadSaveTheConnection() {
    start();
    line.turns = false;
    clock.jump(60_000);
    clock.advance(0);
    socket.writeInbound(Unpooled.buffer(1).writeByte(1));
    line.turn();
    clock.advance(1_500);
    assertThat(losses).isEmpty();
  }

  @Test
  void eventLoopThatDoesNotTurnIsGivenUp() {
    start();
    line.turns = false;
    clock.advance(2_499);
    assertThat(losses).isEmpty();
    clock.advance(200);
    assertThat(losses).hasSize(1);
    assertThat(losses.get(0)).hasMessageContaining("event loop does not turn");
  }

  @Test
  void stoppedCheckDoesNothingMore() {
    HeartbeatCheck check = start();
    check.stop();
    assertThat(clock.scheduled()).isZero();
    check.run();
    clock.advance(10_000);
    assertThat(losses).isEmpty();
    assertThat(line.heartbeats).isZero();
  }

  @Test
  void socketOfAForgottenConnectionIsClosedAndTheCheckEnds() {
    start();
    WeakReference<AmqpConnection> reference = new WeakReference<>(connection);
    clock.advance(600);
    assertThat(line.closed).isFalse();
    connection = null;
    await()
        .until(
            () -> {
              System.gc();
              return reference.get() == null;
            });
    clock.advance(600);
    assertThat(line.closed).isTrue();
    assertThat(clock.scheduled()).isZero();
    assertThat(losses).isEmpty();
  }

  private static final class Line implements HeartbeatCheck.Transport {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean turns = true;
    private boolean closed;
    private int heartbeats;

    void turn() {
      waiting.forEach(Runnable::run);
    }

    @Override
    public void sendHeartbeat() {
      heartbeats++;
    }

    @Override
    public void onEventLoop(Runnable task) {
      waiting.add(task);
      if (turns) {
        turn();
      }
    }

    @Override
    public void closeLeaked() {
      closed = true;
    }
  }

  /** Time that passes only by hand. */
  private static final class Clock implements Scheduler {

    private record Entry(long due, Runnable task) {}

    private final PriorityQueue<Entry> entries =
        new PriorityQueue<>(Comparator.comparingLong(Entry::due));
    private long now = 7_000_000_000L;

    long nanos() {
      return now;
    }

    int scheduled() {
      return entries.size();
    }

    /** Every task runs when it is due. */
    void advance(long millis) {
      long end = now + Duration.ofMillis(millis).toNanos();
      while (!entries.isEmpty() && entries.peek().due() <= end) {
        Entry entry = entries.poll();
        now = Math.max(now, entry.due());
        entry.task().run();
      }
      now = end;
    }

    /** A pause of the whole JVM: nothing runs meanwhile. */
    void jump(long millis) {
      now += Duration.ofMillis(millis).toNanos();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("the check names its executor");
    }

    @Override
    public Cancellable schedule(Duration delay, Executor executor, Runnable task) {
      Entry entry = new Entry(now + delay.toNanos(), () -> executor.execute(task));
      entries.add(entry);
      return () -> entries.remove(entry);
    }
  }
}
