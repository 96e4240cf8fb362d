package io.rabbitra.sample;

/**
 * Input that is no order. The message names the field, what was given and what is allowed, and is
 * meant for the person who sent the input.
 */
public class InvalidOrderException extends Exception {
  public InvalidOrderException(String message) {
    super(message);
  }
}
