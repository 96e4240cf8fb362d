package io.rabbitra.jms;

/** Whose handle a session is. Methods may be called from any thread. */
public interface SessionOwner {

  /** The application has closed the handle. Called once. */
  void closed(RabbitSession handle);

  /** The container moves the handle to another unit. */
  void left(RabbitSession handle);
}
