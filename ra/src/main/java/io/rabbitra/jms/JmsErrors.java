package io.rabbitra.jms;

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
import java.util.concurrent.Callable;

/** Turns failures into those of the Jakarta Messaging API; the error code is the kind's name. */
public final class JmsErrors {

  private JmsErrors() {}

  /** An action of the classic API. */
  interface Action {
    void run() throws JMSException;
  }

  /** The exception for what the broker refused; the failure is its cause. */
  public static JMSException of(BrokerException failure) {
    String text = failure.getMessage();
    String code = failure.kind().name();
    JMSException result =
        switch (failure.kind()) {
          case AUTHENTICATION, ACCESS_REFUSED -> new JMSSecurityException(text, code);
          case NOT_FOUND, UNROUTABLE -> new InvalidDestinationException(text, code);
          case BLOCKED, NACKED -> new ResourceAllocationException(text, code);
          default -> new JMSException(text, code);
        };
    result.initCause(failure);
    return result;
  }

  /** The broker does not read: a question would run into its timeout and end the connection. */
  static JMSException blockedWithAcknowledgements() {
    return of(
        new BrokerException(
            BrokerException.Kind.BLOCKED,
            "the broker blocks the connection and has not read the acknowledgements yet"));
  }

  /** What becomes of acknowledgements that no answer came to. */
  static BrokerException closedWithAcknowledgements() {
    return new BrokerException(
        BrokerException.Kind.CLOSED,
        "the channel was closed before the broker had answered to the acknowledgements");
  }

  /** The exception for a name of a destination that is not allowed. */
  static JMSException invalidDestination(IllegalArgumentException cause) {
    JMSException result = new InvalidDestinationException(cause.getMessage());
    result.initCause(cause);
    return result;
  }

  /** Runs an action of the classic API for the simplified one. */
  static void unchecked(Action action) {
    unchecked(
        () -> {
          action.run();
          return null;
        });
  }

  /** Runs an action of the classic API for the simplified one. */
  static <T> T unchecked(Callable<T> action) {
    try {
      return action.call();
    } catch (JMSException e) {
      throw unchecked(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new JMSRuntimeException(e.getMessage(), null, e);
    }
  }

  /** The exception of the simplified API; that of the classic one is its cause. */
  static JMSRuntimeException unchecked(JMSException e) {
    String text = e.getMessage();
    String code = e.getErrorCode();
    if (e instanceof JMSSecurityException) {
      return new JMSSecurityRuntimeException(text, code, e);
    }
    if (e instanceof InvalidDestinationException) {
      return new InvalidDestinationRuntimeException(text, code, e);
    }
    if (e instanceof ResourceAllocationException) {
      return new ResourceAllocationRuntimeException(text, code, e);
    }
    if (e instanceof IllegalStateException) {
      return new IllegalStateRuntimeException(text, code, e);
    }
    if (e instanceof MessageFormatException) {
      return new MessageFormatRuntimeException(text, code, e);
    }
    if (e instanceof MessageNotWriteableException) {
      return new MessageNotWriteableRuntimeException(text, code, e);
    }
    if (e instanceof InvalidSelectorException) {
      return new InvalidSelectorRuntimeException(text, code, e);
    }
    if (e instanceof InvalidClientIDException) {
      return new InvalidClientIDRuntimeException(text, code, e);
    }
    if (e instanceof TransactionInProgressException) {
      return new TransactionInProgressRuntimeException(text, code, e);
    }
    if (e instanceof TransactionRolledBackException) {
      return new TransactionRolledBackRuntimeException(text, code, e);
    }
    return new JMSRuntimeException(text, code, e);
  }
}
