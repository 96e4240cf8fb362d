package io.rabbitra.topology;

/** A durable subscription with an active consumer cannot be deleted. */
public final class SubscriptionInUseException extends Exception {

  private static final long serialVersionUID = 1L;

  SubscriptionInUseException(String message) {
    super(message);
  }
}
