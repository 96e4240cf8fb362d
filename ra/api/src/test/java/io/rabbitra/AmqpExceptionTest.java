package io.rabbitra;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.AmqpException.Outcome;
import io.rabbitra.AmqpException.Reason;
import io.rabbitra.AmqpException.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmqpExceptionTest {

  private static final Outcome NACKED = new Outcome(Status.NOT_PUBLISHED, Reason.NACKED, "full");
  private static final Outcome LATE = new Outcome(Status.UNKNOWN, Reason.TIMEOUT, "late");

  @Test
  void oneUnknownOutcomeMakesTheWholeUnknown() {
    assertThat(failed(Outcome.CONFIRMED, NACKED, LATE).outcomeUnknown()).isTrue();
    assertThat(failed(Outcome.CONFIRMED, NACKED).outcomeUnknown()).isFalse();
    assertThat(new AmqpException(Reason.UNAVAILABLE, "no broker", null).outcomeUnknown()).isFalse();
  }

  @Test
  void canBeThrownIntoAnotherJvm() throws Exception {
    Exception notSerializable =
        new Exception() {
          private static final long serialVersionUID = 1L;
          private final Object part = new Object();

          @Override
          public String toString() {
            return "with " + part;
          }
        };
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failed(notSerializable, NACKED, LATE));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      AmqpException copy = (AmqpException) in.readObject();

      assertThat(copy).hasMessage("failed").hasNoCause();
      assertThat(copy.reason()).isEqualTo(Reason.NACKED);
      assertThat(copy.outcomeUnknown()).isTrue();
      assertThat(copy.outcomes()).isEmpty();
    }
  }

  private static AmqpException failed(Outcome... outcomes) {
    return failed(null, outcomes);
  }

  private static AmqpException failed(Exception cause, Outcome... outcomes) {
    return new AmqpException(Reason.NACKED, "failed", List.of(outcomes), cause);
  }
}
