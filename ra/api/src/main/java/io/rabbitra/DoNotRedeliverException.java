package io.rabbitra;

/** Thrown by a message-driven bean for a message that will never be processed. */
@DoNotRedeliver
public class DoNotRedeliverException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message why; it is written into the dead-lettered message
   */
  public DoNotRedeliverException(String message) {
    super(message);
  }

  /**
   * @param message why; it is written into the dead-lettered message
   */
  public DoNotRedeliverException(String message, Throwable cause) {
    super(message, cause);
  }
}
