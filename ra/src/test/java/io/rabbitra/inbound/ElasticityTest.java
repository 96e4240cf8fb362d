package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rabbitra.amqp.BrokerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElasticityTest {

  private static final Elasticity.Pace PACE = new Elasticity.Pace(Duration.ofSeconds(1), 3, 10, 20);

  /** Sessions of which a test says how many work. */
  private static final class Crew implements Elasticity.Sessions {
    private int size;
    private int working;
    private boolean waiting;
    private boolean wanted = true;
    private BrokerException refusal;
    private int attempts;
    private int shared;
    private RuntimeException failure;
    private final List<Integer> removals = new ArrayList<>();

    Crew(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int working() {
      return Math.min(working, size);
    }

    @Override
    public boolean haveWaiting() {
      return waiting;
    }

    @Override
    public void share() {
      shared++;
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public boolean add() throws BrokerException {
      attempts++;
      if (refusal != null) {
        throw refusal;
      }
      if (wanted) {
        size++;
      }
      return wanted;
    }

    @Override
    public void removeIdle(int count) {
      removals.add(count);
      size -= count;
    }
  }

  private final ManualTime time = new ManualTime();
  private final List<Runnable> blocking = new ArrayList<>();

  private Elasticity start(Crew crew, int min, int max, int prefetch) {
    Elasticity elasticity =
        new Elasticity(
            "bean",
            new SessionLimits(min, max, prefetch),
            PACE,
            crew,
            time,
            Runnable::run,
            blocking::add);
    elasticity.start();
    return elasticity;
  }

  private void checks(int count) {
    for (int i = 0; i < count; i++) {
      time.advance(PACE.check());
      List<Runnable> now = List.copyOf(blocking);
      blocking.clear();
      now.forEach(Runnable::run);
    }
  }

  private static void load(Crew crew, int working, boolean waiting) {
    crew.working = working;
    crew.waiting = waiting;
  }

  @Test
  void fixedNumberCostsNothing() {
    start(new Crew(4), 4, 4, 50);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void doublesWhileEverySessionWorksAndMessagesWaitUpToMax() {
    Crew crew = new Crew(1);
    start(crew, 1, 6, 50);
    load(crew, 100, true);
    checks(2);
    assertThat(crew.size).as("not at the first sign").isEqualTo(1);
    checks(1);
    assertThat(crew.size).isEqualTo(2);
    checks(3);
    assertThat(crew.size).isEqualTo(4);
    checks(3);
    assertThat(crew.size).isEqualTo(6);
    checks(50);
    assertThat(crew.size).isEqualTo(6);
    assertThat(crew.attempts).isEqualTo(5);
  }

  @Test
  void oneCheckWithAnIdleSessionBreaksTheRow() {
    Crew crew = new Crew(2);
    start(crew, 1, 4, 50);
    for (int i = 0; i < 4; i++) {
      load(crew, 2, true);
      checks(2);
      load(crew, 1, true);
      checks(1);
    }
    assertThat(crew.attempts).isZero();
  }

  @Test
  void workWithoutWaitingMessagesDoesNotGrow() {
    Crew crew = new Crew(1);
    start(crew, 1, 4, 50);
    load(crew, 1, false);
    checks(9);
    assertThat(crew.size).isEqualTo(1);
  }

  @Test
  void withAPrefetchOfOneTheQueueKeepsWhatWaits() {
    Crew crew = new Crew(1);
    start(crew, 1, 4, 1);
    load(crew, 1, false);
    checks(3);
    assertThat(crew.size).isEqualTo(2);
    checks(8);
    assertThat(crew.size).as("the new one has nothing to do").isEqualTo(2);
  }

  @Test
  void shrinksToWhatTheBusiestCheckNeededNeverBelowMin() {
    Crew crew = new Crew(8);
    start(crew, 2, 8, 50);
    load(crew, 5, false);
    checks(1);
    load(crew, 0, false);
    checks(8);
    assertThat(crew.removals).isEmpty();
    checks(1);
    assertThat(crew.removals).containsExactly(3);
    checks(10);
    assertThat(crew.removals).containsExactly(3, 3);
    checks(30);
    assertThat(crew.size).isEqualTo(2);
    assertThat(crew.removals).hasSize(2);
  }

  @Test
  void refusedSessionIsTriedAgainAfterAPauseAndTheOthersStay() {
    Crew crew = new Crew(1);
    crew.refusal = new BrokerException(BrokerException.Kind.ACCESS_REFUSED, "exclusive");
    start(crew, 1, 4, 50);
    load(crew, 1, true);
    checks(3);
    assertThat(crew.attempts).isEqualTo(1);
    checks(PACE.refusedPause() - 1);
    assertThat(crew.attempts).isEqualTo(1);
    crew.refusal = null;
    checks(4);
    assertThat(crew.attempts).isEqualTo(2);
    assertThat(crew.size).isEqualTo(2);
  }

  @Test
  void stoppedOneNeitherGrowsNorChecks() {
    Crew crew = new Crew(1);
    Elasticity elasticity = start(crew, 1, 4, 50);
    load(crew, 1, true);
    checks(2);
    elasticity.stop();
    int shared = crew.shared;
    checks(20);
    assertThat(crew.attempts).isZero();
    assertThat(crew.shared).isLessThanOrEqualTo(shared + 1);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void growthThatWasDecidedBeforeTheStopAddsNothing() {
    Crew crew = new Crew(1);
    Elasticity elasticity = start(crew, 1, 4, 50);
    load(crew, 1, true);
    time.advance(PACE.check().multipliedBy(3));
    assertThat(blocking).hasSize(1);
    elasticity.stop();
    blocking.forEach(Runnable::run);
    assertThat(crew.attempts).isZero();
  }

  @Test
  void checkThatFailsIsNotTheLast() {
    Crew crew = new Crew(1);
    start(crew, 1, 4, 50);
    load(crew, 1, true);
    crew.failure = new IllegalStateException("a check fails");
    assertThatIllegalStateException().isThrownBy(() -> time.advance(PACE.check()));
    crew.failure = null;
    checks(3);
    assertThat(crew.size).isEqualTo(2);
  }

  @Test
  void oneChangeAtATime() {
    Crew crew = new Crew(1);
    start(crew, 1, 4, 50);
    load(crew, 1, true);
    time.advance(PACE.check().multipliedBy(30));
    assertThat(blocking).as("while the first has not ended").hasSize(1);
  }

  @Test
  void waitingMessagesAreSharedAtEveryCheck() {
    Crew crew = new Crew(2);
    start(crew, 1, 4, 50);
    checks(5);
    assertThat(crew.shared).isEqualTo(5);
  }
}
