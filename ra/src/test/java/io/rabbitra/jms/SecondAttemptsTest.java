package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.BrokerException.Kind;
import io.rabbitra.amqp.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecondAttemptsTest {

  private static final BrokerException RETURNED =
      new BrokerException(Kind.UNROUTABLE, "no queue took it");
  private static final PreparedMessage MESSAGE =
      new PreparedMessage(
          null,
          new Publication("", "q", true, new AMQP.BasicProperties.Builder().build(), new byte[0]),
          0);

  private final List<Duration> tried = new ArrayList<>();
  private BrokerException failure;

  private void send(Duration timeout) throws jakarta.jms.JMSException {
    tried.add(timeout);
    if (failure != null) {
      throw JmsErrors.of(failure);
    }
  }

  private SecondAttempts attempts(Duration left) {
    return new SecondAttempts(
        (message, timeout) -> send(timeout), System.nanoTime() + left.toNanos());
  }

  @Test
  void allShareOneTime() {
    SecondAttempts attempts = attempts(Duration.ofMinutes(1));
    assertThat(attempts.send(MESSAGE, RETURNED)).isNull();
    assertThat(attempts.send(MESSAGE, RETURNED)).isNull();
    assertThat(tried).hasSize(2).allMatch(left -> left.compareTo(Duration.ofMinutes(1)) <= 0);
    assertThat(tried.get(1)).isLessThan(tried.get(0));

    assertThat(attempts(Duration.ZERO).send(MESSAGE, RETURNED)).isSameAs(RETURNED);
    assertThat(tried).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"BLOCKED", "TIMEOUT", "CLOSED"})
  void noneIsTriedAfterOneThatTheBrokerDidNotTake(Kind kind) {
    SecondAttempts attempts = attempts(Duration.ofMinutes(1));
    failure = new BrokerException(kind, "later");

    assertThat(attempts.send(MESSAGE, RETURNED)).isSameAs(failure);
    assertThat(attempts.send(MESSAGE, RETURNED)).isSameAs(RETURNED);
    assertThat(tried).hasSize(1);
  }

  @Test
  void othersAreTriedAfterOneThatIsUnroutableAgain() {
    SecondAttempts attempts = attempts(Duration.ofMinutes(1));
    failure = new BrokerException(Kind.UNROUTABLE, "again");

    assertThat(attempts.send(MESSAGE, RETURNED)).isSameAs(failure);
    assertThat(attempts.send(MESSAGE, RETURNED)).isSameAs(failure);
  }
}
