package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JmsErrorsTest {

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(new JMSException("t", "c"), JMSRuntimeException.class),
        Arguments.of(new MessageEOFException("t", "c"), JMSRuntimeException.class),
        Arguments.of(new IllegalStateException("t", "c"), IllegalStateRuntimeException.class),
        Arguments.of(new InvalidClientIDException("t", "c"), InvalidClientIDRuntimeException.class),
        Arguments.of(
            new InvalidDestinationException("t", "c"), InvalidDestinationRuntimeException.class),
        Arguments.of(new InvalidSelectorException("t", "c"), InvalidSelectorRuntimeException.class),
        Arguments.of(new JMSSecurityException("t", "c"), JMSSecurityRuntimeException.class),
        Arguments.of(new MessageFormatException("t", "c"), MessageFormatRuntimeException.class),
        Arguments.of(
            new MessageNotWriteableException("t", "c"), MessageNotWriteableRuntimeException.class),
        Arguments.of(
            new ResourceAllocationException("t", "c"), ResourceAllocationRuntimeException.class),
        Arguments.of(
            new TransactionInProgressException("t", "c"),
            TransactionInProgressRuntimeException.class),
        Arguments.of(
            new TransactionRolledBackException("t", "c"),
            TransactionRolledBackRuntimeException.class));
  }

  @ParameterizedTest
  @MethodSource("table")
  void checkedExceptionHasItsUncheckedOne(
      JMSException checked, Class<? extends JMSRuntimeException> unchecked) {
    Throwable thrown =
        catchThrowable(
            () ->
                JmsErrors.unchecked(
                    (JmsErrors.Action)
                        () -> {
                          throw checked;
                        }));

    assertThat(thrown).isExactlyInstanceOf(unchecked).hasMessage("t").hasCause(checked);
    assertThat(((JMSRuntimeException) thrown).getErrorCode()).isEqualTo("c");
  }

  @Test
  void runtimeExceptionPasses() {
    RuntimeException own = new UnsupportedOperationException("no");

    assertThatThrownBy(
            () ->
                JmsErrors.unchecked(
                    (JmsErrors.Action)
                        () -> {
                          throw own;
                        }))
        .isSameAs(own);
  }

  @ParameterizedTest
  @EnumSource(BrokerException.Kind.class)
  void failureKeepsItsTextAndHasItsKindAsErrorCode(BrokerException.Kind kind) {
    BrokerException failure = new BrokerException(kind, "what happened");

    JMSException thrown = JmsErrors.of(failure);

    assertThat(thrown).hasMessage("what happened").hasCause(failure);
    assertThat(thrown.getErrorCode()).isEqualTo(kind.name());
    assertThat(thrown).isExactlyInstanceOf(expected(kind));
  }

  private static Class<? extends JMSException> expected(BrokerException.Kind kind) {
    return switch (kind) {
      case AUTHENTICATION, ACCESS_REFUSED -> JMSSecurityException.class;
      case NOT_FOUND, UNROUTABLE -> InvalidDestinationException.class;
      case BLOCKED, NACKED -> ResourceAllocationException.class;
      default -> JMSException.class;
    };
  }
}
