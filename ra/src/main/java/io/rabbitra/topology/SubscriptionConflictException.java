package io.rabbitra.topology;

/** Another use of the subscription forbids this one; waiting for it to end may help. */
public final class SubscriptionConflictException extends Exception {

  private static final long serialVersionUID = 1L;

  SubscriptionConflictException(String message) {
    super(message);
  }
}
