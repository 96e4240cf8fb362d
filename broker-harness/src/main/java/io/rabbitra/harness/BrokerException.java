package io.rabbitra.harness;

/** A broker, or a command to one, did not do what the harness asked for. */
public class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error found by the harness itself. */
  public BrokerException(String message) {
    super(message);
  }

  /** An error with the exception behind it. */
  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
