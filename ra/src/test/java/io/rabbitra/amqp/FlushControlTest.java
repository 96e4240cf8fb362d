package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlushControlTest {

  private final FlushControl control = new FlushControl();
  private final EmbeddedChannel socket = new EmbeddedChannel();
  private int flushes;

  @BeforeEach
  void open() {
    socket.freezeTime();
    socket
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext ctx) {
                flushes++;
              }
            });
    control.addTo(socket.pipeline());
  }

  @AfterEach
  void close() {
    socket.close().syncUninterruptibly();
  }

  private void later() throws BrokerException {
    control.later(socket::flush);
  }

  private void pass(long nanos) {
    socket.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
    socket.runScheduledPendingTasks();
    socket.runPendingTasks();
  }

  @Test
  void everyFlushGoesAtOnce() {
    socket.flush();
    socket.flush();
    assertThat(flushes).isEqualTo(2);
  }

  @Test
  void whatMayWaitGoesTogetherAtTheLatestMoment() throws Exception {
    later();
    later();
    pass(FlushControl.LATEST.toNanos() - 1);
    later();
    assertThat(flushes).isZero();
    pass(1);
    assertThat(flushes).isEqualTo(1);
    pass(FlushControl.LATEST.toNanos());
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void whatIsWrittenAfterTheMomentHasAMomentOfItsOwn() throws Exception {
    later();
    pass(FlushControl.LATEST.toNanos());
    later();
    pass(FlushControl.LATEST.toNanos());
    assertThat(flushes).isEqualTo(2);
  }

  @Test
  void flushOfTheTimerIsBehindTheWritesThatTheLoopHasNotRun() throws Exception {
    later();
    List<Integer> flushesBefore = new ArrayList<>();
    socket
        .eventLoop()
        .schedule(
            () -> socket.eventLoop().execute(() -> flushesBefore.add(flushes)),
            FlushControl.LATEST.toNanos() - 1,
            TimeUnit.NANOSECONDS);
    pass(FlushControl.LATEST.toNanos());
    assertThat(flushesBefore).containsExactly(0);
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void whatMayWaitGoesWhenAsked() throws Exception {
    control.flushLater();
    assertThat(flushes).isZero();
    later();
    control.flushLater();
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void flushesWaitForTheEndOfTheLastHold() {
    control.hold();
    control.hold();
    socket.flush();
    control.release();
    assertThat(flushes).isEqualTo(1);
    socket.flush();
    assertThat(flushes).isEqualTo(1);
    control.release();
    assertThat(flushes).isEqualTo(2);
  }

  @Test
  void aFailedWriteLeavesNothingThatWaits() {
    assertThat(
            catchThrowable(
                () ->
                    control.later(
                        () -> {
                          throw new BrokerException(BrokerException.Kind.CLOSED, "gone");
                        })))
        .isInstanceOf(BrokerException.class);
    socket.flush();
    assertThat(flushes).isEqualTo(1);
  }
}
