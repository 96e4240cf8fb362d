package io.rabbitra;

/** Thrown by a message-driven bean for a message that somebody else is to get at once. */
@RequeueNow
public class RequeueNowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RequeueNowException(String message) {
    super(message);
  }

  public RequeueNowException(String message, Throwable cause) {
    super(message, cause);
  }
}
