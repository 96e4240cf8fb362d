package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.rabbitra.amqp.BrokerException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PublishGateTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final PublishGate gate = new PublishGate(100);

  @Test
  void bytesOverTheBoundWaitUntilOthersAreConfirmed() throws Exception {
    gate.enter(60, Duration.ZERO);
    assertThat(refused(41).kind()).isEqualTo(Kind.BLOCKED);
    gate.enter(40, Duration.ZERO);
    CompletableFuture<Void> waiting = entering(10);
    assertThat(waiting).isNotDone();
    gate.leave(60);
    waiting.join();
  }

  @Test
  void messageLargerThanTheBoundPassesAlone() throws Exception {
    gate.enter(1_000, Duration.ZERO);
    assertThat(refused(1)).hasMessageContaining("100 bytes").hasMessageContaining("0 ms");
    gate.leave(1_000);
    gate.enter(1, Duration.ZERO);
    assertThat(refused(1_000).kind()).isEqualTo(Kind.BLOCKED);
  }

  @Test
  void largeOneIsNotOvertakenByThoseWhoComeLater() throws Exception {
    gate.enter(20, Duration.ZERO);
    CompletableFuture<Void> large = entering(90);
    await().until(() -> refused(1) != null);
    CompletableFuture<Void> small = entering(20);
    gate.leave(20);
    large.join();
    assertThat(small).isNotDone();
    gate.leave(90);
    small.join();
  }

  @Test
  void blockedGateNamesTheReasonAndOpensAgain() {
    gate.block("low on memory");
    assertThat(gate.blockedReason()).isEqualTo("low on memory");
    assertThat(refused(1)).hasMessageContaining("(low on memory)");
    CompletableFuture<Void> waiting = entering(1);
    gate.unblock();
    waiting.join();
    assertThat(gate.blockedReason()).isNull();
  }

  @Test
  void closedGateFailsThoseWhoWaitAndThoseWhoCome() {
    gate.block("low on disk");
    CompletableFuture<Void> waiting = entering(1);
    BrokerException gone = new BrokerException(Kind.UNREACHABLE, "gone");
    gate.close(gone);
    gate.close(new BrokerException(Kind.CLOSED, "later"));
    assertThat(waiting).failsWithin(LONG).withThrowableThat().withCause(gone);
    gate.unblock();
    assertThat(refused(1)).isSameAs(gone);
  }

  @Test
  void interruptedPublisherKeepsItsInterrupt() {
    gate.block("low on memory");
    Thread.currentThread().interrupt();
    BrokerException e = catchThrowableOfType(BrokerException.class, () -> gate.enter(1, LONG));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.kind()).isEqualTo(Kind.BLOCKED);
  }

  /** Null, and what was entered left again, if there is no reason to refuse. */
  private BrokerException refused(long bytes) {
    BrokerException refusal =
        catchThrowableOfType(BrokerException.class, () -> gate.enter(bytes, Duration.ZERO));
    if (refusal == null) {
      gate.leave(bytes);
    }
    return refusal;
  }

  private CompletableFuture<Void> entering(long bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            gate.enter(bytes, LONG);
          } catch (BrokerException e) {
            throw new java.util.concurrent.CompletionException(e);
          }
        });
  }
}
