package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.DoNotRedeliverException;
import io.rabbitra.RequeueNowException;
import io.rabbitra.inbound.RedeliveryRules.Action;
import io.rabbitra.inbound.RedeliveryRules.Decision;
import io.rabbitra.topology.Delays;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedeliveryRulesTest {

  private static final Throwable FAILURE = new IllegalStateException("failed");

  /**
   * @param maxDelay 0 for more than there is
   */
  private static RedeliveryRules rules(int most, long delay, double backoff, long maxDelay) {
    return new RedeliveryRules(
        new RedeliverySettings(
            most,
            Duration.ofMillis(delay),
            backoff,
            maxDelay == 0 ? Duration.ofDays(1000) : Duration.ofMillis(maxDelay),
            null,
            "dead"));
  }

  @Test
  void withoutSettingsTheMessageGoesBackAndTheSessionPauses() {
    RedeliveryRules rules =
        new RedeliveryRules(
            new RedeliverySettings(-1, Duration.ZERO, 1, Duration.ofMinutes(1), null, null));
    assertThat(rules.decide(1, FAILURE))
        .isEqualTo(new Decision(Action.REQUEUE, Duration.ZERO, true));
    assertThat(rules.decide(1_000_000, null).action()).isEqualTo(Action.REQUEUE);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "3, 4"})
  void messageIsGivenUpWithTheFailureAfterTheLastRedelivery(int most, int deliveries) {
    RedeliveryRules rules = rules(most, 0, 1, 0);
    assertThat(IntStream.range(1, deliveries).mapToObj(i -> rules.decide(i, FAILURE).action()))
        .allMatch(Action.PUBLISH_AGAIN::equals);
    assertThat(rules.decide(deliveries, FAILURE).action()).isEqualTo(Action.DEAD_LETTER);
    assertThat(rules.decide(deliveries, null).action()).isEqualTo(Action.DEAD_LETTER);
  }

  @Test
  void sessionPausesOnlyWhereNoDelayDoesIt() {
    assertThat(rules(3, 0, 1, 0).decide(1, FAILURE).pause()).isTrue();
    assertThat(rules(3, 0, 1, 0).decide(4, FAILURE).pause()).isTrue();
    assertThat(rules(3, 500, 1, 0).decide(1, FAILURE).pause()).isFalse();
    assertThat(rules(3, 500, 1, 0).decide(4, FAILURE).pause()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 200", "2, 600", "3, 1800", "4, 5000", "5, 5000", "100000, 5000"})
  void delayGrowsByTheFactorUpToTheLongest(long failed, long millis) {
    assertThat(rules(-1, 200, 3, 5000).decide(failed, FAILURE))
        .isEqualTo(new Decision(Action.PUBLISH_AGAIN, Duration.ofMillis(millis), false));
  }

  @Test
  void delayWithoutABoundStaysWithinWhatTheBrokerCanDo() {
    assertThat(rules(-1, 200, 10, 0).decide(1_000_000, FAILURE).delay())
        .isEqualTo(Duration.ofSeconds(Delays.MAX_SECONDS));
  }

  @Test
  void exceptionsOfTheApplicationWinOverTheSettings() {
    for (RedeliveryRules rules : new RedeliveryRules[] {rules(-1, 0, 1, 0), rules(3, 500, 2, 0)}) {
      assertThat(rules.decide(1, new DoNotRedeliverException("no")))
          .isEqualTo(new Decision(Action.DEAD_LETTER, Duration.ZERO, false));
      assertThat(rules.decide(100, new RequeueNowException("later")))
          .isEqualTo(new Decision(Action.GIVE_BACK, Duration.ZERO, false));
    }
  }
}
