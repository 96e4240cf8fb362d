package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointStateMachineTest {

  private final ManualTime time = new ManualTime();
  private final Recorder actions = new Recorder();

  /** The share of the jitter that the back-off takes; 0 = none. */
  private double jitter;

  private final EndpointStateMachine<String> machine =
      new EndpointStateMachine<>(
          "orders",
          actions,
          new Backoff(
              new ReconnectSettings(Duration.ofSeconds(1), Duration.ofSeconds(8), 2), () -> jitter),
          time,
          time);

  private static final class Recorder implements EndpointStateMachine.Actions<String> {
    private final List<EndpointEvent> events = new ArrayList<>();
    private final List<String> released = new ArrayList<>();
    private long attempts;
    private long generation;
    private int cancelled;
    private int closes;
    private Error broken;

    @Override
    public void attempt(long number) {
      attempts++;
      generation = number;
    }

    @Override
    public void cancelAttempt() {
      cancelled++;
    }

    @Override
    public void release(String resources) {
      released.add(resources);
    }

    @Override
    public void close() {
      closes++;
    }

    @Override
    public void changed(EndpointEvent event) {
      events.add(event);
      if (broken != null) {
        throw broken;
      }
    }

    private List<String> arrows() {
      return events.stream().map(event -> event.from() + ">" + event.to()).toList();
    }
  }

  private long becomeActive(String resources) {
    if (machine.state() == EndpointState.INACTIVE) {
      machine.activate();
    }
    long generation = actions.generation;
    assertThat(machine.activated(generation, resources, "consuming")).isTrue();
    return generation;
  }

  private long loseAfterSeconds(long seconds) {
    time.advance(Duration.ofSeconds(seconds));
    long generation = actions.generation;
    machine.lost(generation, "cancelled");
    return generation;
  }

  @Test
  void walksFromInactiveToActiveAndBack() {
    becomeActive("first");
    machine.deactivate("undeployed");
    assertThat(actions.released).containsExactly("first");
    assertThat(actions.closes).isZero();
    machine.released();
    assertThat(actions.closes).isEqualTo(1);
    assertThat(machine.state()).isEqualTo(EndpointState.DEACTIVATING);
    machine.closed();

    assertThat(actions.arrows())
        .containsExactly(
            "INACTIVE>ACTIVATING",
            "ACTIVATING>ACTIVE",
            "ACTIVE>DEACTIVATING",
            "DEACTIVATING>INACTIVE");
    assertThat(actions.events.get(2).reason()).isEqualTo("undeployed");
  }

  @Test
  void stepThatFailsWithAnErrorDoesNotCostTheNextOnes() {
    actions.broken = new LinkageError("a listener's class is gone");
    becomeActive("first");
    machine.deactivate("undeployed");
    assertThat(actions.released).containsExactly("first");
  }

  @Test
  void lossIsAnsweredByOneCycleHoweverManyConsumersReportIt() {
    long generation = becomeActive("first");
    time.advance(Duration.ofMinutes(1));
    machine.lost(generation, "cancelled");
    machine.lost(generation, "cancelled");
    machine.lost(generation, "connection lost");
    assertThat(actions.released).containsExactly("first");
    machine.released();
    machine.lost(generation, "cancelled");
    assertThat(machine.activated(actions.generation, "second", "consuming")).isTrue();
    machine.lost(generation, "cancelled");

    assertThat(machine.state()).isEqualTo(EndpointState.ACTIVE);
    assertThat(actions.attempts).isEqualTo(2);
    assertThat(actions.arrows())
        .containsExactly(
            "INACTIVE>ACTIVATING",
            "ACTIVATING>ACTIVE",
            "ACTIVE>REACTIVATING",
            "REACTIVATING>ACTIVATING",
            "ACTIVATING>ACTIVE");
  }

  @Test
  void nothingIsAttemptedBeforeTheLostGenerationIsReleased() {
    becomeActive("first");
    loseAfterSeconds(60);
    time.advance(Duration.ofMinutes(1));
    assertThat(actions.attempts).isEqualTo(1);
    machine.released();
    assertThat(actions.attempts).isEqualTo(2);
  }

  @Test
  void staleAttemptCannotActivate() {
    machine.activate();
    long stale = actions.generation;
    machine.deactivate("undeployed");
    assertThat(actions.cancelled).isEqualTo(1);
    assertThat(actions.closes).isZero();
    assertThat(machine.wants(stale)).isFalse();

    assertThat(machine.activated(stale, "late", "consuming")).isFalse();
    assertThat(machine.state()).isEqualTo(EndpointState.DEACTIVATING);
    assertThat(actions.closes).as("the attempt still holds something").isZero();
    machine.attemptAbandoned();
    assertThat(actions.closes).isEqualTo(1);
  }

  @Test
  void attemptThatFailsWhileDeactivatingIsNotRepeated() {
    machine.activate();
    machine.deactivate("undeployed");
    machine.attemptFailed(actions.generation, "NOT_FOUND", "no queue");
    assertThat(actions.closes).isEqualTo(1);
    machine.closed();
    time.advance(Duration.ofHours(1));
    assertThat(actions.attempts).isEqualTo(1);
    assertThat(machine.state()).isEqualTo(EndpointState.INACTIVE);
  }

  @Test
  void lossDuringTheAttemptIsNotForgotten() {
    machine.activate();
    machine.lost(actions.generation, "cancelled early");
    assertThat(machine.state()).isEqualTo(EndpointState.ACTIVATING);
    machine.activated(actions.generation, "first", "consuming");

    assertThat(machine.state()).isEqualTo(EndpointState.REACTIVATING);
    assertThat(actions.released).containsExactly("first");
    assertThat(actions.events.get(actions.events.size() - 1).reason()).isEqualTo("cancelled early");
  }

  @Test
  void backoffDoublesToItsMaximumWhileAttemptsFail() {
    machine.activate();
    for (int i = 0; i < 6; i++) {
      machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
      time.advance(Duration.ofSeconds(8));
    }
    assertThat(time.delays())
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
    assertThat(actions.attempts).isEqualTo(7);
  }

  @Test
  void attemptIsNotRepeatedBeforeItsTime() {
    machine.activate();
    machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
    time.advance(Duration.ofMillis(999));
    assertThat(actions.attempts).isEqualTo(1);
    time.advance(Duration.ofMillis(1));
    assertThat(actions.attempts).isEqualTo(2);
  }

  @Test
  void jitterShortensAWaitingTimeByAFifthAtMost() {
    jitter = 0.999_999;
    machine.activate();
    machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
    assertThat(time.delays().get(0)).isBetween(Duration.ofMillis(800), Duration.ofMillis(801));
  }

  @Test
  void longLifeResetsTheBackoffAndTheNextAttemptFollowsAtOnce() {
    machine.activate();
    for (int i = 0; i < 4; i++) {
      machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
      time.advance(Duration.ofSeconds(8));
    }
    becomeActive("first");
    loseAfterSeconds(1);
    machine.released();
    assertThat(time.waiting()).isZero();
    assertThat(actions.attempts).isEqualTo(6);
    machine.attemptFailed(actions.generation, "NOT_FOUND", "no queue");
    assertThat(time.delays().get(4)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void endpointThatIsCancelledAgainAndAgainDoesNotSpin() {
    becomeActive("first");
    for (int i = 0; i < 3; i++) {
      machine.lost(actions.generation, "cancelled");
      long before = actions.attempts;
      machine.released();
      assertThat(actions.attempts).isEqualTo(before);
      time.advance(Duration.ofSeconds(8));
      assertThat(actions.attempts).isEqualTo(before + 1);
      machine.activated(actions.generation, "next", "consuming");
    }
    assertThat(time.delays()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
  }

  @Test
  void failuresOfOneKindAreReportedOnce() {
    machine.activate();
    for (String kind : List.of("UNREACHABLE", "UNREACHABLE", "NOT_FOUND", "NOT_FOUND")) {
      machine.attemptFailed(actions.generation, kind, kind);
      time.advance(Duration.ofSeconds(8));
    }
    assertThat(actions.arrows())
        .containsExactly("INACTIVE>ACTIVATING", "ACTIVATING>ACTIVATING", "ACTIVATING>ACTIVATING");
    becomeActive("first");
    loseAfterSeconds(60);
    machine.released();
    machine.attemptFailed(actions.generation, "NOT_FOUND", "no queue");
    assertThat(actions.arrows()).as("a new outage").endsWith("ACTIVATING>ACTIVATING");
  }

  @Test
  void deactivationWhileAnAttemptWaitsCallsItOff() {
    machine.activate();
    machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
    machine.deactivate("undeployed");
    assertThat(time.waiting()).isZero();
    assertThat(actions.cancelled).isZero();
    assertThat(actions.closes).isEqualTo(1);
    machine.closed();
    assertThat(machine.state()).isEqualTo(EndpointState.INACTIVE);
  }

  @Test
  void deactivationWhileReactivatingWaitsForTheReleaseAndDoesNotReleaseTwice() {
    becomeActive("first");
    loseAfterSeconds(60);
    machine.deactivate("undeployed");
    assertThat(actions.released).containsExactly("first");
    assertThat(actions.closes).isZero();
    machine.released();
    assertThat(actions.closes).isEqualTo(1);
    assertThat(actions.attempts).isEqualTo(1);
  }

  @Test
  void secondDeactivationAndDeactivationOfAnInactiveEndpointHaveNoEffect() {
    machine.deactivate("never activated");
    assertThat(actions.events).isEmpty();
    becomeActive("first");
    machine.deactivate("once");
    machine.deactivate("twice");
    machine.released();
    machine.deactivate("again");
    assertThat(actions.released).hasSize(1);
    assertThat(actions.closes).isEqualTo(1);
  }

  @Test
  void lossAfterDeactivationHasNoEffect() {
    long generation = becomeActive("first");
    machine.deactivate("undeployed");
    machine.lost(generation, "cancelled");
    assertThat(machine.state()).isEqualTo(EndpointState.DEACTIVATING);
    assertThat(actions.released).hasSize(1);
  }

  @Test
  void inactiveEndpointCanBeActivatedAgainFromTheBeginning() {
    machine.activate();
    for (int i = 0; i < 3; i++) {
      machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
      time.advance(Duration.ofSeconds(8));
    }
    machine.deactivate("stopped");
    machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
    machine.closed();

    machine.activate();
    machine.attemptFailed(actions.generation, "UNREACHABLE", "refused");
    assertThat(time.delays().get(3)).as("back-off").isEqualTo(Duration.ofSeconds(1));
    assertThat(actions.arrows()).as("reported again").endsWith("ACTIVATING>ACTIVATING");
  }

  @Test
  void attemptThatGivesUpEndsInactiveWithTheReasonAndIsNotRepeated() {
    machine.activate();
    assertThat(machine.gaveUp(actions.generation, "no queue")).isTrue();
    assertThat(machine.state()).isEqualTo(EndpointState.DEACTIVATING);
    assertThat(actions.closes).isEqualTo(1);
    machine.closed();
    time.advance(Duration.ofHours(1));

    assertThat(actions.attempts).isEqualTo(1);
    assertThat(time.delays()).isEmpty();
    assertThat(actions.arrows())
        .containsExactly("INACTIVE>ACTIVATING", "ACTIVATING>DEACTIVATING", "DEACTIVATING>INACTIVE");
    assertThat(actions.events.get(1).reason()).isEqualTo("no queue");
    assertThat(actions.events.get(2).reason()).isEqualTo("gave up: no queue");
  }

  @Test
  void deactivationAfterGivingUpHasNoEffect() {
    machine.activate();
    machine.gaveUp(actions.generation, "no queue");
    machine.deactivate("undeployed");
    assertThat(actions.closes).isEqualTo(1);
    machine.closed();
    machine.deactivate("undeployed");
    assertThat(machine.state()).isEqualTo(EndpointState.INACTIVE);
    assertThat(actions.closes).isEqualTo(1);
  }

  @Test
  void endpointThatGaveUpCanBeActivatedAgain() {
    machine.activate();
    machine.gaveUp(actions.generation, "no queue");
    machine.closed();
    becomeActive("first");
    machine.deactivate("undeployed");
    machine.released();
    machine.closed();
    assertThat(actions.events.get(actions.events.size() - 1).reason()).isEqualTo("nothing is left");
  }

  @Test
  void givingUpWhileDeactivatingIsTheEndOfTheAttemptAndNothingElse() {
    machine.activate();
    long stale = actions.generation;
    machine.deactivate("undeployed");
    assertThat(machine.gaveUp(stale, "no queue")).isFalse();
    assertThat(actions.closes).isEqualTo(1);
    machine.closed();
    assertThat(actions.events.get(actions.events.size() - 1).reason()).isEqualTo("nothing is left");
  }

  @Test
  void givesUpAfterALossToo() {
    becomeActive("first");
    loseAfterSeconds(60);
    machine.released();
    machine.gaveUp(actions.generation, "no queue");
    machine.closed();
    assertThat(machine.state()).isEqualTo(EndpointState.INACTIVE);
    assertThat(actions.released).containsExactly("first");
  }

  @Test
  void activeEndpointCannotBeActivated() {
    becomeActive("first");
    assertThatThrownBy(machine::activate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("orders is ACTIVE");
  }

  @Test
  void knowsSinceWhenItIsInItsState() {
    becomeActive("first");
    assertThat(machine.since()).isEqualTo(time.instant());
    time.advance(Duration.ofSeconds(5));
    assertThat(machine.since()).isEqualTo(time.instant().minusSeconds(5));
  }
}
