package io.rabbitra.sample;

/** The broker has not confirmed an order; the message says why. */
public class OrderNotSentException extends Exception {
  public OrderNotSentException(String message, Throwable cause) {
    super(message, cause);
  }
}
